package scale

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// service is a server in this process and a client of it, over sockets.
type service struct {
	api    *server.Server
	target harness.Target
	close  func() // ends the server and its connections
}

// serve starts a server for a number of clients.
func serve(t testing.TB, clients int) *service {
	t.Helper()
	api, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(api)
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	return &service{api, harness.Target{URL: srv.URL, Transport: transport}, func() {
		transport.CloseIdleConnections()
		srv.Close()
	}}
}

// send sends a request with a JSON body, or without a body if it is "". It returns an error
// unless the response has the code: an exception, or "" for a success.
func (s *service) send(code, method, path, body string) (harness.Response, error) {
	got, err := s.target.Send(method, "/v20190125"+path, []byte(body))
	if err == nil && (got.Code != code || (code == "") != (got.Status == http.StatusOK)) {
		err = fmt.Errorf("%s %s: got %d %s %s, want %q", method, path, got.Status, got.Code, got.Body, code)
	}
	return got, err
}

// walk lists a collection page by page, and calls visit with the names of each page.
func (s *service) walk(path, collection, nameMember string, visit func(names []string) error) error {
	const maxPages = 1 << 20 // more than the pages of any test
	next := ""
	for range maxPages {
		page, err := s.send("", http.MethodGet, path+next, "")
		if err != nil {
			return err
		}
		items, ok := page.At(collection).([]any)
		if !ok {
			return fmt.Errorf("the page has no %s: %s", collection, page.Body)
		}
		names := make([]string, len(items))
		for i, item := range items {
			names[i], _ = harness.At(item, nameMember).(string)
		}
		if err := visit(names); err != nil {
			return err
		}
		if page.At("nextToken") == nil {
			return nil
		}
		next = "?nextToken=" + page.Text("nextToken")
	}
	return errors.New("the list has no last page")
}
