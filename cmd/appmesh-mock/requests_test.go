package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestRefuseWaitsForRequestsInFlight(t *testing.T) {
	t.Parallel()
	rs, begun, finish := newRequests(), make(chan struct{}), make(chan struct{})
	handler := rs.counted(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(begun)
		<-finish
	}))
	go handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	<-begun
	refused := make(chan bool)
	go func() { refused <- rs.refuse(timeout) }()
	select {
	case <-refused:
		t.Error("refuse did not wait")
	case <-time.After(10 * time.Millisecond):
	}
	close(finish)
	if !<-refused {
		t.Error("the request did not end")
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("a request after refuse was handled")
		}
	}()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}

func TestRefuseReportsRequestsThatDoNotEnd(t *testing.T) {
	t.Parallel()
	rs := newRequests()
	if !rs.begin() {
		t.Fatal("the first request is refused")
	}
	if rs.refuse(time.Millisecond) {
		t.Error("refuse did not report the request in flight")
	}
	rs.end()
}
