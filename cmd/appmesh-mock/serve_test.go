package main

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestReadyLineShowsTheVariableToExport(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	if !regexp.MustCompile(`^appmesh-mock is ready: export AWS_ENDPOINT_URL_APP_MESH=http://127\.0\.0\.1:[1-9]\d*\n$`).MatchString(s.line) {
		t.Errorf("the ready line is %q", s.line)
	}
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK,
		`"arn":"arn:aws:appmesh:us-east-1:123456789012:mesh/m"`)
	s.want("GET", "/_mock/health", "", http.StatusOK, `"version":"`)
	s.want("POST", "/_mock/reset", "", http.StatusOK, "{}")
	s.want("GET", "/v20190125/meshes", "", http.StatusOK, `{"meshes":[]}`)
	s.want("GET", "/_mock/nothing", "", http.StatusNotFound, "GET /_mock/ lists")
	s.want("GET", "/_mocking", "", http.StatusNotFound, "App Mesh API")
	if code := s.stop(terminate); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

func TestTimesAndIdentifiersDifferBetweenRuns(t *testing.T) {
	t.Parallel()
	before := time.Now().Truncate(time.Second)
	uid := regexp.MustCompile(`"uid":"([0-9a-f-]{36})"`)
	seen := map[string]bool{}
	for range 2 {
		s := startServer(t, nil)
		_, body := s.send("PUT", "/v20190125/meshes", `{"meshName":"m"}`)
		found := uid.FindStringSubmatch(body)
		if found == nil || seen[found[1]] {
			t.Errorf("not a new uid: %s", body)
		} else {
			seen[found[1]] = true
		}
		response, err := http.Get(s.url + "/v20190125/meshes")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if date, err := http.ParseTime(response.Header.Get("Date")); err != nil || date.Before(before) {
			t.Errorf("Date %v, %v", date, err)
		}
	}
}

func TestSignalsEndTheServerWithExitZero(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		if code := startServer(t, nil).stop(signal); code != exitOK {
			t.Errorf("%v: exit %d", signal, code)
		}
	}
}

func TestRequestInFlightCompletesAfterASignal(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"meshName":"late"}`
	send := func(text string) {
		if _, err := conn.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	send("PUT /v20190125/meshes HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 19\r\n\r\n")
	response := make([]byte, 4096)
	conn.SetDeadline(time.Now().Add(timeout))
	if n, err := conn.Read(response); err != nil || !strings.HasPrefix(string(response[:n]), "HTTP/1.1 100") {
		t.Fatalf("%q %v", response[:n], err)
	}
	if err := s.cmd.Process.Signal(terminate); err != nil {
		t.Fatal(err)
	}
	for refused := false; !refused; time.Sleep(time.Millisecond) { // until it takes no more connections
		other, err := net.Dial("tcp", conn.RemoteAddr().String())
		if refused = err != nil; !refused {
			other.Close()
		}
	}
	send(body)
	n, err := conn.Read(response)
	if err != nil || !strings.HasPrefix(string(response[:n]), "HTTP/1.1 200") {
		t.Errorf("%q %v", response[:n], err)
	}
	if code := s.wait(); code != exitOK {
		t.Errorf("exit %d: %s", code, s.log.String())
	}
}

func TestReadyFileHasTheURLWhileTheServerRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "ready")
	if err := os.WriteFile(file, []byte("http://stale\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, nil, "--ready-file", file)
	text, err := os.ReadFile(file)
	if err != nil || string(text) != s.url+"\n" {
		t.Errorf("%q %v, want %s", text, err, s.url)
	}
	if code := s.stop(terminate); code != exitOK {
		t.Errorf("exit %d", code)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

func TestUnwritableReadyFileIsExitOne(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "no", "such", "ready")
	wantRefusal(t, exitError, "cannot write the ready file: open "+filepath.Dir(file), nil, "--addr", "127.0.0.1:0",
		"--ready-file", file)
}

func TestPortInUseIsOneLineAndExitOne(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	addr := strings.TrimPrefix(s.url, "http://")
	wantRefusal(t, exitError, addr+" is in use: stop the other program, or use another port with --addr", nil, "--addr",
		addr)
	wantRefusal(t, exitError, "192.0.2.1:4600 is not an address of this machine", nil, "--addr", "192.0.2.1:4600")
}

func TestUnspecifiedHostsAreShownAsLoopback(t *testing.T) {
	t.Parallel()
	for addr, want := range map[address]string{
		"unix:/tmp/x":    "unix:/tmp/x",
		"0.0.0.0:4600":   "http://127.0.0.1:4600",
		"[::]:4600":      "http://127.0.0.1:4600",
		":4600":          "http://127.0.0.1:4600",
		"127.0.0.1:1":    "http://127.0.0.1:1",
		"[::1]:4600":     "http://[::1]:4600",
		"localhost:4600": "http://localhost:4600",
	} {
		if got := addr.url("http"); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
	s := startServer(t, nil, "--addr", "0.0.0.0:0")
	s.want("GET", "/_mock/health", "", http.StatusOK, "ok")
}

func TestAdminRoutesCheckTheHostOnLoopback(t *testing.T) {
	t.Parallel()
	status := func(s *serving) int {
		request, err := http.NewRequest("GET", s.url+"/_mock/health", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "rebound.example"
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if got := status(startServer(t, nil)); got != http.StatusForbidden {
		t.Errorf("on 127.0.0.1: %d", got)
	}
	if got := status(startServer(t, nil, "--addr", "0.0.0.0:0")); got != http.StatusOK {
		t.Errorf("on 0.0.0.0: %d", got)
	}
}

func TestNoAdminServesTheAPIOnly(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil, "--no-admin")
	s.want("GET", "/_mock/health", "", http.StatusNotFound, "App Mesh API")
	s.want("GET", "/v20190125/meshes", "", http.StatusOK, "meshes")
}

func TestTooLongPathIsRefusedInJSON(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	s.want("GET", "/v20190125/meshes/"+strings.Repeat("%C3%BC", 20_000), "", http.StatusRequestURITooLong,
		`{"message":`)
}
