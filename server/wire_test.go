package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gkampitakis/go-snaps/snaps"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// wire is a connection to a server, with a log of all bytes in both directions.
type wire struct {
	t    testing.TB
	conn net.Conn
	read *bufio.Reader
	log  bytes.Buffer
}

func dial(t testing.TB, srv *appmeshtest.Server) *wire {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return &wire{t: t, conn: conn, read: bufio.NewReader(conn)}
}

// send sends a request without changes, and returns the bytes of the response up to its
// content-length.
func (w *wire) send(method, path, body string, headers ...string) string {
	w.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: appmesh.local\r\n", method, path)
	for _, header := range headers {
		b.WriteString(header + "\r\n")
	}
	if body != "" {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	if _, err := io.WriteString(w.conn, b.String()); err != nil {
		w.t.Fatal(err)
	}
	got := w.receive(method)
	for _, message := range []string{b.String(), got} {
		w.log.WriteString(strings.ReplaceAll(message, "\r\n", "\n"))
		if !strings.HasSuffix(message, "\r\n\r\n") { // it has a body
			w.log.WriteString("\n\n")
		}
	}
	return got
}

// receive reads one response, and returns its bytes.
func (w *wire) receive(method string) string {
	w.t.Helper()
	var b strings.Builder
	length := 0
	for {
		line, err := w.read.ReadString('\n')
		if err != nil {
			w.t.Fatalf("the response ends in its header: %v after %q", err, b.String())
		}
		b.WriteString(line)
		if !strings.HasSuffix(line, "\r\n") {
			w.t.Errorf("a line of the header ends without CR: %q", line)
		}
		if line == "\r\n" {
			break
		}
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "content-length") {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
	}
	if method != http.MethodHead {
		if _, err := io.CopyN(&b, w.read, int64(length)); err != nil {
			w.t.Fatalf("the response ends in its body: %v after %q", err, b.String())
		}
	}
	return b.String()
}

// wantNoMore checks that the server sent no bytes beyond the content-length.
func (w *wire) wantNoMore() {
	w.t.Helper()
	if n := w.read.Buffered(); n > 0 {
		rest, _ := w.read.Peek(n)
		w.t.Errorf("%d bytes beyond the content-length: %q", n, rest)
	}
}

// transcript compares the log of the connection with the recorded transcript, in which lines
// end with LF. receive checks that they end with CRLF on the wire.
func (w *wire) transcript() {
	w.t.Helper()
	w.wantNoMore()
	snaps.WithConfig(snaps.Ext(".http"), snaps.Raw(), snaps.Dir("testdata")).
		MatchStandaloneSnapshot(w.t.(*testing.T), w.log.String())
}
