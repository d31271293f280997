// Package client calls the admin routes of a running server, and signs requests to it:
//
//	c := client.Client{URL: "http://127.0.0.1:4600"}
//	err := c.Do(ctx, http.MethodPost, "/reset", nil, nil, nil)
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// prefix is the common beginning of all admin routes.
const prefix = "/_mock"

// Client calls the admin routes of one server. Its methods may be called concurrently.
type Client struct {
	URL       string            // of the server, such as "http://127.0.0.1:4600"
	Transport http.RoundTripper // sends the requests; http.DefaultTransport if nil
}

// Error is an error response of an admin route.
type Error struct {
	Status  int // the HTTP status
	Message string
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// UnreachableError reports that no server responded at a URL.
type UnreachableError struct {
	URL string
	Err error
}

// Error returns the URL and the cause.
func (e *UnreachableError) Error() string { return fmt.Sprintf("cannot reach %s: %v", e.URL, e.Err) }

// Unwrap returns the cause.
func (e *UnreachableError) Unwrap() error { return e.Err }

// Do sends a request to an admin route and decodes the JSON of the response into a value,
// unless the value is nil. The path is the escaped rest after "/_mock". A body of type []byte
// must be JSON and is sent unchanged; any other body is encoded; nil sends no body. Errors:
// *UnreachableError, *Error.
func (c *Client) Do(ctx context.Context, method, path string, query url.Values, body, into any) error {
	data, err := c.Raw(ctx, method, path, query, body)
	if err != nil || into == nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("the response of %s to %s cannot be read: %w", c.URL, path, err)
	}
	return nil
}

// Raw is like Do, but returns the response without decoding it.
func (c *Client) Raw(ctx context.Context, method, path string, query url.Values, body any) ([]byte, error) {
	response, err := c.send(ctx, method, path, query, body)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, &UnreachableError{c.URL, err}
	}
	return data, nil
}

// send sends a request and returns the response if its status is 200.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, body any) (*http.Response, error) {
	var content io.Reader
	contentType := "application/json"
	switch body := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	target := strings.TrimSuffix(c.URL, "/") + prefix + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, target, content)
	if err != nil {
		return nil, err
	}
	if content != nil {
		request.Header.Set("Content-Type", contentType)
	}
	transport := c.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return nil, &UnreachableError{c.URL, err}
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}
	defer response.Body.Close() //nolint:errcheck // the request has failed already
	return nil, c.refusal(response)
}

// maxRefusal is the number of bytes of an error response that are read.
const maxRefusal = 1 << 20

// refusal returns the error for an error response.
func (c *Client) refusal(response *http.Response) error {
	data, err := io.ReadAll(io.LimitReader(response.Body, maxRefusal))
	if err != nil {
		return &UnreachableError{c.URL, err}
	}
	var said struct{ Message string }
	switch {
	case response.Header.Get("X-Amzn-Errortype") == "UnknownOperationException":
		return &Error{response.StatusCode, fmt.Sprintf("the server at %s has no admin routes: "+
			"it was started with --no-admin, or has them on its --admin-addr", c.URL)}
	case json.Unmarshal(data, &said) != nil || said.Message == "":
		return &Error{response.StatusCode, fmt.Sprintf("the server at %s is not appmesh-mock: "+
			"its response is %s", c.URL, response.Status)}
	}
	return &Error{response.StatusCode, said.Message}
}
