package main

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// following is a command that prints until it is interrupted.
type following struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Reader

	seen   string       // the lines that were read
	stdout bytes.Buffer // if the lines are those of stderr; only read after the end
}

// startFollowing starts a command, and returns the reader of one of its outputs.
func startFollowing(t *testing.T, fromStderr bool, args ...string) *following {
	t.Helper()
	f := &following{t: t, cmd: command(nil, args...)}
	pipe := f.cmd.StdoutPipe
	if fromStderr {
		f.cmd.Stdout, pipe = &f.stdout, f.cmd.StderrPipe
	}
	out, err := pipe()
	if err == nil {
		err = f.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(timeout, func() { f.cmd.Process.Kill() })
	t.Cleanup(func() { timer.Stop(); f.cmd.Process.Kill() })
	f.lines = bufio.NewReader(out)
	return f
}

// until reads lines until one contains a text.
func (f *following) until(text string) {
	f.t.Helper()
	for {
		line, err := f.lines.ReadString('\n')
		if err != nil {
			f.t.Fatalf("no line has %q: %v", text, err)
		}
		f.seen += line
		if strings.Contains(line, text) {
			return
		}
	}
}

// interrupted interrupts the command and returns its exit code.
func (f *following) interrupted() int {
	f.cmd.Process.Signal(syscall.SIGINT)
	f.cmd.Wait()
	return f.cmd.ProcessState.ExitCode()
}

func TestCallsAreFollowedUntilInterrupted(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "storefront", server.Options{})
	s.send("GET", "/v20190125/meshes", "")
	f := startFollowing(t, false, "calls", "--follow", "--server", s.url)
	f.until("ListMeshes")
	s.send("GET", "/v20190125/meshes/none", "")
	f.until("NotFoundException")
	s.send("DELETE", "/v20190125/meshes/storefront/virtualGateways/ingress", "")
	f.until("ResourceInUseException")
	column := strings.Index(f.seen, "OPERATION")
	for line := range strings.Lines(f.seen) {
		if heading := strings.HasPrefix(line, "CALL"); heading != strings.HasPrefix(f.seen, line) || line[column-2:column] != "  " || line[column] == ' ' {
			t.Errorf("want one heading above aligned columns, got\n%s", f.seen)
		}
	}
	if code := f.interrupted(); code != exitOK {
		t.Errorf("exit %d", code)
	}
}

func TestEventsAreFollowedUntilInterruptedOrCounted(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "storefront", server.Options{})
	watching := startFollowing(t, true, "events", "--server", s.url)
	watching.until("watching")
	if code := watching.interrupted(); code != exitOK {
		t.Errorf("exit %d", code)
	}
	counting := startFollowing(t, true, "events", "--kind", "mesh", "--count", "1", "--server", s.url, "-o", "json")
	counting.until("watching")
	s.send("PUT", "/v20190125/meshes/storefront", `{"spec":{}}`)
	if err := counting.cmd.Wait(); err != nil {
		t.Error(err)
	}
	if got := counting.stdout.String(); !strings.Contains(got, `"change":"updated","kind":"mesh"`) ||
		strings.Count(got, "\n") != 1 {
		t.Error(got)
	}
}
