package process

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// timeout is generous: the binary starts and ends in milliseconds.
const timeout = time.Minute

// process is a running binary.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	output bytes.Buffer // read only after the end
	urls   []string
}

// command returns the binary with flags, and without variables that configure it.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(harness.Build(t), args...)
	for _, each := range os.Environ() {
		if !strings.HasPrefix(each, "APPMESH_MOCK_") {
			cmd.Env = append(cmd.Env, each)
		}
	}
	return cmd
}

// start starts the binary and waits until it is ready.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready")
	return await(t, command(t, append([]string{"--addr", "127.0.0.1:0", "--ready-file", ready}, args...)...), ready)
}

// await starts a command and waits for its ready file.
func await(t *testing.T, cmd *exec.Cmd, ready string) *process {
	t.Helper()
	p := &process{t: t, cmd: cmd}
	cmd.Stdout, cmd.Stderr = &p.output, &p.output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	if out, err := command(t, "healthcheck", "--wait", timeout.String(), "--ready-file",
		ready).CombinedOutput(); err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		t.Fatalf("%s\n%s", out, p.output.String())
	}
	text, err := os.ReadFile(ready)
	if err != nil {
		t.Fatal(err)
	}
	p.urls = strings.Fields(string(text))
	return p
}

// stop sends SIGTERM and returns the exit code.
func (p *process) stop() int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	return p.wait()
}

// wait waits for the end and returns the exit code, -1 if a signal ended the process.
func (p *process) wait() int {
	timer := time.AfterFunc(timeout, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

// fails runs a command and expects exit code 1 and a text in its output.
func fails(t *testing.T, cmd *exec.Cmd, contains string) {
	t.Helper()
	timer := time.AfterFunc(timeout, func() { cmd.Process.Kill() })
	defer timer.Stop()
	out, err := cmd.CombinedOutput()
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), contains) {
		t.Errorf("%v: %s\nwant exit 1 and %s", err, out, contains)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
