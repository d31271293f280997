package admin_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// mock is a server with its admin routes. Requests call the handlers directly.
type mock struct {
	t       *testing.T
	api     *server.Server
	handler http.Handler
}

func start(t *testing.T, o server.Options, set ...func(*admin.Options)) *mock {
	t.Helper()
	api, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	wall := server.SteppingClock(server.Epoch, 1500*time.Millisecond)
	options := admin.Options{Server: api, Version: "v9.8.7", Now: wall.Stamp, Loopback: true}
	for _, f := range set {
		f(&options)
	}
	return &mock{t: t, api: api, handler: admin.New(options)}
}

// send sends a request to an admin route, and checks that the response is JSON.
func (m *mock) send(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	m.t.Helper()
	w := m.raw(method, path, body, headers...)
	if got := w.Header().Get("Content-Type"); got != "application/json" {
		m.t.Errorf("%s %s: content type %q", method, path, got)
	}
	if !json.Valid(w.Body.Bytes()) {
		m.t.Errorf("%s %s: the body is not JSON: %s", method, path, w.Body)
	}
	return w
}

// raw sends a request to the admin routes and returns status and body.
func (m *mock) raw(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	m.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:4600"+path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header.Add(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, r)
	return w
}

func (m *mock) want(w *httptest.ResponseRecorder, status int, body string) {
	m.t.Helper()
	if got := strings.TrimSuffix(w.Body.String(), "\n"); w.Code != status || body != "" && got != body {
		m.t.Errorf("got %d %s\nwant %d %s", w.Code, got, status, body)
	}
}

// call sends a request to App Mesh itself.
func (m *mock) call(method, path, body, keyID string) *httptest.ResponseRecorder {
	m.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential="+keyID+
			"/20190125/us-east-1/appmesh/aws4_request, SignedHeaders=host, Signature=0")
	w := httptest.NewRecorder()
	m.api.ServeHTTP(w, r)
	return w
}

const (
	owner    = "111111111111"
	consumer = "222222222222"
)

func (m *mock) makeMesh(name string) {
	m.t.Helper()
	if w := m.call("PUT", "/v20190125/meshes", `{"meshName":"`+name+`"}`, owner); w.Code != http.StatusOK {
		m.t.Fatalf("CreateMesh: %d %s", w.Code, w.Body)
	}
}

func TestIndexListsEveryRoute(t *testing.T) {
	t.Parallel()
	stopped := make(chan struct{})
	close(stopped)
	m := start(t, server.Options{}, func(o *admin.Options) { o.Done = stopped })
	var list struct {
		Routes []struct{ Method, Path, Does string }
	}
	w := m.send("GET", "/_mock/", "")
	m.want(w, http.StatusOK, "")
	if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Routes) < 28 {
		t.Fatalf("only %d routes", len(list.Routes))
	}
	for _, route := range list.Routes {
		if route.Does == "" || !strings.HasPrefix(route.Path, admin.Prefix+"/") {
			t.Errorf("%+v", route)
		}
		got := m.raw(route.Method, route.Path, "")
		if got.Code == http.StatusMethodNotAllowed || strings.Contains(got.Body.String(), "there is nothing at") {
			t.Errorf("%s %s: %d %s", route.Method, route.Path, got.Code, got.Body)
		}
	}
}

func TestHealthReturnsVersionAndUptime(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("GET", "/_mock/health", ""), http.StatusOK, `{"status":"ok","uptimeSeconds":1.5,"version":"v9.8.7"}`)
	m.want(m.send("HEAD", "/_mock/health", ""), http.StatusOK, "")
}

func TestResetRemovesEverything(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	m.want(m.send("POST", "/_mock/reset", ""), http.StatusOK, `{}`)
	if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusNotFound {
		t.Errorf("after a reset, the status of the mesh is %d", w.Code)
	}
}

func TestRulesReportWhetherTheyAreInForce(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Relax: []int{1, 28}})
	var list struct {
		Rules []struct {
			Number                  int
			Basis, Sentence, Source string
			InForce                 bool
		}
	}
	if err := json.Unmarshal(m.send("GET", "/_mock/rules", "").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Rules) != len(server.Rules()) {
		t.Fatalf("%d rules, there are %d", len(list.Rules), len(server.Rules()))
	}
	for _, r := range list.Rules {
		if r.Basis == "" || r.Sentence == "" || r.Source == "" {
			t.Errorf("an empty member: %+v", r)
		}
		if want := r.Number != 28 && r.Number != 1; r.InForce != want {
			t.Errorf("rule %d: in force %t", r.Number, r.InForce)
		}
	}
}

func TestUnknownPathsAre404InJSON(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, path := range []string{"/_mock", "/_mock/nothing", "/_mock/health/", "/_mock//health",
		"/_mock/../_mock/health", "/_mock/%2e%2e/x"} {
		m.want(m.send("GET", path, ""), http.StatusNotFound, "")
	}
	m.want(m.send("GET", "/_mock/nothing", ""), http.StatusNotFound,
		`{"message":"there is nothing at /_mock/nothing; GET /_mock/ lists the routes"}`)
}

func TestWrongMethodsAre405WithAllow(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, c := range []struct{ method, path, allow string }{
		{"POST", "/_mock/", "GET, HEAD"},
		{"POST", "/_mock/health", "GET, HEAD"},
		{"GET", "/_mock/reset", "POST"},
		{"OPTIONS", "/_mock/reset", "POST"},
		{"PUT", "/_mock/shares", "DELETE, GET, HEAD, POST"},
	} {
		w := m.send(c.method, c.path, "")
		m.want(w, http.StatusMethodNotAllowed, `{"message":"`+c.path+` takes `+c.allow+`, not `+c.method+`"}`)
		if got := w.Header().Get("Allow"); got != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, got, c.allow)
		}
	}
}

func TestHealthIsServedOverTCP(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	s := httptest.NewServer(m.handler)
	defer s.Close()
	r, err := s.Client().Get(s.URL + "/_mock/health")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("%d %s %v", r.StatusCode, body, err)
	}
}
