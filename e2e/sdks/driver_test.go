package sdks

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// timeout bounds one call of a client, with all its attempts, and one command.
const timeout = time.Minute

// command returns a command with an environment of its own, without the profiles, proxies and
// other settings of the user. It ends with the test.
func command(t *testing.T, env []string, name string, arguments ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, arguments...)
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8", "TZ=UTC",
		"AWS_EC2_METADATA_DISABLED=true", "PYTHONDONTWRITEBYTECODE=1",
	}, env...)
	return cmd
}

// request is a line that a driver reads: the settings of a client, and a call.
type request struct {
	ID        int64   `json:"id"`
	URL       string  `json:"url"`
	CAFile    string  `json:"caFile,omitempty"` // trust only the CA in this file (PEM)
	KeyID     string  `json:"keyId"`
	Secret    string  `json:"secret"`
	Attempts  int     `json:"attempts"`
	Mode      string  `json:"mode,omitempty"` // of retries, for SDKs that have several
	Operation string  `json:"operation"`
	Input     members `json:"input"`
	PageSize  int     `json:"pageSize,omitempty"` // read all pages, with the SDK's paginator

	Arguments []string `json:"arguments,omitempty"` // of the AWS CLI, instead of the operation and its input
}

// response is a line that a driver writes. Times are in seconds since 1970.
type response struct {
	ID     int64        `json:"id"`
	Output members      `json:"output"`
	Pages  []members    `json:"pages"`
	Error  *clientError `json:"error"`

	Stdout, Stderr string // of the AWS CLI
	Code           int    // its exit code
}

// clientError is an error of an SDK. Kind is the modelled exception that it is an instance of,
// empty for an error without a class of its own, and "local" for one that the SDK found
// itself, which includes responses that it cannot read.
type clientError struct {
	Kind, Code, Message, RequestID string
	Status                         int
	Detail                         string // for the developer
}

func (e *clientError) Error() string { return fmt.Sprintf("%+v", *e) }

// driver is a running driver. Its methods may be called concurrently.
type driver struct {
	stdin  io.Writer
	stderr bytes.Buffer  // read after ended
	failed chan struct{} // closed when no more responses can come
	ended  chan struct{}
	err    error // the reason; set before failed is closed

	mu      sync.Mutex
	last    int64
	waiting map[int64]chan response
}

// startDriver starts a driver, which ends with the test.
func startDriver(t *testing.T, cmd *exec.Cmd) *driver {
	t.Helper()
	d := &driver{failed: make(chan struct{}), ended: make(chan struct{}), waiting: map[int64]chan response{}}
	cmd.Stderr = &d.stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d.stdin = stdin
	go func() {
		defer close(d.ended)
		d.err = d.read(stdout)
		close(d.failed)
		io.Copy(io.Discard, stdout) //nolint:errcheck // so that the driver can end
		cmd.Wait()                  //nolint:errcheck // a call that waits for a response reports it
	}()
	t.Cleanup(func() {
		stdin.Close() //nolint:errcheck // the driver may have ended
		select {
		case <-d.ended:
		case <-time.After(timeout):
			t.Errorf("the driver did not end at the end of its input")
			return
		}
		if t.Failed() {
			t.Logf("the driver's stderr:\n%s", d.stderr.Bytes())
		}
	})
	return d
}

// read hands each response to the call that waits for it.
func (d *driver) read(stdout io.Reader) error {
	decoder := json.NewDecoder(bufio.NewReader(stdout))
	for {
		var r response
		if err := decoder.Decode(&r); err != nil {
			return err
		}
		d.mu.Lock()
		d.waiting[r.ID] <- r
		delete(d.waiting, r.ID)
		d.mu.Unlock()
	}
}

// send makes a call and waits for its response.
func (d *driver) send(t *testing.T, r request) response {
	t.Helper()
	arrived := make(chan response, 1)
	d.mu.Lock()
	d.last++
	r.ID = d.last
	d.waiting[r.ID] = arrived
	line, err := json.Marshal(r)
	if err == nil {
		_, err = d.stdin.Write(append(line, '\n'))
	}
	d.mu.Unlock()
	if err != nil {
		t.Fatalf("%s: %v", r.Operation, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	select {
	case out := <-arrived:
		return out
	case <-d.failed:
		t.Fatalf("%s: no response: %v", r.Operation, d.err)
	case <-ctx.Done():
		t.Fatalf("%s: no response after %v", r.Operation, timeout)
	}
	return response{}
}
