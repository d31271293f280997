package convert

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// Client asks a server for operations of App Mesh, as an account in a region. It names them in
// its requests but signs nothing: a server that checks signatures refuses it.
type Client struct {
	Endpoint string // http://127.0.0.1:4600
	Account  string // the server's if empty
	Region   string // the server's if empty
	// Transport sends the requests. It must not be nil.
	Transport http.RoundTripper
}

// Call runs an operation with an input, an object of the operation's members, and answers the
// document. The error is a *server.Error for what App Mesh refuses.
func (c *Client) Call(ctx context.Context, operation string, input json.RawMessage) (json.RawMessage, error) {
	request, err := c.request(ctx, operation, input)
	if err != nil {
		return nil, err
	}
	answer, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("nothing answers at %s: %w", c.Endpoint, err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("the answer of %s broke off: %w", c.Endpoint, err)
	}
	if answer.StatusCode == http.StatusOK {
		return body, nil
	}
	said := &server.Error{Code: server.Code(answer.Header.Get("X-Amzn-Errortype")), Status: answer.StatusCode}
	if json.Unmarshal(body, said) != nil || said.Code == "" {
		return nil, fmt.Errorf("what answers at %s is no App Mesh: %s", c.Endpoint, answer.Status)
	}
	return nil, said
}

// Apply runs steps in their order, and answers how many it ran. The first that is refused ends
// it: the error names the step and App Mesh's code and message. What was made stays.
func (c *Client) Apply(ctx context.Context, steps []server.Step) (int, error) {
	for i, step := range steps {
		if _, err := c.Call(ctx, step.Operation, step.Input); err != nil {
			return i, fmt.Errorf("%s: %s: %w", step.From, step.Operation, err)
		}
	}
	return len(steps), nil
}

// request makes the request of an operation.
func (c *Client) request(ctx context.Context, operation string, input json.RawMessage) (*http.Request, error) {
	op := model.Lookup(operation)
	if op == nil {
		return nil, fmt.Errorf("%q is none of App Mesh's operations", operation)
	}
	members := map[string]json.RawMessage{}
	if len(input) > 0 {
		if err := json.Unmarshal(input, &members); err != nil {
			return nil, fmt.Errorf("the input is not an object: %w", err)
		}
	}
	path, query, err := address(op, members)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	var content io.Reader
	if op.Method != http.MethodGet && op.Method != http.MethodDelete {
		content = bytes.NewReader(body)
	}
	url := strings.TrimSuffix(c.Endpoint, "/") + path
	if query != "" {
		url += "?" + query
	}
	request, err := http.NewRequestWithContext(ctx, op.Method, url, content)
	if err != nil {
		return nil, fmt.Errorf("the endpoint %q is no URL: %w", c.Endpoint, err)
	}
	c.claim(request)
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// address takes the members of path and query out, and answers both as a URL has them.
func address(op *model.Operation, members map[string]json.RawMessage) (path, query string, err error) {
	path = op.Path
	values := url.Values{}
	for i := range op.Input.NumField() {
		tag := op.Input.Field(i).Tag
		name := tag.Get("json")
		text := plain(members[name])
		switch tag.Get("in") {
		case "path":
			if text == "" {
				return "", "", fmt.Errorf("the input has no %s", name)
			}
			path = strings.Replace(path, "{"+name+"}", url.PathEscape(text), 1)
		case "query":
			if text != "" {
				values.Set(name, text)
			}
		default:
			continue
		}
		delete(members, name)
	}
	return path, values.Encode(), nil
}

// plain answers a member as it stands in a path or a query.
func plain(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// claim says in whose name a request is: an access key of twelve digits is an account (rule 35).
func (c *Client) claim(request *http.Request) {
	if c.Account == "" && c.Region == "" {
		return
	}
	request.Header.Set("Authorization", fmt.Sprintf(
		"AWS4-HMAC-SHA256 Credential=%s/20190125/%s/appmesh/aws4_request, SignedHeaders=host, Signature=%064d",
		cmp.Or(c.Account, "unsigned"), cmp.Or(c.Region, server.DefaultRegion), 0))
}
