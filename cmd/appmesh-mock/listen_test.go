package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// socketPath returns a path for a socket that is short enough on every system.
func socketPath(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "am")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

// on returns a client of the same server at a Unix socket.
func (s *serving) on(path string) *serving {
	return &serving{t: s.t, url: "http://localhost", client: &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		},
	}}}
}

func readyLines(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func TestAddressesShareOneState(t *testing.T) {
	t.Parallel()
	path, ready := socketPath(t), filepath.Join(t.TempDir(), "ready")
	both := []string{"unix:" + path, "127.0.0.1:0", "0.0.0.0:0"}
	for _, by := range []struct{ args, env []string }{
		{args: []string{"--addr", both[0], "--addr", both[1], "--addr", both[2]}},
		{args: []string{"--addr", strings.Join(both, ",")}},
		{env: []string{"APPMESH_MOCK_ADDR=" + strings.Join(both, ", ")}},
	} {
		s := startServer(t, by.env, append(by.args, "--ready-file", ready)...)
		urls := readyLines(t, ready)
		if len(urls) != 3 || urls[0] != "unix:"+path || urls[1] != s.url ||
			!strings.HasPrefix(urls[2], "http://127.0.0.1:") {
			t.Fatalf("%v: the ready file has %q, the ready line %q", by, urls, s.line)
		}
		s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
		for _, other := range []*serving{s.on(path), s.at(urls[1]), s.at(urls[2])} {
			other.want("GET", "/v20190125/meshes/m", "", http.StatusOK, `"meshName":"m"`)
			other.want("GET", "/_mock/health", "", http.StatusOK, `"ok"`)
		}
		if got := s.textAfter("also at "); got != urls[0] {
			t.Errorf("the other address is %q", got)
		}
		if _, stderr, code := runBinary(t, nil, "healthcheck", "--addr", urls[0], "--addr",
			strings.TrimPrefix(urls[1], "http://")); code != exitOK {
			t.Errorf("healthcheck: exit %d, %s", code, stderr)
		}
		if code := s.stop(terminate); code != exitOK {
			t.Errorf("exit %d: %s", code, s.log.String())
		}
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("the socket remains: %v", err)
		}
		wantRefusal(t, exitError, "no response from unix:"+path, nil, "healthcheck", "--addr", "unix:"+path)
	}
}

func TestReadyLineOfASocketAloneExportsNothing(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	s := startServer(t, nil, "--addr", "unix:"+path)
	if want := "appmesh-mock is ready: unix:" + path + "\n"; s.line != want {
		t.Errorf("%q, want %q", s.line, want)
	}
	s.on(path).want("GET", "/v20190125/meshes", "", http.StatusOK, "meshes")
}

func TestOnlyStaleSocketsAreReplaced(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	first := startServer(t, nil, "--addr", "unix:"+path)
	wantRefusal(t, exitError, "unix:"+path+" is in use: stop the other program", nil, "--addr", "unix:"+path)
	if code := first.stop(os.Kill); code != -1 {
		t.Errorf("exit %d", code)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Fatalf("this test needs a stale socket: %v", err)
	}
	second := startServer(t, nil, "--addr", "unix:"+path)
	second.on(path).want("GET", "/v20190125/meshes", "", http.StatusOK, "meshes")

	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, exitError, file+" exists and is not a socket: remove it", nil, "--addr", "unix:"+file)
	if text, err := os.ReadFile(file); string(text) != "mine" {
		t.Errorf("%q %v", text, err)
	}
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 120))
	wantRefusal(t, exitError, "is too long: use one of at most 103 bytes", nil, "--addr", "unix:"+long)
	wantRefusal(t, exitError, "cannot listen on unix:/nonexistent/s", nil, "--addr", "unix:/nonexistent/s")
}

func TestNoAddressIsLeftOpenIfOneFails(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	wantRefusal(t, exitError, busy.Addr().String()+" is in use", nil, "--addr", "unix:"+path, "--admin-addr",
		busy.Addr().String())
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("the socket remains: %v", err)
	}
}

func TestAdminRoutesHaveTheirOwnAddress(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	s := startServer(t, nil, "--admin-addr", "127.0.0.1:0", "--ready-file", ready)
	urls := readyLines(t, ready)
	if len(urls) != 2 || urls[0] != s.url || urls[1] == s.url || s.textAfter("admin routes at ") != urls[1]+"/_mock/" {
		t.Fatalf("the ready file has %q, the ready line %q", urls, s.line)
	}
	mock := s.at(urls[1])
	mock.want("GET", "/_mock/health", "", http.StatusOK, `"ok"`)
	mock.want("GET", "/_localstack/health", "", http.StatusOK, `"appmesh"`)
	mock.want("GET", "/v20190125/meshes", "", http.StatusNotFound, "GET /_mock/ lists")
	s.want("GET", "/_mock/health", "", http.StatusNotFound, "App Mesh API")
	s.want("GET", "/_localstack/health", "", http.StatusNotFound, "App Mesh API")
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
	mock.want("POST", "/_mock/reset", "", http.StatusOK, "")
	s.want("GET", "/v20190125/meshes", "", http.StatusOK, `"meshes":[]`)

	path := socketPath(t)
	s = startServer(t, []string{"APPMESH_MOCK_ADMIN_ADDR=unix:" + path})
	s.on(path).want("GET", "/_mock/health", "", http.StatusOK, `"ok"`)
	s.want("GET", "/_mock/health", "", http.StatusNotFound, "App Mesh API")
}

func TestHostIsCheckedOnLoopbackListenersOnly(t *testing.T) {
	t.Parallel()
	path, ready := socketPath(t), filepath.Join(t.TempDir(), "ready")
	s := startServer(t, nil, "--addr", "127.0.0.1:0", "--addr", "0.0.0.0:0", "--addr", "unix:"+path, "--ready-file", ready)
	urls := readyLines(t, ready)
	for i, want := range []int{http.StatusForbidden, http.StatusOK, http.StatusOK} {
		at := s.at(urls[i])
		if i == 2 {
			at = s.on(path)
		}
		for _, path := range []string{"/_mock/health", "/_localstack/health"} {
			request, err := http.NewRequest("GET", at.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = "rebound.example"
			response, err := at.client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != want {
				t.Errorf("%s%s: %d, want %d", urls[i], path, response.StatusCode, want)
			}
		}
	}
	// Checkpoints are shared by all listeners.
	s.at(urls[0]).want("PUT", "/_mock/checkpoints/c", "", http.StatusOK, "")
	s.on(path).want("GET", "/_mock/checkpoints", "", http.StatusOK, `"name":"c"`)
}
