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
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// Doer runs operations of App Mesh. The input is an object with the members of the operation.
// If App Mesh refuses the operation, the error is a *server.Error.
type Doer interface {
	Do(ctx context.Context, operation string, input json.RawMessage) (json.RawMessage, error)
}

// Client sends operations to a server over HTTP, as an account in a region. A Sign function or
// a signing Transport is needed for a server that checks signatures. Client implements Doer and
// AtomicDoer.
type Client struct {
	Endpoint string // such as http://127.0.0.1:4600
	Account  string // the server's if empty
	Region   string // the server's if empty
	// Transport sends the requests. It must not be nil.
	Transport http.RoundTripper
	// Sign signs a request with the given body. If it is nil, the request identifies the
	// account and the region, but has no valid signature.
	Sign func(request *http.Request, body []byte) error
}

// Do runs an operation.
func (c *Client) Do(ctx context.Context, operation string, input json.RawMessage) (json.RawMessage, error) {
	op := model.Lookup(operation)
	if op == nil {
		return nil, fmt.Errorf("%q is not an operation of App Mesh", operation)
	}
	request, err := op.Request(input)
	if err != nil {
		return nil, err
	}
	response, body, err := c.send( //nolint:bodyclose // send closes it
		ctx, request.Method, request.Path, request.Query.Encode(), request.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusOK {
		return body, nil
	}
	refusal := &server.Error{Code: server.Code(response.Header.Get("X-Amzn-Errortype")), Status: response.StatusCode}
	if json.Unmarshal(body, refusal) != nil || refusal.Code == "" {
		return nil, fmt.Errorf("%s does not serve App Mesh: %s", c.Endpoint, response.Status)
	}
	return nil, refusal
}

// DoAll runs steps atomically: all take effect or none. It needs the /_mock/ routes of the
// server at the endpoint.
func (c *Client) DoAll(ctx context.Context, steps []server.Step) error {
	body, err := FormatSeed(steps)
	if err != nil {
		return err
	}
	query := url.Values{}
	for name, value := range map[string]string{"account": c.Account, "region": c.Region} {
		if value != "" {
			query.Set(name, value)
		}
	}
	response, body, err := c.send( //nolint:bodyclose // send closes it
		ctx, http.MethodPost, "/_mock/seed", query.Encode(), body)
	if err != nil || response.StatusCode == http.StatusOK {
		return err
	}
	var refusal struct{ Message string }
	if json.Unmarshal(body, &refusal) != nil || refusal.Message == "" {
		refusal.Message = response.Status
	}
	return fmt.Errorf("%s: %s", c.Endpoint, refusal.Message)
}

// FormatSeed returns the JSON of a seed with the steps.
func FormatSeed(steps []server.Step) ([]byte, error) {
	entries := make([]any, len(steps))
	for i, step := range steps {
		entries[i] = map[string]any{"operation": step.Operation, "input": step.Input}
	}
	return seedfile.Encode(entries)
}

// send sends a request and reads the response.
func (c *Client) send(ctx context.Context, method, path, query string, body []byte) (*http.Response, []byte, error) {
	url := strings.TrimSuffix(c.Endpoint, "/") + path
	if query != "" {
		url += "?" + query
	}
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return nil, nil, fmt.Errorf("the endpoint %q is not a URL: %w", c.Endpoint, err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	c.claim(request)
	if c.Sign != nil {
		if err := c.Sign(request, body); err != nil {
			return nil, nil, fmt.Errorf("the request cannot be signed: %w", err)
		}
	}
	response, err := c.Transport.RoundTrip(request)
	if err != nil {
		return nil, nil, fmt.Errorf("no response from %s: %w", c.Endpoint, err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, nil, fmt.Errorf("the response of %s is incomplete: %w", c.Endpoint, err)
	}
	return response, data, nil
}

// unquote returns the text of a JSON string, and other JSON unchanged.
func unquote(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// claim adds the account and the region to a request without a valid signature: an access key
// of twelve digits is an account (rule 35).
func (c *Client) claim(request *http.Request) {
	if c.Account == "" && c.Region == "" {
		return
	}
	request.Header.Set("Authorization", fmt.Sprintf(
		"AWS4-HMAC-SHA256 Credential=%s/20190125/%s/appmesh/aws4_request, SignedHeaders=host, Signature=%064d",
		cmp.Or(c.Account, "unsigned"), cmp.Or(c.Region, server.DefaultRegion), 0))
}
