package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

// connections is the number of connections over which requests are sent at the same time.
const connections = 8

// connection is a client that needs little processor time.
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
	return &connection{conn, bufio.NewReaderSize(conn, 1<<16)}
}

// send sends a request and returns the length of the response's body.
func (c *connection) send(request []byte) (length int, err error) {
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return 0, fmt.Errorf("the response is %s", line)
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

// drive sends the requests of the numbers from first on over all connections, and returns
// the length of the body of a response.
func drive(b *testing.B, address string, first, count int64, request func(n int64) []byte) int {
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
			defer c.Close()
			for n := next.Add(1) - 1; n < first+count && failed.Load() == nil; n = next.Add(1) - 1 {
				got, err := c.send(request(n))
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
