package admin_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// dropIn returns a mock whose handler serves the paths of moto and LocalStack.
func dropIn(t *testing.T, loopback bool) *mock {
	t.Helper()
	m := start(t, server.Options{Account: owner})
	wall := server.SteppingClock(server.Epoch, 1500*time.Millisecond)
	m.handler = admin.DropIn(admin.Options{Server: m.api, Version: "v9.8.7", Now: wall.Stamp, Loopback: loopback})
	return m
}

func TestPathsOfMotoAndLocalStackAreServed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"POST", "/moto-api/reset", http.StatusOK, `{"status": "ok"}`},
		{"GET", "/moto-api/reset", http.StatusBadRequest, `{"Error": "Need to POST to reset Moto"}`},
		{"GET", "/_localstack/health", http.StatusOK,
			`{"services":{"appmesh":"running"},"edition":"community","version":"v9.8.7"}`},
		{"HEAD", "/_localstack/health", http.StatusOK, ""},
		{"GET", "/_localstack/info", http.StatusOK,
			`{"version":"v9.8.7","edition":"community","is_license_activated":false,"session_id":"","machine_id":"",` +
				`"system":"` + runtime.GOOS + " " + runtime.GOARCH +
				`","is_docker":false,"server_time_utc":"2019-01-25T00:00:01","uptime":1}`},
		{"GET", "/_localstack/init", http.StatusOK,
			`{"completed":{"BOOT":true,"READY":true,"SHUTDOWN":false,"START":true},"scripts":[]}`},
		{"GET", "/_localstack/init/ready", http.StatusOK, `{"completed":true,"scripts":[]}`},
		{"GET", "/_localstack/init/shutdown", http.StatusOK, `{"completed":false,"scripts":[]}`},
		{"POST", "/_localstack/state/reset", http.StatusOK, `{}`},
		{"PUT", "/_localstack/health", http.StatusNotFound,
			`{"message":"there is no PUT /_localstack/health of moto or LocalStack here; GET /_mock/ lists the routes of this server"}`},
		{"GET", "/moto-api/data.json", http.StatusNotFound, ""},
	} {
		if !admin.IsDropIn(c.path) {
			t.Errorf("IsDropIn(%q) is false", c.path)
		}
		m := dropIn(t, true)
		m.want(m.send(c.method, c.path, ""), c.status, c.body)
	}
	for _, path := range []string{"/", "/moto-api", "/_localstack", "/_mock/health", "/v20190125/meshes",
		"/v20190125/meshes/moto-api"} {
		if admin.IsDropIn(path) {
			t.Errorf("IsDropIn(%q) is true", path)
		}
	}
}

func TestResetsOfMotoAndLocalStackRemoveEverything(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/moto-api/reset", "/_localstack/state/reset"} {
		m := dropIn(t, true)
		m.makeMesh("m")
		m.send("GET", path, "")
		if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusOK {
			t.Errorf("GET %s removed it: %d", path, w.Code)
		}
		m.send("POST", path, "")
		if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusNotFound {
			t.Errorf("after POST %s, the status of the mesh is %d", path, w.Code)
		}
	}
}

func TestPathsOfMotoAndLocalStackAreGuarded(t *testing.T) {
	t.Parallel()
	local, open := dropIn(t, true), dropIn(t, false)
	for _, m := range []*mock{local, open} {
		m.makeMesh("m")
		m.want(m.send("POST", "/moto-api/reset", "", "Origin", "http://evil.example"), http.StatusForbidden, "")
		if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusOK {
			t.Errorf("a refused reset removed it: %d", w.Code)
		}
	}
	local.want(local.send("GET", "/_localstack/health", "", "Host", "localhost.localstack.cloud:4566"),
		http.StatusForbidden, "")
	open.want(open.send("GET", "/_localstack/health", "", "Host", "localhost.localstack.cloud:4566"), http.StatusOK, "")
}

func TestGuardedRefusesForeignHostsOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for loopback, want := range map[bool]int{true: http.StatusForbidden, false: http.StatusTeapot} {
		w := httptest.NewRecorder()
		admin.Guarded(next, loopback).ServeHTTP(w,
			httptest.NewRequest("POST", "http://rebound.example/", strings.NewReader("")))
		if w.Code != want {
			t.Errorf("loopback %t: %d, want %d", loopback, w.Code, want)
		}
	}
}
