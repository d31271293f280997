package server_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// discard is a ResponseWriter that keeps nothing but the status.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// newSender returns a function that sends requests to the handler directly, with few allocations of its own.
func newSender(b testing.TB, s *server.Server) func(method, path, query, body string) {
	return func(method, path, query, body string) {
		r := &http.Request{Method: method, URL: &url.URL{Path: path, RawQuery: query}, ProtoMajor: 1, ProtoMinor: 1,
			Header: http.Header{}}
		if body != "" {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
		w := discard{header: http.Header{}}
		s.ServeHTTP(&w, r)
		if w.status != 200 {
			again := httptest.NewRecorder()
			s.ServeHTTP(again, r)
			b.Fatalf("%s %s: %d %s", method, path, w.status, again.Body)
		}
	}
}

const benchSpec = `{"backendDefaults":{"clientPolicy":{"tls":{"enforce":true,"ports":[443],"validation":{"trust":{"file":{"certificateChain":"/keys/ca.pem"}}}}}},` +
	`"listeners":[{"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping","port":8080,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":2},"portMapping":{"port":8080,"protocol":"http"}}],` +
	`"logging":{"accessLog":{"file":{"path":"/dev/stdout"}}}}`

// Costs do not grow: the same five operations on virtual gateways beside 1,000, 100,000 and
// 1,000,000 others.
func BenchmarkHandler(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		if n > 1_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprintf("%d gateways", n), func(b *testing.B) {
			s := newServer(b, server.Options{})
			send := newSender(b, s)
			const base = "/v20190125/meshes/m/virtualGateways"
			body := func(i int) string { return fmt.Sprintf(`{"spec":%s,"virtualGatewayName":"g%07d"}`, benchSpec, i) }
			send("PUT", "/v20190125/meshes", "", `{"meshName":"m"}`)
			for i := range n {
				send("PUT", base, "", body(i))
			}
			path := func(i int) string { return fmt.Sprintf("%s/g%07d", base, i) }
			update := `{"spec":` + benchSpec + `}`
			made := n
			b.Run("describe", func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					send("GET", path(i*7919%n), "", "")
				}
			})
			b.Run("create", func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					send("PUT", base, "", body(made))
					made++
				}
			})
			b.Run("update", func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					send("PUT", path(i*7919%n), "", update)
				}
			})
			b.Run("list page of 100", func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					send("GET", base, "", "")
				}
			})
			b.Run("delete", func(b *testing.B) {
				b.ReportAllocs()
				for made < n+b.N {
					send("PUT", base, "", body(made))
					made++
				}
				b.ResetTimer()
				for range b.N {
					made--
					send("DELETE", path(made), "", "")
				}
			})
		})
	}
}
