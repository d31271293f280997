package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// wantServing checks that the server still serves requests on a new connection.
func (a *api) wantServing() {
	a.t.Helper()
	w := dial(a.t, a.srv)
	got := w.send("PUT", "/v20190125/meshes", `{"meshName":"well"}`)
	if !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		a.t.Errorf("afterwards, a create: %s", got)
	}
	if got := w.send("DELETE", "/v20190125/meshes/well", ""); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		a.t.Errorf("afterwards, a delete: %s", got)
	}
}

// The cost of a document is proportional to its length, and the response is small.
func TestHostileDocumentGetsAShortErrorSoon(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 10_000)
	members := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for name, c := range map[string]struct{ path, body string }{
		"a name of 10,000 characters": {"/meshes", `{"meshName":"` + long + `"}`},
		"a name of 10,000 characters elsewhere": {"/meshes/m/virtualServices",
			`{"virtualServiceName":"` + long + `","spec":{}}`},
		"a path of nearly 8 KiB":                   {"/meshes/" + long[:8000] + "/virtualNodes", `{}`},
		"1 MiB of nested arrays":                   {"/meshes", strings.Repeat("[", 1<<20)},
		"1 MiB of nested arrays in an unknown one": {"/meshes", `{"meshName":"x","y":` + strings.Repeat("[", 1<<19)},
		"1 MiB of nested objects":                  {"/meshes", strings.Repeat(`{"a":`, 1<<20/5)},
		"deep nesting, well closed": {"/meshes",
			`{"meshName":"x","y":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`},
		"100,000 members of one name": {"/meshes",
			`{` + strings.TrimSuffix(strings.Repeat(`"spec":1,`, 100_000), ",") + `}`},
		"100,000 violations": {"/meshes/m/virtualNodes",
			`{"virtualNodeName":"x","spec":{"backends":[` + members(100_000, `{},%.0d`) + `]}}`},
		"100,000 tags": {"/meshes",
			`{"meshName":"x","tags":[` + strings.TrimSuffix(strings.Repeat(`{"k":1},`, 100_000), ",") + `]}`},
		"one number of 1 MB": {"/meshes/m/virtualGateways",
			`{"virtualGatewayName":"x","spec":{"listeners":[{"portMapping":{"port":` + strings.Repeat("1", 1<<20-200) +
				`}}]}}`},
		"one string of 1 MB of escapes": {"/meshes", `{"meshName":"` + strings.Repeat(`\u00fc`, 170_000) + `"}`},
		"1 MB that is no JSON":          {"/meshes", strings.Repeat("\x00\xff", 1<<19)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			began := time.Now()
			w := dial(t, a.srv)
			got := w.send("PUT", "/v20190125"+c.path, c.body)
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			_, body, _ := strings.Cut(got, "\r\n\r\n")
			if !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.Contains(got, "BadRequestException") ||
				!json.Valid([]byte(body)) {
				t.Errorf("%.600s", got)
			}
			if len(got) > 512<<10 {
				t.Errorf("the response has %d bytes", len(got))
			}
			a.wantServing()
		})
	}
	t.Run("100,000 unknown members are ignored (rule 34)", func(t *testing.T) {
		t.Parallel()
		a := start(t)
		got := a.put("/meshes", `{`+members(70_000, `"u%d":1,`)+`,"meshName":"x"}`).ok()
		same(t, "the spec", got.spec(), `{}`)
		a.wantServing()
	})
}

// A body above the limit is not read to its end, whether or not the request has a Content-Length.
func TestHostileLengthIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := dial(t, a.srv)
	io.WriteString(w.conn, "PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nContent-Length: 1099511627776\r\n\r\n")
	if got := w.receive("PUT"); !strings.HasPrefix(got, "HTTP/1.1 413 ") ||
		!strings.Contains(got, "RequestEntityTooLargeException") {
		t.Errorf("a terabyte: %s", got)
	}
	w = dial(t, a.srv)
	io.WriteString(w.conn, "PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
	for range 17 {
		fmt.Fprintf(w.conn, "10000\r\n%s\r\n", strings.Repeat(" ", 1<<16))
	}
	if got := w.receive("PUT"); !strings.HasPrefix(got, "HTTP/1.1 413 ") {
		t.Errorf("chunks without end: %s", got)
	}
	for _, length := range []string{"-1", "x", "1, 2"} { // net/http itself refuses these
		w = dial(t, a.srv)
		fmt.Fprintf(w.conn, "PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n", length)
		if line, err := w.read.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 400 ") {
			t.Errorf("content-length %s: %q %v", length, line, err)
		}
	}
	a.wantServing()
}

// The client closes the connection, or its sending side, in the middle of a request.
func TestIncompleteRequestChangesNothing(t *testing.T) {
	t.Parallel()
	a := start(t)
	const head = "PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
	for _, part := range []string{"", "P", "PUT /v20190125/meshes HT", head[:len(head)-2], head,
		head + `{"meshName":"m"`} {
		w := dial(t, a.srv)
		io.WriteString(w.conn, part)
		w.conn.(*net.TCPConn).CloseWrite()
		rest, err := io.ReadAll(w.read)
		if err != nil {
			t.Errorf("%q: the connection is not closed: %v", part, err)
		}
		if strings.HasPrefix(part, head) { // the request arrived, its body did not
			if got := string(rest); !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.Contains(got, `{"message":"`) {
				t.Errorf("%q: %s", part, got)
			}
		}
		w = dial(t, a.srv)
		io.WriteString(w.conn, part)
		w.conn.Close()
	}
	// The response to a complete request arrives on a half-closed connection.
	w := dial(t, a.srv)
	io.WriteString(w.conn, "GET /v20190125/meshes HTTP/1.1\r\nHost: x\r\n\r\n")
	w.conn.(*net.TCPConn).CloseWrite()
	if got := w.receive("GET"); !strings.HasSuffix(got, `{"meshes":[]}`) {
		t.Errorf("%s", got)
	}
	a.get("/meshes/m").refused("NotFoundException", 3, "")
	a.wantServing()
}

func TestSlowBodyDoesNotDelayOtherRequests(t *testing.T) {
	t.Parallel()
	a := start(t)
	const body = `{"meshName":"slow"}`
	w := dial(t, a.srv)
	fmt.Fprintf(w.conn, "PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", len(body))
	for i := range body {
		io.WriteString(w.conn, body[i:i+1])
		a.wantServing() // on another connection, between two bytes of the body
	}
	if got := w.receive("PUT"); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		t.Errorf("%s", got)
	}
}

// A thousand idle connections need little memory, and do not block other requests.
func TestIdleConnectionsAreCheap(t *testing.T) {
	if testing.Short() {
		t.Skip("many files are open")
	}
	a := start(t) // not parallel, because it measures the memory of the process
	n := 1000
	if raceDetector {
		n = 300
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	conns := make([]net.Conn, n)
	var wait sync.WaitGroup
	for i := range conns {
		wait.Add(1)
		go func() {
			defer wait.Done()
			conn, err := net.Dial("tcp", strings.TrimPrefix(a.srv.URL, "http://"))
			if err != nil {
				t.Error(err)
				return
			}
			conns[i] = conn
			if i%2 == 0 {
				io.WriteString(conn, "GET /v20190125/me")
			}
		}()
	}
	wait.Wait()
	a.wantServing()
	runtime.ReadMemStats(&after)
	if used := int64(after.HeapInuse) - int64(before.HeapInuse); used > int64(n)*64<<10 {
		t.Errorf("%d idle connections take %d KiB", n, used>>10)
	}
	for _, conn := range conns {
		if conn != nil {
			conn.Close()
		}
	}
	a.wantServing()
}

func TestPipelinedRequestsAreServedInOrder(t *testing.T) {
	t.Parallel()
	a := start(t)
	w := dial(t, a.srv)
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, "GET /v20190125/meshes/m%d HTTP/1.1\r\nHost: x\r\n\r\n", i)
	}
	io.WriteString(w.conn, b.String())
	for i := range 50 {
		if got := w.receive(http.MethodGet); !strings.Contains(got,
			fmt.Sprintf("Mesh with name m%d is not present", i)) {
			t.Fatalf("response %d: %s", i, got)
		}
	}
}
