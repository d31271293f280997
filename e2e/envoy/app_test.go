package envoy

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// TestMain runs the tests. With ENVOY_TEST_ROLE set, it is instead an application or a client in
// another network namespace.
func TestMain(m *testing.M) {
	switch os.Getenv("ENVOY_TEST_ROLE") {
	case "app":
		os.Exit(app(os.Args[1], os.Args[2], os.Args[3]))
	case "fetch":
		os.Exit(fetch(os.Args[1], os.Args[2], os.Args[3:]))
	default:
		os.Exit(harness.Main(m))
	}
}

// app is an application that returns its name over HTTP on one address and over TCP on another.
// It exits after five minutes.
func app(name, address, raw string) int {
	var mu sync.Mutex
	calls := map[string]int{}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		calls[r.URL.Path]++
		n := calls[r.URL.Path]
		mu.Unlock()
		w.Header().Set("x-upstream", name)
		status, _ := strconv.Atoi(r.Header.Get("x-status"))
		if r.Header.Get("x-slow") != "" {
			time.Sleep(3 * time.Second)
		}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			w.Header().Set("Content-Type", "application/grpc")
			w.Header().Set("Trailer", "grpc-status")
			io.WriteString(w, rand.Text()) //nolint:errcheck // the client sees it
			w.Header().Set("grpc-status", "0")
			return
		}
		if status != 0 {
			w.WriteHeader(status)
		}
		fmt.Fprintf(w, "%s %d %s", name, n, r.Host) //nolint:errcheck // the client sees it
	})
	s := &http.Server{Addr: address, Protocols: &protocols, Handler: handler}
	listener, err := net.Listen("tcp", raw)
	if err != nil {
		fmt.Fprintln(os.Stderr, err) //nolint:errcheck // there is nowhere else to report it
		return 1
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			io.WriteString(c, name) //nolint:errcheck // the client sees it
			c.Close()               //nolint:errcheck // the client sees it
		}
	}()
	time.AfterFunc(5*time.Minute, func() { os.Exit(0) })
	fmt.Fprintln(os.Stderr, s.ListenAndServe()) //nolint:errcheck // there is nowhere else to report it
	return 1
}

// result is a response that a client received.
type result struct {
	Status   int    `json:"status"`
	Upstream string `json:"upstream"`
	Body     string `json:"body"`
	Trailer  string `json:"trailer"`
	Error    string `json:"error"`
}

// fetch sends a number of requests to a URL and prints the results. For tcp://HOST:PORT it reads
// the bytes that a TCP server sends; h2:// is HTTP/2.
func fetch(times, url string, header []string) int {
	n, _ := strconv.Atoi(times)
	var list []result
	for range n {
		list = append(list, fetchOnce(url, header))
	}
	if json.NewEncoder(os.Stdout).Encode(list) != nil {
		return 1
	}
	return 0
}

func fetchOnce(url string, header []string) (r result) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if address, ok := strings.CutPrefix(url, "tcp://"); ok {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err != nil {
			return result{Error: err.Error()}
		}
		defer c.Close()                                //nolint:errcheck // all was read
		c.SetDeadline(time.Now().Add(5 * time.Second)) //nolint:errcheck // a TCP connection has deadlines
		body, err := io.ReadAll(c)
		if err != nil {
			r.Error = err.Error()
		}
		r.Body = string(body)
		return r
	}
	transport := &http.Transport{DisableKeepAlives: true}
	method := http.MethodGet
	if rest, ok := strings.CutPrefix(url, "h2://"); ok {
		url, method = "http://"+rest, http.MethodPost
		transport.Protocols = new(http.Protocols)
		transport.Protocols.SetUnencryptedHTTP2(true)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return result{Error: err.Error()}
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			request.Host = value
			continue
		}
		request.Header.Set(name, value)
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return result{Error: err.Error()}
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.Error = err.Error()
	}
	r.Status, r.Upstream, r.Body = response.StatusCode, response.Header.Get("x-upstream"), string(body)
	r.Trailer = response.Trailer.Get("grpc-status")
	return r
}
