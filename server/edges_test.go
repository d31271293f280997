package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Rule 26. The test uses a connection, because clients and servers of net/http change paths.
func TestUnknownPathOrMethodIsJSON(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	w := dial(t, a.srv)
	for _, c := range []string{
		"GET /", "GET /v20190125", "GET /v20190125/", "GET /v20190125/meshes/", "GET /v20190125/meshes//virtualNodes",
		"GET //v20190125/meshes",
		"GET /v20190125//meshes", "GET /v20190125/meshes/m/virtualNodes/", "GET /v20190125/meshes/m/virtualNodes/n/",
		"GET /v20190125/meshes/m/virtualNode/n",
		"GET /v20190125/meshes/m/virtualRouter/r", "GET /v20190125/meshes/m/virtualRouters/r/routes",
		"GET /v20190125/Meshes", "GET /v20181001/meshes",
		"GET /meshes", "GET /v20190125/meshes/./virtualNodes/x/y", "GET /v20190125/../v20190125/meshes",
		"GET /v20190125/./meshes", "GET /..",
		"DELETE /v20190125/meshes/m/virtualGateways/", "POST /v20190125/meshes", "PATCH /v20190125/meshes/m",
		"HEAD /v20190125/meshes", "HEAD /v20190125/meshes/m",
		"TRACE /v20190125/meshes", "DELETE /v20190125/meshes", "get /v20190125/meshes", "PUT /v20190125/tags",
		"GET /v20190125/tag", "FOO /v20190125/meshes",
		"GET /index.html", "GET /favicon.ico", "GET /v20190125/meshes;x", "GET /v20190125/meshes%2Fm",
		"GET /v20190125%2Fmeshes", "GET /v20190125/meshes/m/virtualNodes%2Fn",
	} {
		method, path, _ := strings.Cut(c, " ")
		got := w.send(method, path, "")
		if !strings.HasPrefix(got, "HTTP/1.1 404 Not Found\r\n") ||
			!strings.Contains(got, "\r\nx-amzn-errortype: UnknownOperationException\r\n") ||
			!strings.Contains(got, "\r\ncontent-type: application/json\r\n") {
			if c != "GET /v20190125/meshes%2Fm" && c != "GET /v20190125/meshes/m/virtualNodes%2Fn" ||
				!strings.HasPrefix(got, "HTTP/1.1 404") {
				t.Errorf("%s\n%s", c, got)
			}
		}
		if strings.Contains(strings.ToLower(got), "<html") || strings.Contains(got, "\r\nLocation:") {
			t.Errorf("%s: HTML or a redirect: %s", c, got)
		}
	}
	w.wantNoMore()
	// "." and ".." are names, not path segments with a meaning.
	for _, name := range []string{".", ".."} {
		got := w.send("GET", "/v20190125/meshes/m/virtualServices/"+name, "")
		if !strings.Contains(got, "VirtualService with name "+name+" is not present under mesh m") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A response of any length has a Content-Length and is not chunked (rule 38).
func TestLongResponseIsNotChunked(t *testing.T) {
	t.Parallel()
	a := start(t)
	for i := range 100 {
		a.make("mesh", fmt.Sprintf("m%d", i), "")
	}
	w := dial(t, a.srv)
	got := w.send("GET", "/v20190125/meshes", "")
	if strings.Contains(strings.ToLower(got), "transfer-encoding") || len(got) < 10000 {
		t.Errorf("%.500s", got)
	}
	w.wantNoMore()
}

// A panic leads to a response with status 500, is logged with its stack, and does not change the state.
func TestPanicIsAnInternalServerErrorAndLeavesTheStateWhole(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	broken := false
	var log bytes.Buffer
	ids := server.CountingIDs(1)
	s := newServer(t, server.Options{
		UIDs: func() state.UID { // called inside the transaction of the write
			mu.Lock()
			defer mu.Unlock()
			if broken {
				panic("no more uids")
			}
			return ids()
		},
		Logger: slog.New(slog.NewJSONHandler(&log, nil)),
	})
	send := func(method, path, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "/v20190125"+path, strings.NewReader(body)))
		return w
	}
	send("PUT", "/meshes", `{"meshName":"m"}`)
	before := string(s.Save())
	broken = true
	w := send("PUT", "/meshes/m/virtualNodes",
		`{"virtualNodeName":"n","spec":{"backends":[{"virtualService":{"virtualServiceName":"s"}}]}}`)
	if w.Code != 500 || w.Header().Get("x-amzn-errortype") != "InternalServerErrorException" ||
		!json.Valid(w.Body.Bytes()) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	var line struct{ Msg, Value, Method, Path, Request, Stack string }
	if err := json.Unmarshal(bytes.Split(log.Bytes(), []byte("\n"))[0], &line); err != nil {
		t.Fatalf("%v in %s", err, log.String())
	}
	if line.Value != "no more uids" || line.Method != "PUT" || line.Path != "/v20190125/meshes/m/virtualNodes" ||
		line.Request != w.Header().Get("x-amzn-requestid") || !strings.Contains(line.Stack, "state.(*Store).") {
		t.Errorf("the log has %+v", line)
	}
	same(t, "the state", string(s.Save()), before)
	broken = false
	if w := send("PUT", "/meshes/m/virtualNodes", `{"virtualNodeName":"n","spec":{}}`); w.Code != 200 {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
	if w := send("PUT", "/meshes/m/virtualServices",
		`{"virtualServiceName":"s","spec":{}}`); !strings.Contains(w.Body.String(), `"version":1`) {
		t.Errorf("the panic left an implicit virtual service: %s", w.Body)
	}
}

// Rule 14: a query with a syntax error is not treated as an empty query.
func TestInvalidQueryIsRefused(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t)
	for _, query := range []string{"limit=%zz", "limit=1;nextToken=x", "%"} {
		r := httptest.NewRequest("GET", "/v20190125/meshes", http.NoBody)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		srv.Handler().ServeHTTP(w, r)
		if w.Code != 400 || w.Header().Get("x-amzn-errortype") != "BadRequestException" ||
			w.Header().Get("x-appmesh-mock-rule") != "14" {
			t.Errorf("%s: %d %v %s", query, w.Code, w.Header(), w.Body)
		}
	}
}
