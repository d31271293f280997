package admin_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

func TestAHostThatIsNotLoopbackIsRefusedOnALoopbackListener(t *testing.T) {
	t.Parallel()
	local := start(t, server.Options{})
	open := start(t, server.Options{}, func(o *admin.Options) { o.Loopback = false })
	for host, loopback := range map[string]bool{
		"127.0.0.1:4600":          true,
		"127.0.0.1":               true,
		"127.1.2.3:4600":          true,
		"localhost:4600":          true,
		"LocalHost":               true,
		"localhost.:4600":         true,
		"mesh.localhost:4600":     true,
		"[::1]:4600":              true,
		"[::1]":                   true,
		"[::ffff:127.0.0.1]:4600": true,
		"":                        false,
		"evil.example:4600":       false,
		"localhost.evil.example":  false,
		"127.0.0.1.evil.example":  false,
		"notlocalhost":            false,
		"10.0.0.1:4600":           false,
		"0.0.0.0:4600":            false,
		"[::]:4600":               false,
		"2130706433":              false,
	} {
		want := http.StatusForbidden
		if loopback {
			want = http.StatusOK
		}
		if got := local.send("GET", "/_mock/health", "", "Host", host).Code; got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
		if got := open.send("GET", "/_mock/health", "", "Host", host).Code; got != http.StatusOK {
			t.Errorf("Host %q on a listener that is not loopback: %d", host, got)
		}
	}
}

func TestRequestsOfOtherOriginsAreRefused(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	for _, c := range []struct {
		name    string
		headers []string
		refused bool
	}{
		{"none", nil, false},
		{"own", []string{"Origin", "http://127.0.0.1:4600"}, false},
		{"own, by a name", []string{"Host", "localhost:4600", "Origin", "http://localhost:4600"}, false},
		{"own page", []string{"Origin", "http://127.0.0.1:4600", "Sec-Fetch-Site", "same-origin"}, false},
		{"typed in", []string{"Sec-Fetch-Site", "none"}, false},
		{"other port", []string{"Origin", "http://127.0.0.1:3000"}, true},
		{"other name of the same", []string{"Origin", "http://localhost:4600"}, true},
		{"other scheme", []string{"Origin", "https://127.0.0.1:4600"}, true},
		{"other site", []string{"Origin", "http://evil.example"}, true},
		{"opaque", []string{"Origin", "null"}, true},
		{"empty", []string{"Origin", ""}, true},
		{"two", []string{"Origin", "http://127.0.0.1:4600", "Origin", "http://evil.example"}, true},
		{"same site", []string{"Sec-Fetch-Site", "same-site"}, true},
		{"cross site", []string{"Sec-Fetch-Site", "cross-site"}, true},
	} {
		w := m.send("POST", "/_mock/reset", "", c.headers...)
		if refused := w.Code == http.StatusForbidden; refused != c.refused {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
		for name := range w.Header() {
			if len(name) > 14 && name[:14] == "Access-Control" {
				t.Errorf("%s: the response has the header %s", c.name, name)
			}
		}
	}
}

func TestARefusedRequestDoesNothing(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	m.want(m.send("POST", "/_mock/reset", "", "Origin", "http://evil.example"), http.StatusForbidden,
		`{"message":"requests of other origins are refused"}`)
	m.want(m.send("POST", "/_mock/reset", "", "Host", "evil.example"), http.StatusForbidden,
		`{"message":"the Host header must be localhost or a loopback address, not \"evil.example\""}`)
	if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusOK {
		t.Errorf("the status of the mesh is %d", w.Code)
	}
}

func TestALinkFromAnotherSiteMayBeFollowed(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("GET", "/_mock/", "", "Sec-Fetch-Site", "cross-site"), http.StatusOK, "")
}

func TestOriginBehindTLSIsHTTPS(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for origin, want := range map[string]int{"https://127.0.0.1:4600": http.StatusOK,
		"http://127.0.0.1:4600": http.StatusForbidden} {
		r := httptest.NewRequest("POST", "http://127.0.0.1:4600/_mock/reset", nil)
		r.TLS = &tls.ConnectionState{}
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		m.handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", origin, w.Code, want)
		}
	}
}
