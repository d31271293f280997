package main

import (
	"net/http"
	"sync"
	"time"
)

// requests counts the requests that handlers work on, so that the state is saved only when no
// handler can acknowledge a change any more.
type requests struct {
	mu      sync.Mutex
	refused bool
	active  int
	idle    chan struct{} // closed when requests are refused and none is active
}

func newRequests() *requests { return &requests{idle: make(chan struct{})} }

// counted returns a handler that counts its requests, and cuts the connection of those that
// come after refuse.
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

// refuse refuses further requests, and reports whether those in flight ended within the
// timeout. It may be called once.
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
