package admin_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// events reads a stream of server-sent events.
type events struct {
	t    *testing.T
	body *http.Response
	scan *bufio.Scanner
}

// serve serves the admin routes on a port.
func (m *mock) serve(set ...func(*http.Server)) *httptest.Server {
	s := httptest.NewUnstartedServer(m.handler)
	for _, f := range set {
		f(s.Config)
	}
	s.Start()
	m.t.Cleanup(s.Close) // Close waits for the handlers, so a stream must end
	return s
}

// watch opens a stream, and returns after its first comment.
func (m *mock) watch(s *httptest.Server, query string) *events {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	m.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/_mock/events"+query, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	response, err := s.Client().Do(r)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" ||
		response.Header.Get("Cache-Control") != "no-store" {
		m.t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	e := &events{t: m.t, body: response, scan: bufio.NewScanner(response.Body)}
	if got := e.block(); got != ": watching" {
		m.t.Fatalf("the stream begins with %q", got)
	}
	return e
}

// block returns the next lines up to an empty one, "" at the end of the stream.
func (e *events) block() string {
	var lines []string
	for e.scan.Scan() && e.scan.Text() != "" {
		lines = append(lines, e.scan.Text())
	}
	return strings.Join(lines, "\n")
}

func (e *events) want(name, data string) {
	e.t.Helper()
	if got := e.block(); got != "event: "+name+"\ndata: "+data {
		e.t.Errorf("got  %s\nwant event: %s\ndata: %s", got, name, data)
	}
}

func (e *events) wantEnd() {
	e.t.Helper()
	if got := e.block(); got != "" || e.scan.Err() != nil {
		e.t.Errorf("the stream continues with %q, error %v", got, e.scan.Err())
	}
}

const meshIn = `"account":"` + owner + `","region":"us-east-1","meshOwner":"` + owner + `","resourceOwner":"` + owner +
	`"`

func (m *mock) do(method, path, body string) {
	m.t.Helper()
	if w := m.call(method, "/v20190125"+path, body, owner); w.Code != http.StatusOK {
		m.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
}

func TestEventsReportEachChange(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("before")
	e := m.watch(m.serve(), "")
	const uid = `"uid":"00000000-0000-4000-8000-000000000002"}`
	m.do("PUT", "/meshes", `{"meshName":"m"}`)
	m.do("GET", "/meshes/m", "")
	m.do("PUT", "/tag?resourceArn="+url.QueryEscape("arn:aws:appmesh:us-east-1:"+owner+":mesh/m"),
		`{"tags":[{"key":"a","value":"b"}]}`)
	m.do("PUT", "/meshes/m", `{"spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`)
	m.do("PUT", "/meshes/m/virtualGateways",
		`{"virtualGatewayName":"g","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}]}}`)
	m.do("DELETE", "/meshes/before", "")
	m.want(m.send("POST", "/_mock/reset", ""), http.StatusOK, "")
	e.want("created", `{"change":"created","kind":"mesh","names":["m"],`+meshIn+`,"version":1,`+uid)
	e.want("tagged", `{"change":"tagged","kind":"mesh","names":["m"],`+meshIn+`,"version":1,`+uid)
	e.want("updated", `{"change":"updated","kind":"mesh","names":["m"],`+meshIn+`,"version":2,`+uid)
	e.want("created",
		`{"change":"created","kind":"virtualGateway","names":["m","g"],`+meshIn+`,"version":1,`+
			strings.Replace(uid, "2", "3", 1))
	e.want("deleted",
		`{"change":"deleted","kind":"mesh","names":["before"],`+meshIn+`,"version":1,`+
			strings.Replace(uid, "2", "1", 1))
	e.want("reset", `{"change":"reset"}`)
}

func TestFiltersApplyToAllEventsExceptReset(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	s := m.serve()
	wanted := map[string][]string{
		"":                            {"a", "b", "a/n", "a/m"},
		"?kind=mesh":                  {"a", "b"},
		"?kind=virtual*":              {"a/n", "a/m"},
		"?kind=mesh,virtualNode":      {"a", "b", "a/n", "a/m"},
		"?mesh=a":                     {"a", "a/n", "a/m"},
		"?mesh=b":                     {"b"},
		"?resource=n":                 {"a/n"},
		"?resource=m,b":               {"b", "a/m"},
		"?kind=virtualNode&mesh=b":    {},
		"?account=" + owner:           {"a", "b", "a/n", "a/m"},
		"?account=" + consumer:        {},
		"?region=us-east-1&mesh=b":    {"b"},
		"?region=eu-central-1&mesh=b": {},
	}
	streams := map[string]*events{}
	for query := range wanted {
		streams[query] = m.watch(s, query)
	}
	m.makeMesh("a")
	m.makeMesh("b")
	m.do("PUT", "/meshes/a/virtualNodes", `{"virtualNodeName":"n","spec":{}}`)
	m.do("PUT", "/meshes/a/virtualNodes", `{"virtualNodeName":"m","spec":{}}`)
	m.api.Restore(m.api.Checkpoint())
	for query, e := range streams {
		for _, names := range wanted[query] {
			if got, want := e.block(),
				`"names":["`+strings.ReplaceAll(names, "/", `","`)+`"]`; !strings.HasPrefix(got, "event: created\n") ||
				!strings.Contains(got, want) {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
		e.want("reset", `{"change":"reset"}`)
	}
}

func TestInvalidEventFiltersAre400(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	const kinds = `mesh, virtualGateway, gatewayRoute, virtualNode, virtualRouter, route and virtualService`
	for query, want := range map[string]string{
		"?kind=meshes":     `kind \"meshes\" is none of ` + kinds,
		"?kind=mesh,Route": `kind \"Route\" is none of ` + kinds,
		"?name=x":          `there is no parameter name; there are kind, mesh, resource, account and region`,
	} {
		m.want(m.send("GET", "/_mock/events"+query, ""), http.StatusBadRequest, `{"message":"`+want+`"}`)
	}
	m.want(m.send("GET", "/_mock/events", "", "Origin", "http://evil.example"), http.StatusForbidden, "")
}

func TestHeadOfEventsHasNoBodyAndEnds(t *testing.T) {
	t.Parallel()
	w := start(t, server.Options{}).raw("HEAD", "/_mock/events", "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/event-stream" || w.Body.Len() != 0 {
		t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
	}
}

func TestStreamContinuesAfterTheTimeoutsOfTheServer(t *testing.T) {
	t.Parallel()
	const timeout = 500 * time.Millisecond
	m := start(t, server.Options{Account: owner}, func(o *admin.Options) { o.Heartbeat = timeout / 5 })
	e := m.watch(m.serve(func(s *http.Server) { s.ReadTimeout, s.WriteTimeout = timeout, timeout }), "")
	for i := range 12 {
		if got := e.block(); got != ": watching" {
			t.Fatalf("heartbeat %d: %q", i, got)
		}
	}
	m.makeMesh("m")
	for got := e.block(); !strings.HasPrefix(got, "event: created\n"); got = e.block() {
		if got != ": watching" {
			t.Fatalf("%q, error %v", got, e.scan.Err())
		}
	}
}

func TestStreamsEndWhenTheServerStops(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	m := start(t, server.Options{Account: owner}, func(o *admin.Options) { o.Done = done })
	s := m.serve()
	first, second := m.watch(s, ""), m.watch(s, "?kind=mesh")
	close(done)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.Config.Shutdown(ctx); err != nil {
		t.Errorf("the server does not stop: %v", err)
	}
	for _, e := range []*events{first, second} {
		e.want("end", `{"reason":"stopping","message":"the server stops"}`)
		e.wantEnd()
	}
}

func TestStreamEndsWhenItsClientDisconnects(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	ended := make(chan struct{})
	next := m.handler
	m.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		close(ended)
	})
	s := m.serve()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /_mock/events HTTP/1.1\r\nHost: %s\r\n\r\n", s.Listener.Addr())
	scan := bufio.NewScanner(conn)
	for scan.Scan() && scan.Text() != ": watching" {
	}
	conn.Close()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("the stream did not end")
	}
}

// slow is a client that reads the first write, and the others after goesOn is closed.
type slow struct {
	*httptest.ResponseRecorder
	writes        int
	stuck, goesOn chan struct{}
}

func (s *slow) Write(p []byte) (int, error) {
	if s.writes++; s.writes == 2 {
		close(s.stuck)
		<-s.goesOn
	}
	return s.ResponseRecorder.Write(p)
}

func (s *slow) WriteString(text string) (int, error) { return s.Write([]byte(text)) }

func TestStreamOfASlowClientEndsWithTheReason(t *testing.T) {
	t.Parallel()
	const backlog = 1024
	m := start(t, server.Options{Account: owner})
	w := &slow{ResponseRecorder: httptest.NewRecorder(), stuck: make(chan struct{}), goesOn: make(chan struct{})}
	ended := make(chan struct{})
	began := make(chan struct{})
	go func() {
		defer close(ended)
		close(began)
		m.handler.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:4600/_mock/events", nil))
	}()
	<-began
	made := 0
	for stuck := false; !stuck; made++ { // until the stream writes its first event
		m.makeMesh(fmt.Sprint("m", made))
		select {
		case <-w.stuck:
			stuck = true
		default:
		}
	}
	for range backlog + 1 {
		m.makeMesh(fmt.Sprint("m", made))
		made++
	}
	close(w.goesOn)
	<-ended
	blocks := strings.Split(strings.TrimSuffix(w.Body.String(), "\n\n"), "\n\n")
	last := "event: end\ndata: " +
		`{"reason":"behind","message":"the client has fallen too far behind: ask for the state, and watch again"}`
	if got := blocks[len(blocks)-1]; got != last {
		t.Errorf("the last event is %s", got)
	}
	sent := len(slices.DeleteFunc(blocks,
		func(block string) bool { return !strings.HasPrefix(block, "event: created\n") }))
	if sent < backlog || sent >= made {
		t.Errorf("%d of %d events were sent, want at least the backlog of %d and not all", sent, made, backlog)
	}
}
