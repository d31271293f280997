package admin

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

const ndjson = "application/x-ndjson"

// call is the JSON of a call. A body that is text is in request or response. Any other body is
// Base64 in the member with the suffix Base64. Truncated lists the members that were
// shortened to the limits of the journal.
type call struct {
	Number        int64     `json:"number"`
	ID            string    `json:"requestId"`
	Time          time.Time `json:"time"`            // by the server's clock
	Duration      float64   `json:"durationSeconds"` // the same
	Operation     string    `json:"operation"`       // "" if no operation matches
	Account       string    `json:"account"`
	Region        string    `json:"region"`
	Mesh          string    `json:"mesh,omitempty"`
	Resource      string    `json:"resource,omitempty"`
	Method        string    `json:"method"`
	Path          string    `json:"path"` // with the query
	Request       string    `json:"request,omitempty"`
	RequestBytes  []byte    `json:"requestBase64,omitempty"`
	Status        int       `json:"status"` // 0 if the connection was closed
	Response      string    `json:"response,omitempty"`
	ResponseBytes []byte    `json:"responseBase64,omitempty"`
	Code          string    `json:"code,omitempty"`
	Rule          int       `json:"rule,omitempty"`
	Fault         string    `json:"fault,omitempty"`
	Ignored       []string  `json:"ignored,omitempty"` // unknown members of the request
	Hint          string    `json:"hint,omitempty"`
	Truncated     []string  `json:"truncated,omitempty"`
}

func newCall(c server.Call) call {
	j := call{
		Number: c.Number, ID: c.ID, Time: c.Time.UTC(), Duration: c.Duration.Seconds(), Operation: string(c.Operation),
		Account: c.Account, Region: c.Region, Mesh: c.Mesh, Resource: c.Resource, Method: c.Method, Path: c.Path,
		Status: c.Status, Code: string(c.Code), Rule: c.Rule, Fault: c.Fault,
		Ignored: c.Ignored, Hint: c.Hint, Truncated: c.Truncated,
	}
	j.Request, j.RequestBytes = textOrBytes(c.Request)
	j.Response, j.ResponseBytes = textOrBytes(c.Response)
	return j
}

// textOrBytes returns a body as text if it is UTF-8, and as bytes otherwise. An incomplete
// character at the end, where the journal shortened the body, is permitted in text.
func textOrBytes(body string) (string, []byte) {
	whole := body
	for range utf8.UTFMax - 1 {
		if len(body) < server.MaxJournalBody || utf8.ValidString(whole) {
			break
		}
		whole = whole[:len(whole)-1]
	}
	if utf8.ValidString(whole) {
		return whole, nil
	}
	return "", []byte(body)
}

func (a *admin) calls(r *http.Request) (any, error) {
	query := r.URL.Query()
	filter := server.CallFilter{
		Operation: server.OperationName(query.Get("operation")), Mesh: query.Get("mesh"),
		Resource: query.Get("resource"),
		Account:  query.Get("account"), Region: query.Get("region"), Code: server.Code(query.Get("code")),
	}
	var err error
	if filter.Since, err = callNumber(query, "since"); err != nil {
		return nil, err
	}
	number, err := callNumber(query, "number")
	if err != nil {
		return nil, err
	}
	if query.Get("number") != "" {
		filter.Where = func(c server.Call) bool { return c.Number == number }
	}
	calls, err := a.Server.Calls(filter)
	if err != nil {
		return nil, badRequest(err.Error())
	}
	format := query.Get("format")
	if format == "" && accepts(r, ndjson) {
		format = "ndjson"
	}
	switch format {
	case "", "json":
		list := make([]call, 0, len(calls))
		for _, c := range calls {
			list = append(list, newCall(c))
		}
		return struct {
			Calls []call `json:"calls"`
		}{list}, nil
	case "ndjson":
		var lines bytes.Buffer
		for _, c := range calls {
			line, err := encode(newCall(c))
			if err != nil {
				return nil, err
			}
			lines.Write(line)
		}
		return content{ndjson, lines.Bytes()}, nil
	case convert.AWS, "curl":
		var script strings.Builder
		for _, c := range calls {
			target := a.target(r, c.Account, c.Region)
			if format == "curl" {
				script.WriteString(target.RepeatWithCurl(c))
			} else {
				script.WriteString(target.RepeatWithCLI(c))
			}
		}
		return content{plainText, []byte(script.String())}, nil
	default:
		return nil, badRequest("format must be json, ndjson, aws or curl, not " + strconv.Quote(format))
	}
}

// callNumber returns a parameter that is the number of a call, or 0 if it is absent.
func callNumber(query url.Values, name string) (int64, error) {
	text := query.Get(name)
	if text == "" {
		return 0, nil
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 {
		return 0, badRequest(name + " must be the number of a call, not " + strconv.Quote(text))
	}
	return number, nil
}

// accepts reports whether the Accept header of a request names a media type.
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

func (a *admin) clearCalls(*http.Request) (any, error) {
	a.Server.ClearCalls()
	return empty{}, nil
}
