package server_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// FuzzHandler sends any request to a server with a mesh: no response is a server error, each is
// JSON, and a describe returns the spec that a create stored.
func FuzzHandler(f *testing.F) {
	for _, k := range kinds {
		f.Add("PUT", "/v20190125"+k.collection, k.body("x", "", token))
		f.Add("PUT", "/v20190125"+k.path("x"), `{"spec":`+k.other+`}`)
		f.Add("GET", "/v20190125"+k.collection+"?limit=1&nextToken=x", "")
		f.Add("DELETE", "/v20190125"+k.path("x"), "")
		f.Add("GET", "/v20190125"+byARN("/tags", k.arnOf("x")), "")
	}
	f.Add("PUT", "/v20190125"+byARN("/tag", kindOf("mesh").arnOf("m")), `{"tags":[{"key":"a","value":"b"}]}`)
	f.Add("PUT", "/v20190125"+byARN("/untag", kindOf("mesh").arnOf("m")), `{"tagKeys":["a"]}`)
	f.Add("GET", "/v20190125/meshes/m%2Fn/virtualNodes/..?meshOwner=111122223333", "[1.5,\"\\ud800\"]")
	f.Add("OPTIONS", "/", "\x00\xff")
	f.Add("PUT", "/v20190125/meshes/m/virtualNodes",
		`{"virtualNodeName":"x","spec":{"backends":[],"backends":null,"listeners":[{"portMapping":{"port":1e3}}]}}`)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(path, "/") || method == "" ||
			strings.ContainsAny(method+path, " \r\n\t\x00") {
			t.Skip() // no server would get it from net/http
		}
		s := newServer(t, server.Options{})
		for _, k := range []kind{kindOf("mesh"), kindOf("virtualNode"), kindOf("virtualRouter"),
			kindOf("virtualService"), kindOf("virtualGateway")} {
			name := map[string]string{"mesh": "m", "virtualNode": "n", "virtualRouter": "r", "virtualService": "s",
				"virtualGateway": "g"}[k.name]
			if w := send(s, "PUT", "/v20190125"+k.collection, k.body(name, "", "")); w.Code != 200 {
				t.Fatal(w.Body)
			}
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		r.Method, r.URL, r.RequestURI = method, u, path
		s.ServeHTTP(w, r)
		if method == "OPTIONS" {
			return
		}
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) || w.Header().Get("Content-Type") != "application/json" {
			t.Fatalf("%s %q %q: %d %s", method, path, body, w.Code, w.Body)
		}
		name, _ := server.OperationOf(r)
		if w.Code != 200 || !strings.HasPrefix(name, "Create") {
			return
		}
		var made struct {
			Metadata struct{ ARN string }
			Spec     json.RawMessage
		}
		if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil {
			t.Fatal(err)
		}
		k := kindOf(strings.ToLower(name[6:7]) + name[7:])
		var names map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &names); err != nil {
			t.Fatal(err)
		}
		resource := names[k.name+"Name"].(string)
		where := strings.Split(u.EscapedPath(), "?")[0] + "/" + url.PathEscape(resource)
		if u.RawQuery != "" {
			where += "?" + u.RawQuery
		}
		shown := send(s, "GET", where, "")
		want, got := w.Body.String(), shown.Body.String()
		if k.name == "virtualNode" && !strings.Contains(want, `"backends":[`) { // rule 56
			got = strings.NewReplacer(`"backends":[],`, "", `"backends":[]`, "").Replace(got)
		}
		if shown.Code != 200 || got != want {
			t.Fatalf("%s\ncreate   %s\ndescribe %s", where, w.Body, shown.Body)
		}
	})
}

// send sends a request with a well-formed target to a handler.
func send(s *server.Server, method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

// FuzzLoad loads state documents under the rules in force: an accepted document is saved and
// loaded to the same bytes.
func FuzzLoad(f *testing.F) {
	for _, name := range worlds.Names() {
		steps, err := worlds.Steps(name)
		if err != nil {
			f.Fatal(err)
		}
		s := newServer(f, server.Options{})
		if err := s.Apply("", "", steps); err != nil {
			f.Fatal(err)
		}
		f.Add(s.Save())
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		s := newServer(t, server.Options{})
		if s.Load(document) != nil {
			return
		}
		first := s.Save()
		if err := s.Load(first); err != nil {
			t.Fatalf("the saved state is refused: %v\n%s", err, first)
		}
		if second := s.Save(); !bytes.Equal(first, second) {
			t.Errorf("saved\n%s\nloaded and saved again\n%s", first, second)
		}
	})
}
