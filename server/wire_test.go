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

// wire is one connection to a server, and all that went over it.
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

// ask sends a request as it stands and returns the bytes that come back, to the last one
// that their content-length promises.
func (w *wire) ask(method, path, body string, headers ...string) string {
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
	got := w.answer(method)
	for _, message := range []string{b.String(), got} {
		w.log.WriteString(strings.ReplaceAll(message, "\r\n", "\n"))
		if !strings.HasSuffix(message, "\r\n\r\n") { // it has a body
			w.log.WriteString("\n\n")
		}
	}
	return got
}

// answer reads one answer, byte by byte as it came.
func (w *wire) answer(method string) string {
	w.t.Helper()
	var b strings.Builder
	length := 0
	for {
		line, err := w.read.ReadString('\n')
		if err != nil {
			w.t.Fatalf("the answer ends in its head: %v after %q", err, b.String())
		}
		b.WriteString(line)
		if !strings.HasSuffix(line, "\r\n") {
			w.t.Errorf("a line of the head ends without CR: %q", line)
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
			w.t.Fatalf("the answer ends in its body: %v after %q", err, b.String())
		}
	}
	return b.String()
}

// nothing wants the server to have sent nothing more: an answer is as long as it says.
func (w *wire) nothing() {
	w.t.Helper()
	if n := w.read.Buffered(); n > 0 {
		rest, _ := w.read.Peek(n)
		w.t.Errorf("%d bytes more than content-length says: %q", n, rest)
	}
}

// transcript compares all that went over the connection with the one on record. Line ends
// are LF there; that they are CRLF on the wire, answer checks.
func (w *wire) transcript() {
	w.t.Helper()
	w.nothing()
	snaps.WithConfig(snaps.Ext(".http"), snaps.Raw(), snaps.Dir("testdata")).
		MatchStandaloneSnapshot(w.t.(*testing.T), w.log.String())
}
