package harness

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// module is the module whose command is built.
const module = "github.com/appmesh-mock/appmesh-mock"

// processTimeout is how long the binary may take to be ready, and to end.
const processTimeout = 20 * time.Second

// workFolder is the folder for the binary and its ready files. Main creates and removes it.
var workFolder string

// Main runs the tests of a test binary, and stops the binary that they shared. It returns the
// exit code for TestMain.
func Main(m *testing.M) int {
	var err error
	if workFolder, err = os.MkdirTemp("", "appmesh-mock-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, "harness:", err)
		return 1
	}
	defer os.RemoveAll(workFolder) //nolint:errcheck // a folder for temporary files
	code := m.Run()
	if started.Load() {
		if p, err := shared(); err == nil {
			if err := p.stop(); err != nil {
				fmt.Fprintln(os.Stderr, "harness:", err)
				code = max(code, 1)
			}
		}
	}
	return code
}

// Build builds the command, once per test binary, and returns its path. Under the race
// detector the command is built with it.
func Build(t testing.TB) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	if workFolder == "" {
		return "", errors.New("harness: TestMain must call harness.Main")
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("harness: finding the folder of %s: %w", module, err)
	}
	path := filepath.Join(workFolder, "appmesh-mock")
	args := []string{"build", "-o", path}
	if raced {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "./cmd/appmesh-mock")...)
	cmd.Dir = strings.TrimSpace(string(root))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("harness: go build: %w\n%s", err, out)
	}
	return path, nil
})

var (
	started atomic.Bool
	shared  = sync.OnceValues(func() (*process, error) { return start() })
)

// Shared returns a target in the binary that all tests of a test binary share. Its only flags
// are those for address and ready file.
func Shared(t testing.TB) Target {
	t.Helper()
	started.Store(true)
	p, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return p.target()
}

// Run starts the binary with flags, stops it when the test ends, and returns a target in it.
// The test fails if the exit code of the binary is not 0.
func Run(t testing.TB, flags ...string) Target {
	t.Helper()
	p, err := start(flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
	return p.target()
}

// process is a running binary.
type process struct {
	cmd    *exec.Cmd
	url    string
	output bytes.Buffer // read only after the end
	end    chan struct{}
	err    error // of the end
}

func (p *process) target() Target {
	return Target{URL: p.url, Region: "us-east-1", Account: Account(), Live: true}
}

var processes atomic.Int64

func start(flags ...string) (*process, error) {
	path, err := built()
	if err != nil {
		return nil, err
	}
	ready := filepath.Join(workFolder, fmt.Sprintf("ready-%d", processes.Add(1)))
	p := &process{end: make(chan struct{})}
	p.cmd = exec.Command(path, append([]string{"--addr", "127.0.0.1:0", "--ready-file", ready}, flags...)...)
	p.cmd.Env = environment()
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("harness: %w", err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.end)
	}()
	if err := p.await(ready); err != nil {
		p.cmd.Process.Kill() //nolint:errcheck // it may have ended already
		<-p.end
		return nil, fmt.Errorf("harness: %w\n%s", err, p.output.Bytes())
	}
	return p, nil
}

// await waits until the ready file has a complete URL.
func (p *process) await(ready string) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	timeout := time.After(processTimeout)
	for {
		select {
		case <-p.end:
			return fmt.Errorf("the binary ended before it was ready: %w", p.err)
		case <-timeout:
			return fmt.Errorf("the binary was not ready after %v", processTimeout)
		case <-tick.C:
		}
		text, err := os.ReadFile(ready)
		if err != nil {
			continue
		}
		if u, err := url.Parse(strings.TrimSpace(string(text))); err == nil && u.Port() != "" {
			p.url = u.String()
			return nil
		}
	}
}

// stop interrupts the binary, and returns an error unless it exits with 0 in time.
func (p *process) stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.end:
	case <-time.After(processTimeout):
		p.cmd.Process.Kill() //nolint:errcheck // it may end just now
		<-p.end
		return fmt.Errorf("the binary did not end %v after SIGTERM\n%s", processTimeout, p.output.Bytes())
	}
	if err != nil || p.err != nil {
		return fmt.Errorf("the binary failed: %w\n%s", errors.Join(err, p.err), p.output.Bytes())
	}
	return nil
}

// environment returns this process's environment without the variables that configure the binary.
// It shortens the second for which a binary with the race detector sleeps before it exits.
func environment() []string {
	env := []string{"GORACE=atexit_sleep_ms=20"} // of several values, the last is used
	for _, each := range os.Environ() {
		if !strings.HasPrefix(each, "APPMESH_MOCK_") {
			env = append(env, each)
		}
	}
	return env
}
