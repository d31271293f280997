package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// roleVariable makes the test binary a server: "mock", or the length of the responses of a
// bare net/http server.
const roleVariable = "APPMESH_MOCK_BENCH_ROLE"

func serve(role string) {
	var handler http.Handler = bare(role)
	if role == "mock" {
		mock, err := server.New(server.Options{})
		if err != nil {
			panic(err)
		}
		handler = mock
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	go http.Serve(listener, handler) //nolint:errcheck,gosec // it ends with the process
	io.Copy(io.Discard, os.Stdin)    //nolint:errcheck // until the benchmark ends
}

// bare returns a handler that reads the request and responds with a body of a given length.
func bare(length string) http.HandlerFunc {
	n, _ := strconv.Atoi(length)
	body := bytes.Repeat([]byte("x"), n)
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // it does no more than it must
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", length)
		w.Write(body) //nolint:errcheck // the same
	}
}

// process is a server that is measured.
type process struct {
	address string
	pid     int
}

// start starts the process of a role, on one processor.
func start(b *testing.B, role string) process {
	b.Helper()
	binary, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	command := exec.Command(binary)
	command.Env = append(os.Environ(), roleVariable+"="+role, "GOMAXPROCS=1")
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		stdin.Close()
		command.Wait() //nolint:errcheck // it ends when stdin is closed
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return process{strings.TrimSpace(address), command.Process.Pid}
}

// cpu returns the processor time of the process in seconds, 0 where there is no /proc.
func (p process) cpu() (seconds float64) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.pid))
	for _, thread := range threads {
		stat, _ := os.ReadFile(thread) // a thread may have ended
		if fields := strings.Fields(string(stat)); len(fields) > 0 {
			nanoseconds, _ := strconv.ParseFloat(fields[0], 64)
			seconds += nanoseconds / 1e9
		}
	}
	return seconds
}

// cost is the time of a number of requests in seconds: by the clock, which depends on what
// else the machine does, and the processor time of the server. Length is that of the body of
// a response.
type cost struct {
	clock, cpu float64
	length     int
}

// measure sends requests to the process.
func (p process) measure(b *testing.B, first, count int64, request func(n int64) []byte) cost {
	b.Helper()
	cpu, began := p.cpu(), time.Now()
	length := drive(b, p.address, first, count, request)
	return cost{time.Since(began).Seconds(), p.cpu() - cpu, length}
}
