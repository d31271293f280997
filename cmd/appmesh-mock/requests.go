package main

import (
	"net/http"
	"sync"
	"time"
)

// requests counts active requests. The state is saved only after the last of them, when no
// handler can acknowledge a change any more.
type requests struct {
	mu      sync.Mutex
	refused bool
	active  int
	idle    chan struct{} // closed when requests are refused and none is active
}

func newRequests() *requests { return &requests{idle: make(chan struct{})} }

// counted returns a handler that counts its requests. After refuse, it cuts the connections
// of new requests.
func (rs *requests) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !rs.begin() {
			panic(http.ErrAbortHandler)
		}
		defer rs.end()
		next.ServeHTTP(w, r)
	})
}

func (rs *requests) begin() bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if !rs.refused {
		rs.active++
	}
	return !rs.refused
}

func (rs *requests) end() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.active--
	rs.closeIfIdle()
}

func (rs *requests) closeIfIdle() {
	if rs.refused && rs.active == 0 {
		close(rs.idle)
	}
}

// refuse refuses further requests. It reports whether the requests in flight ended within the
// timeout. It must be called at most once.
func (rs *requests) refuse(timeout time.Duration) bool {
	rs.mu.Lock()
	rs.refused = true
	rs.closeIfIdle()
	rs.mu.Unlock()
	select {
	case <-rs.idle:
		return true
	case <-time.After(timeout):
		return false
	}
}
