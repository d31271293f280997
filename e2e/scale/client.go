package scale

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// service is a server in this process and a client of it, over sockets.
type service struct {
	api    *server.Server
	url    string
	client *http.Client
	close  func()
}

// serve starts a server; close ends it and its connections.
func serve(t testing.TB, clients int) *service {
	t.Helper()
	api, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(api)
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	return &service{api, srv.URL + "/v20190125", &http.Client{Transport: transport}, func() {
		transport.CloseIdleConnections()
		srv.Close()
	}}
}

// answer is a response of the server.
type answer struct {
	status int
	code   string // the exception, "" for a success
	body   []byte
}

// ask sends a request with a JSON body; "" is no body.
func (s *service) ask(method, path, body string) (answer, error) {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	got, err := s.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header.Get("x-amzn-ErrorType"), data}, err
}

// want sends a request and fails unless the response has the code: an exception, or "" for a success.
func (s *service) want(code, method, path, body string) (answer, error) {
	got, err := s.ask(method, path, body)
	if err == nil && (got.code != code || (code == "") != (got.status == http.StatusOK)) {
		err = fmt.Errorf("%s %s is answered %d %s %s, not %q", method, path, got.status, got.code, got.body, code)
	}
	return got, err
}

// version returns the version in the metadata of a resource.
func (a answer) version() int64 {
	var resource struct{ Metadata struct{ Version int64 } }
	json.Unmarshal(a.body, &resource) //nolint:errcheck // then it is 0, which no resource has
	return resource.Metadata.Version
}

// walk lists all of a collection, page by page, and hands the names of each page to see. It
// fails on one of more than most pages: no test makes so many.
func (s *service) walk(path, collection, nameMember string, see func(names []string) error) error {
	const most = 1 << 20
	next := ""
	for range most {
		got, err := s.want("", http.MethodGet, path+next, "")
		if err != nil {
			return err
		}
		var page map[string]json.RawMessage
		var items []map[string]any
		var token string
		if err := json.Unmarshal(got.body, &page); err != nil {
			return err
		}
		if err := json.Unmarshal(page[collection], &items); err != nil {
			return err
		}
		names := make([]string, len(items))
		for i, item := range items {
			names[i], _ = item[nameMember].(string)
		}
		if err := see(names); err != nil {
			return err
		}
		if page["nextToken"] == nil {
			return nil
		}
		if err := json.Unmarshal(page["nextToken"], &token); err != nil {
			return err
		}
		next = "?nextToken=" + token
	}
	return errors.New("the walk does not end")
}
