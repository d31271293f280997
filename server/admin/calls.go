package admin

import (
	"bytes"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const ndjson = "application/x-ndjson"

// call is the JSON of a call. A body that is text is in request or answer, any other in the
// member of that name that ends in Base64; one of server.MaxJournalBody bytes is cut off there.
type call struct {
	Number       int64     `json:"number"`
	ID           string    `json:"requestId"`
	Time         time.Time `json:"time"`            // by the server's clock
	Duration     float64   `json:"durationSeconds"` // the same
	Operation    string    `json:"operation"`       // "" if no operation fits
	Account      string    `json:"account"`
	Region       string    `json:"region"`
	Mesh         string    `json:"mesh,omitempty"`
	Resource     string    `json:"resource,omitempty"`
	Method       string    `json:"method"`
	Path         string    `json:"path"` // with the query
	Request      string    `json:"request,omitempty"`
	RequestBytes []byte    `json:"requestBase64,omitempty"`
	Status       int       `json:"status"` // 0 if the connection was cut
	Answer       string    `json:"answer,omitempty"`
	AnswerBytes  []byte    `json:"answerBase64,omitempty"`
	Code         string    `json:"code,omitempty"`
	Rule         int       `json:"rule,omitempty"`
	Fault        string    `json:"fault,omitempty"`
}

func callOf(c server.Call) call {
	of := call{
		Number: c.Number, ID: c.ID, Time: c.Time.UTC(), Duration: c.Duration.Seconds(), Operation: c.Operation,
		Account: c.Account, Region: c.Region, Mesh: c.Mesh, Resource: c.Resource, Method: c.Method, Path: c.Path,
		Status: c.Status, Code: c.Code, Rule: c.Rule, Fault: c.Fault,
	}
	of.Request, of.RequestBytes = textOrBytes(c.Request)
	of.Answer, of.AnswerBytes = textOrBytes(c.Answer)
	return of
}

// textOrBytes answers a body as text if it is UTF-8, else as it is. A character that the end
// of what the journal keeps has cut apart does not make it bytes.
func textOrBytes(body []byte) (string, []byte) {
	whole := body
	for range utf8.UTFMax - 1 {
		if len(body) < server.MaxJournalBody || utf8.Valid(whole) {
			break
		}
		whole = whole[:len(whole)-1]
	}
	if utf8.Valid(whole) {
		return string(whole), nil
	}
	return "", body
}

// textOf answers a body as text, and the encoding if it is not the text itself.
func textOf(body []byte) (text, encoding string) {
	text, bytes := textOrBytes(body)
	if bytes != nil {
		return base64.StdEncoding.EncodeToString(bytes), "base64"
	}
	return text, ""
}

func (a *admin) calls(r *http.Request) (any, error) {
	query, err := parameters(r, "operation", "mesh", "resource", "account", "region", "code", "since", "format")
	if err != nil {
		return nil, err
	}
	filter, err := callFilter(query)
	if err != nil {
		return nil, err
	}
	format := query.Get("format")
	if format == "" && accepts(r, ndjson) {
		format = "ndjson"
	}
	calls := a.Server.Calls(filter)
	switch format {
	case "", "json":
		return listOf(calls), nil
	case "ndjson":
		return linesOf(calls)
	case "har":
		return harOf(calls, a.Version, baseURL(r)), nil
	default:
		return nil, &problem{http.StatusBadRequest, "format must be json, ndjson or har, not " + quoted(format)}
	}
}

func callFilter(query url.Values) (server.CallFilter, error) {
	filter := server.CallFilter{
		Match: server.Match{
			Operation: query.Get("operation"), Mesh: query.Get("mesh"), Resource: query.Get("resource"),
			Account: query.Get("account"), Region: query.Get("region"),
		},
		Code: query.Get("code"),
	}
	if text := query.Get("since"); text != "" {
		since, err := strconv.ParseInt(text, 10, 64)
		if err != nil || since < 0 {
			return filter, &problem{http.StatusBadRequest, "since must be the number of a call, not " + quoted(text)}
		}
		filter.Since = since
	}
	return filter, nil
}

// accepts tells whether a request asks for a media type by name.
func accepts(r *http.Request, mediaType string) bool {
	for _, value := range r.Header.Values("Accept") {
		for each := range strings.SplitSeq(value, ",") {
			if name, _, err := mime.ParseMediaType(each); err == nil && name == mediaType {
				return true
			}
		}
	}
	return false
}

func listOf(calls []server.Call) any {
	list := make([]call, 0, len(calls))
	for _, c := range calls {
		list = append(list, callOf(c))
	}
	return struct {
		Calls []call `json:"calls"`
	}{list}
}

// linesOf answers the calls one a line.
func linesOf(calls []server.Call) (any, error) {
	var lines bytes.Buffer
	for _, c := range calls {
		line, err := encode(callOf(c))
		if err != nil {
			return nil, err
		}
		lines.Write(line)
	}
	return content{ndjson, lines.Bytes()}, nil
}

func (a *admin) forgetCalls(*http.Request) (any, error) {
	a.Server.ForgetCalls()
	return empty{}, nil
}
