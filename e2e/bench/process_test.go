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
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const (
	roleVariable = "APPMESH_MOCK_BENCH_ROLE" // mock, or the length of the floor's answers
	connections  = 8
)

// TestMain lets the test binary be the server that a benchmark measures.
func TestMain(m *testing.M) {
	if role := os.Getenv(roleVariable); role != "" {
		serveRole(role)
		return
	}
	os.Exit(m.Run())
}

func serveRole(role string) {
	var handler http.Handler = floor(role)
	if role == "mock" {
		api, err := server.New(server.Options{})
		if err != nil {
			panic(err)
		}
		handler = api
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	go http.Serve(listener, handler) //nolint:errcheck,gosec // it ends with the process
	io.Copy(io.Discard, os.Stdin)    //nolint:errcheck // until the benchmark ends
}

// floor reads a request and answers as many bytes as it is told to.
func floor(length string) http.HandlerFunc {
	n, _ := strconv.Atoi(length)
	answer := bytes.Repeat([]byte("x"), n)
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // it does no more than it must
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", length)
		w.Write(answer) //nolint:errcheck // the same
	}
}

// process is a server that is measured.
type process struct {
	address string
	pid     int
}

// start starts the process of a role.
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
		command.Wait() //nolint:errcheck // it was told to end
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return process{strings.TrimSpace(address), command.Process.Pid}
}

// seconds answers the processor time that the process has had, as Linux tells it; 0 elsewhere.
func (p process) seconds() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// took is what requests took: time on the clock, which depends on what else the machine does,
// and the server's processor time, both in seconds; and how long an answer's body is.
type took struct {
	clock, cpu float64
	length     int
}

// measure sends requests to the process.
func (p process) measure(b *testing.B, first, count int64, ask func(n int64) []byte) took {
	b.Helper()
	cpu, began := p.seconds(), time.Now()
	length := drive(b, p.address, first, count, ask)
	return took{time.Since(began).Seconds(), p.seconds() - cpu, length}
}

// connection is a client that costs next to nothing.
type connection struct {
	net.Conn
	in *bufio.Reader
}

func dial(b *testing.B, address string) *connection {
	b.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return &connection{conn, bufio.NewReaderSize(conn, 1<<16)}
}

// ask sends a request and answers the length of the body that comes back.
func (c *connection) ask(request []byte) (length int, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return 0, fmt.Errorf("answered %s", line)
	}
	for len(line) > 2 {
		if line, err = c.in.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
	_, err = c.in.Discard(length)
	return length, err
}

// drive sends requests over the connections and answers how many bytes one answer's body had.
func drive(b *testing.B, address string, first, count int64, ask func(n int64) []byte) int {
	b.Helper()
	var next, length atomic.Int64
	next.Store(first)
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range connections {
		c := dial(b, address)
		all.Add(1)
		go func() {
			defer all.Done()
			for n := next.Add(1) - 1; n < first+count && failed.Load() == nil; n = next.Add(1) - 1 {
				got, err := c.ask(ask(n))
				if err != nil {
					failed.Store(&err)
					return
				}
				length.Store(int64(got))
			}
		}()
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		b.Fatal(*err)
	}
	return int(length.Load())
}
