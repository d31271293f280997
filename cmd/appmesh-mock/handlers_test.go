package main

import (
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// The admin routes are built with the first request, after the start.
func TestUptimeCountsFromTheStart(t *testing.T) {
	t.Parallel()
	api, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	handler := newHandlers(&settings{}, api, nil, nil).appMesh(true)
	const pause = 20 * time.Millisecond
	time.Sleep(pause)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1/_mock/health", nil))
	var health struct{ UptimeSeconds float64 }
	if err := json.Unmarshal(w.Body.Bytes(), &health); err != nil {
		t.Fatal(err)
	}
	if health.UptimeSeconds < pause.Seconds() {
		t.Errorf("up for %v s: %s", health.UptimeSeconds, w.Body)
	}
}
