package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// requestTimeout bounds a request, generously.
const requestTimeout = time.Minute

// Object is a JSON object.
type Object = map[string]any

// Response is a response of App Mesh.
type Response struct {
	Status int
	Code   string // the exception; "" for a success
	Body   []byte
	Object Object // the body, decoded
}

// At returns the value at a path of the body, nil for none.
func (r Response) At(path ...string) any { return At(r.Object, path...) }

// Text returns the string at a path of the body, "" for none.
func (r Response) Text(path ...string) string {
	s, _ := r.At(path...).(string)
	return s
}

// Version returns the version in the metadata of the resource, -1 for none.
func (r Response) Version() int {
	if n, ok := r.At("metadata", "version").(float64); ok {
		return int(n)
	}
	return -1
}

// Err returns an error unless the response is a success.
func (r Response) Err() error {
	if r.Status == http.StatusOK && r.Code == "" {
		return nil
	}
	return fmt.Errorf("%d %s %s", r.Status, r.Code, r.Body)
}

// At returns the value in a document at a path of members and, for lists, indices. It returns
// nil if there is none.
func At(document any, path ...string) any {
	for _, step := range path {
		switch d := document.(type) {
		case Object:
			document = d[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(d) {
				return nil
			}
			document = d[i]
		default:
			return nil
		}
	}
	return document
}

// JSON returns a document in the form in which the server writes it (rule 37): compact, with
// members in alphabetical order and without escapes for HTML.
func JSON(document any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		panic(err) // the documents of tests have JSON types only
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Send sends a request to App Mesh, in the account and region of the target. If the account is
// "", the request has no signature, and belongs to the default account and region.
func (target Target) Send(method, path string, body []byte) (Response, error) {
	header := http.Header{}
	if target.Account != "" {
		header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+target.Account+"/20190125/"+target.Region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
	}
	status, headers, text, err := target.exchange(method, path, header, body)
	if err != nil {
		return Response{}, err
	}
	r := Response{Status: status, Code: headers.Get("x-amzn-ErrorType"), Body: text}
	if err := json.Unmarshal(text, &r.Object); err != nil {
		return r, fmt.Errorf("harness: %s %s: %d: %w in %q", method, path, r.Status, err, text)
	}
	return r, nil
}

// exchange sends a request, and returns the status, the headers and the body of the response.
func (target Target) exchange(method, path string, header http.Header, body []byte) (
	status int, headers http.Header, text []byte, err error,
) {
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, target.URL+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("harness: %w", err)
	}
	request.Header = header
	roundTripper := target.Transport
	if roundTripper == nil {
		roundTripper = transport
	}
	response, err := roundTripper.RoundTrip(request)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("harness: %s %s: %w", method, path, err)
	}
	defer response.Body.Close() //nolint:errcheck // all is read
	if text, err = io.ReadAll(response.Body); err != nil {
		return 0, nil, nil, fmt.Errorf("harness: %s %s: %w", method, path, err)
	}
	return response.StatusCode, response.Header, text, nil
}

// Call runs an operation, such as "CreateMesh", with an input as the API model defines it.
func (target Target) Call(operation string, input Object) (Response, error) {
	i := slices.IndexFunc(operations, func(op server.Operation) bool { return op.Name == operation })
	if i < 0 {
		return Response{}, fmt.Errorf("harness: there is no operation %s", operation)
	}
	return target.CallPath(operations[i].Method, operations[i].Path, input)
}

var operations = server.Operations()

// CallPath runs the operation that has the method and the path, which has variables, such as
// /v20190125/meshes/{meshName}. The members of the input go into path, query and body.
func (target Target) CallPath(method, path string, input Object) (Response, error) {
	query, content, full := url.Values{}, Object{}, path
	for member, value := range input {
		text, isText := value.(string)
		if !isText {
			text = string(JSON(value))
		}
		switch {
		case IsPathMember(path, member):
			full = strings.ReplaceAll(full, "{"+member+"}", url.PathEscape(text))
		case IsQueryMember(member):
			query.Set(member, text)
		default:
			content[member] = value
		}
	}
	var body []byte
	if method == http.MethodPut {
		body = JSON(content)
	}
	if len(query) > 0 {
		full += "?" + query.Encode()
	}
	return target.Send(method, full, body)
}

// Must runs an operation like [Target.Call], and ends the test unless it succeeds.
func (target Target) Must(t testing.TB, operation string, input Object) Response {
	t.Helper()
	response, err := target.Call(operation, input)
	if err == nil {
		err = response.Err()
	}
	if err != nil {
		t.Fatalf("%s %.2000s: %v", operation, JSON(input), err)
	}
	return response
}

// handled is a transport that calls a handler without a socket.
type handled struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (h handled) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	recorder := httptest.NewRecorder()
	h.handler.ServeHTTP(recorder, in)
	return recorder.Result(), nil
}
