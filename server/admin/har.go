package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// The JSON of an HTTP Archive 1.2. What the journal does not know is what the format has for
// it: no headers but those that are known, -1 for sizes. Members of our own begin with _.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     float64     `json:"time"` // milliseconds
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    empty       `json:"cache"`
		Timings  harTimings  `json:"timings"`

		Number    int64  `json:"_number"`
		ID        string `json:"_requestId"`
		Operation string `json:"_operation,omitempty"`
		Account   string `json:"_account,omitempty"`
		Region    string `json:"_region,omitempty"`
		Code      string `json:"_code,omitempty"`
		Rule      int    `json:"_rule,omitempty"`
		Fault     string `json:"_fault,omitempty"`
	}
	harRequest struct {
		harMessage
		Method string    `json:"method"`
		URL    string    `json:"url"`
		Query  []harPair `json:"queryString"`
		Data   *harData  `json:"postData,omitempty"`
	}
	harResponse struct {
		harMessage
		Status     int        `json:"status"`
		StatusText string     `json:"statusText"`
		Content    harContent `json:"content"`
		Redirect   string     `json:"redirectURL"`
	}
	harMessage struct { // what request and response have in common
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int       `json:"bodySize"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harData struct {
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
		Encoding string `json:"_encoding,omitempty"` // the format has none for what is sent
	}
	harContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// harOf answers the calls as an HTTP Archive; base is what their paths are below.
func harOf(calls []server.Call, version, base string) harFile {
	entries := make([]harEntry, 0, len(calls))
	for _, c := range calls {
		took := float64(c.Duration) / float64(time.Millisecond)
		entries = append(entries, harEntry{
			Started: c.Time.UTC().Format("2006-01-02T15:04:05.000Z07:00"), Time: took, Timings: harTimings{Wait: took},
			Request: harRequestOf(c, base), Response: harResponseOf(c),
			Number: c.Number, ID: c.ID, Operation: c.Operation, Account: c.Account, Region: c.Region,
			Code: c.Code, Rule: c.Rule, Fault: c.Fault,
		})
	}
	return harFile{harLog{Version: "1.2", Creator: harCreator{"appmesh-mock", version}, Entries: entries}}
}

func harRequestOf(c server.Call, base string) harRequest {
	r := harRequest{harMessage: harMessageOf(c.Request), Method: c.Method, URL: c.Path, Query: []harPair{}}
	if !strings.Contains(c.Path, "://") { // as a request to a proxy has it
		r.URL = base + "/" + strings.TrimPrefix(c.Path, "/")
	}
	_, query, _ := strings.Cut(c.Path, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" {
			name, value, _ := strings.Cut(pair, "=")
			r.Query = append(r.Query, harPair{unescaped(name), unescaped(value)})
		}
	}
	if len(c.Request) > 0 {
		text, encoding := textOf(c.Request)
		r.Data = &harData{MimeType: mimeType(encoding), Text: text, Encoding: encoding}
	}
	return r
}

// unescaped answers a part of a query, as it stands if it cannot be read.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func harResponseOf(c server.Call) harResponse {
	r := harResponse{harMessage: harMessageOf(c.Answer), Status: c.Status, StatusText: http.StatusText(c.Status)}
	if c.Status != 0 {
		r.Headers = append(r.Headers, harPair{"x-amzn-requestid", c.ID})
	}
	if c.Code != "" {
		r.Headers = append(r.Headers, harPair{"x-amzn-errortype", c.Code})
	}
	text, encoding := textOf(c.Answer)
	r.Content = harContent{Size: len(c.Answer), MimeType: mimeType(encoding), Text: text, Encoding: encoding}
	return r
}

func harMessageOf(body []byte) harMessage {
	size := len(body)
	if size >= server.MaxJournalBody {
		size = -1
	}
	return harMessage{HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: []harPair{}, HeadersSize: -1, BodySize: size}
}

// mimeType answers what a body is by all that is known of it.
func mimeType(encoding string) string {
	if encoding != "" {
		return "application/octet-stream"
	}
	return "application/json"
}

// baseURL answers the URL of the server by which a request has reached it.
func baseURL(r *http.Request) string {
	host := cmp.Or(r.Host, "localhost")
	if r.TLS != nil {
		return "https://" + host
	}
	return "http://" + host
}
