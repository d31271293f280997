// Package bench answers how fast the server is, as its clients see it.
//
// Each benchmark runs a server in a process of its own with one processor, and beside it a
// bare net/http server that answers as many bytes: the floor. Eight connections are kept
// alive. The machines that this runs on are shared, so that only the ratio of two lines of
// one run counts:
//
//	go test ./bench -run '^$' -bench Wire -count 6 | benchstat -col /server -
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

// ticks answers the processor time that the process has had, in hundredths of a second, as
// Linux tells it; 0 elsewhere.
func (p process) ticks() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return user + system
}

// measure drives the process b.N times, and reports beside the time on the clock, which
// depends on what else the machine does, the processor time that a request cost the server.
func (p process) measure(b *testing.B, first int64, ask func(n int64) []byte) (length int) {
	b.Helper()
	before := p.ticks()
	b.ResetTimer()
	length = drive(b, p.address, first, int64(b.N), ask)
	b.ReportMetric((p.ticks()-before)*1e7/float64(b.N), "server-ns/op")
	return length
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

func request(method, path, body string) []byte {
	text := method + " /v20190125/meshes" + path + " HTTP/1.1\r\nHost: appmesh\r\nAuthorization: AWS4-HMAC-SHA256 " +
		"Credential=AKIDEXAMPLE/20190125/us-east-1/appmesh/aws4_request, SignedHeaders=host, Signature=00\r\n"
	if body != "" {
		text += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(text + "\r\n" + body)
}

// spec is a typical gateway's, 1.2 KB as JSON.
const spec = `{"backendDefaults":{"clientPolicy":{"tls":{"certificate":{"file":{"certificateChain":"/etc/certs/chain.pem","privateKey":"/etc/certs/key.pem"}},"enforce":true,"ports":[8080,8443,9443],"validation":{"subjectAlternativeNames":{"match":{"exact":["api.example.com","www.example.com","internal.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/ca.pem"}}}}}},"listeners":[{"connectionPool":{"http":{"maxConnections":1024,"maxPendingRequests":2048}},"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping","port":8080,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":3},"portMapping":{"port":8080,"protocol":"http"},"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"}},"mode":"STRICT","validation":{"subjectAlternativeNames":{"match":{"exact":["client.example.com"]}},"trust":{"file":{"certificateChain":"/etc/certs/client-ca.pem"}}}}}],"logging":{"accessLog":{"file":{"format":{"json":[{"key":"start_time","value":"%START_TIME%"},{"key":"method","value":"%REQ(:METHOD)%"},{"key":"path","value":"%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"}]},"path":"/dev/stdout"}}}}`

func name(n int64) string { return fmt.Sprintf("gateway-%07d", n) }

func create(n int64) []byte {
	return request("PUT", "/apps/virtualGateways", fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-8000-%012d","spec":%s,"virtualGatewayName":%q}`, n, spec, name(n)))
}

func update(n int64) []byte {
	return request("PUT", "/apps/virtualGateways/"+name(n%1000), fmt.Sprintf(
		`{"clientToken":"00000000-0000-4000-9000-%012d","spec":%s}`, n, spec))
}

func describe(n int64) []byte { return request("GET", "/apps/virtualGateways/"+name(n%1000), "") }
func remove(n int64) []byte   { return request("DELETE", "/apps/virtualGateways/"+name(n), "") }
func list(int64) []byte       { return request("GET", "/apps/virtualGateways", "") }

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

// fill makes a mesh with so many gateways.
func fill(b *testing.B, address string, gateways int64) {
	b.Helper()
	drive(b, address, 0, 1, func(int64) []byte { return request("PUT", "", `{"meshName":"apps"}`) })
	drive(b, address, 0, gateways, create)
}

// BenchmarkWire measures the operations on a virtual gateway among a thousand.
func BenchmarkWire(b *testing.B) { wire(b, 1000) }

// BenchmarkWireMillion measures them among a million.
func BenchmarkWireMillion(b *testing.B) { wire(b, 1_000_000) }

func wire(b *testing.B, gateways int64) {
	mock := start(b, "mock")
	fill(b, mock.address, gateways)
	made, gone := gateways, gateways
	for _, each := range []struct {
		operation string
		ask       func(n int64) []byte
		from      *int64 // where its numbers begin; it counts them up
	}{
		{"Describe", describe, nil}, {"Update", update, nil}, {"Create", create, &made}, {"Delete", remove, &gone}, {"List100", list, nil},
	} {
		length := 0
		b.Run("op="+each.operation+"/server=mock", func(b *testing.B) {
			first := int64(0)
			if each.from != nil {
				first = *each.from
				*each.from += int64(b.N)
			}
			if more := gone - made; each.operation == "Delete" && more > 0 {
				drive(b, mock.address, made, more, create)
				made = gone
			}
			length = mock.measure(b, first, each.ask)
		})
		b.Run("op="+each.operation+"/server=floor", func(b *testing.B) {
			start(b, strconv.Itoa(length)).measure(b, 0, each.ask)
		})
	}
}
