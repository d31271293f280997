package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// shortTimeouts are timeouts that a test can wait for. Handlers take longer than the longest of them.
var shortTimeouts = timeouts{
	header: 300 * time.Millisecond, read: 300 * time.Millisecond,
	write: 300 * time.Millisecond, idle: time.Minute,
}

const long = 4 * 300 * time.Millisecond

// protocol is a way to reach a server.
type protocol struct {
	name   string
	secure bool
	http2  bool
}

var protocols = []protocol{{"HTTP/1.1", false, false}, {"HTTP/1.1 over TLS", true, false}, {"HTTP/2", true, true}}

// eachProtocol runs a test with all protocols at the same time: the tests wait for timeouts, so
// they must not wait for each other, as parallel subtests do on a machine with few processors.
func eachProtocol(t *testing.T, test func(*testing.T, protocol)) {
	t.Helper()
	var tests sync.WaitGroup
	for _, p := range protocols {
		tests.Add(1)
		go func() {
			defer tests.Done()
			t.Run(p.name, func(t *testing.T) { test(t, p) })
		}()
	}
	tests.Wait()
}

// serveHandler serves a handler with shortTimeouts, and returns its URL and a client.
func serveHandler(t *testing.T, p protocol, handler http.Handler) (string, *http.Client) {
	t.Helper()
	web := newWeb(shortTimeouts, slog.New(slog.DiscardHandler))
	web.Handler = withWriteTimeout(handler, shortTimeouts.write)
	opened, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: p.http2}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport, Timeout: timeout}
	if !p.secure {
		go web.Serve(opened)
		return "http://" + opened.Addr().String(), client
	}
	authority, err := newAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	web.TLSConfig = (&settings{}).createdCertificate(authority)
	go web.ServeTLS(opened, "", "")
	return "https://" + opened.Addr().String(), client
}

func TestResponsesMayTakeLongerThanTheTimeouts(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, p protocol) {
		url, client := serveHandler(t, p, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			select {
			case <-time.After(long):
			case <-r.Context().Done():
				return
			}
			io.WriteString(w, r.Proto)
		}))
		for range 2 { // the second request reuses the connection
			response, err := client.Post(url, "application/json", strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if want := fmt.Sprintf("HTTP/%d", map[bool]int{false: 1, true: 2}[p.http2]); err != nil ||
				!strings.HasPrefix(string(body), want) {
				t.Errorf("%q %v, want %s", body, err, want)
			}
		}
	})
}

func TestStreamsMayPauseForLongerThanTheTimeouts(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, p protocol) {
		url, client := serveHandler(t, p, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for range 3 {
				io.WriteString(w, "event\n")
				http.NewResponseController(w).Flush()
				select {
				case <-time.After(long):
				case <-r.Context().Done():
					return
				}
			}
			io.WriteString(w, "end\n")
		}))
		response, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if body, err := io.ReadAll(response.Body); err != nil || string(body) != "event\nevent\nevent\nend\n" {
			t.Errorf("%q %v", body, err)
		}
	})
}

func TestClientsThatStopReadingAreCutOff(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, p protocol) {
		failed := make(chan error, 1)
		url, client := serveHandler(t, p, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			part := make([]byte, 1<<20)
			for range 1000 { // more than all buffers on the way hold
				if _, err := w.Write(part); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}))
		response, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		select {
		case err := <-failed:
			if err == nil {
				t.Error("a gigabyte was written to a client that reads nothing")
			}
		case <-time.After(timeout):
			t.Error("the handler still writes")
		}
	})
}

func TestClientsThatStopSendingABodyAreCutOff(t *testing.T) {
	t.Parallel()
	eachProtocol(t, func(t *testing.T, p protocol) {
		failed := make(chan error, 1)
		url, client := serveHandler(t, p, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			failed <- err
		}))
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		body, in := io.Pipe()
		defer in.Close()
		request, err := http.NewRequestWithContext(ctx, "PUT", url, body)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			if response, err := client.Do(request); err == nil {
				response.Body.Close()
			}
		}()
		io.WriteString(in, "{")
		select {
		case err := <-failed:
			if err == nil {
				t.Error("the body was read to its end")
			}
		case <-time.After(timeout):
			t.Error("the handler still reads")
		}
	})
}

func TestClientsThatStopSendingHeadersAreCutOff(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		var handled atomic.Bool
		url, _ := serveHandler(t, protocol{secure: secure},
			http.HandlerFunc(func(http.ResponseWriter, *http.Request) { handled.Store(true) }))
		addr := url[strings.LastIndex(url, "/")+1:]
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if !secure { // over TLS the handshake never begins
			io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\nX-")
		}
		conn.SetReadDeadline(time.Now().Add(timeout))
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			t.Errorf("TLS %t: the connection is still open", secure)
		}
		if handled.Load() {
			t.Error("half a request was handled")
		}
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
