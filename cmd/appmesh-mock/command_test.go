package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// commandName is the zeroth argument with which the test binary runs as the command.
const commandName = "appmesh-mock"

// TestMain runs the command instead of the tests in the processes that the tests start. Building
// the command would compile all packages again, without the race detector.
func TestMain(m *testing.M) {
	if os.Args[0] == commandName {
		main()
	}
	os.Exit(m.Run())
}

// timeout bounds waiting. It is generous, because no test needs it in a successful run.
const timeout = 30 * time.Second

// raceExit shortens the second for which a program with the race detector sleeps before it
// exits. Goroutines that still run are scheduled in that time, so that it must not be zero.
const raceExit = "GORACE=atexit_sleep_ms=20"

// command returns the command with the given environment and nothing of the test's.
func command(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(testBinary())
	cmd.Args = append([]string{commandName}, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", raceExit}, env...)
	return cmd
}

// testBinary returns the path of the running test binary.
var testBinary = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return path
})

// runBinary runs the command, and returns its output and exit code.
func runBinary(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, log bytes.Buffer
	cmd := command(env, args...)
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(timeout, func() { cmd.Process.Kill() })
	defer timer.Stop()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), log.String(), cmd.ProcessState.ExitCode()
}

// serving is a running server.
type serving struct {
	t      *testing.T
	cmd    *exec.Cmd
	client *http.Client
	url    string
	line   string        // the first line of stdout
	lines  *bufio.Reader // the other lines
	log    bytes.Buffer  // read only after stop
}

// startServer starts a server on a free port, and waits for the ready line.
func startServer(t *testing.T, env []string, args ...string) *serving {
	t.Helper()
	s := &serving{t: t, client: http.DefaultClient,
		cmd: command(append([]string{"APPMESH_MOCK_ADDR=127.0.0.1:0"}, env...), args...)}
	s.cmd.Stderr = &s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	timer := time.AfterFunc(timeout, func() { s.cmd.Process.Kill() })
	defer timer.Stop()
	s.lines = bufio.NewReader(out)
	if s.line, err = s.lines.ReadString('\n'); err != nil {
		s.cmd.Wait()
		t.Fatalf("the server ended before it was ready: %s", s.log.String())
	}
	_, s.url, _ = strings.Cut(strings.TrimSpace(s.line), "AWS_ENDPOINT_URL_APP_MESH=")
	return s
}

// textAfter returns the rest of the first line that contains a text, after the text. The search
// begins at the second line of the output.
func (s *serving) textAfter(text string) string {
	s.t.Helper()
	for {
		line, err := s.lines.ReadString('\n') // does not block: all lines are written at once
		if err != nil {
			s.t.Fatalf("no line has %q: %v", text, err)
		}
		if _, rest, found := strings.Cut(strings.TrimSuffix(line, "\n"), text); found {
			return rest
		}
	}
}

// at returns a client of the same server at another address.
func (s *serving) at(url string) *serving {
	return &serving{t: s.t, client: s.client, url: url}
}

// stop sends a signal and returns the exit code, -1 if the signal killed the process.
func (s *serving) stop(signal os.Signal) int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	return s.wait()
}

func (s *serving) wait() int {
	timer := time.AfterFunc(timeout, func() { s.cmd.Process.Kill() })
	defer timer.Stop()
	s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// send sends a request, and returns status and body.
func (s *serving) send(method, path, body string) (int, string) {
	s.t.Helper()
	request, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func (s *serving) want(method, path, body string, status int, contains string) {
	s.t.Helper()
	if got, text := s.send(method, path, body); got != status || !strings.Contains(text, contains) {
		s.t.Errorf("%s %s: %d %s\nwant %d and %s", method, path, got, text, status, contains)
	}
}

// wantRefusal runs the command, and checks its exit code and its only line on stderr.
func wantRefusal(t *testing.T, code int, contains string, env []string, args ...string) {
	t.Helper()
	stdout, stderr, got := runBinary(t, env, args...)
	if got != code || stdout != "" {
		t.Errorf("%v %v: exit %d, want %d; stdout %q", env, args, got, code, stdout)
	}
	if !strings.Contains(stderr, contains) || strings.Count(stderr, "\n") != 1 ||
		!strings.HasPrefix(stderr, "appmesh-mock: ") {
		t.Errorf("%v %v: %q\nwant one line with %q", env, args, stderr, contains)
	}
}

var terminate os.Signal = syscall.SIGTERM
