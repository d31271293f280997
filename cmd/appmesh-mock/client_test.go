package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gkampitakis/go-snaps/snaps"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// remoteServer is a server in this process for client commands. Its clock advances with writes
// only, and its identifiers count up, so that outputs are the same in every run.
type remoteServer struct {
	t   *testing.T
	api *server.Server
	url string
}

func startRemote(t *testing.T, dataSet string, options server.Options) *remoteServer {
	t.Helper()
	api, err := server.New(options)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := worlds.Steps(dataSet)
	if err == nil {
		err = api.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", api)
	mux.Handle(admin.Prefix+"/",
		admin.New(admin.Options{Server: api, Version: "v0.0.0-test", Now: func() time.Time { return server.Epoch }}))
	listening := httptest.NewServer(mux)
	t.Cleanup(listening.Close)
	return &remoteServer{t, api, listening.URL}
}

// send sends a request of a client to the server.
func (s *remoteServer) send(method, path, body string) {
	s.t.Helper()
	request, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}

// command runs a client command, and returns its output and exit code. The address of the
// server is replaced, so that the output is the same in every run.
func (s *remoteServer) command(args ...string) (stdout, stderr string, code int) {
	s.t.Helper()
	var out, log bytes.Buffer
	flags := slices.Index(args, "--") // the end of the flags
	if flags < 0 {
		flags = len(args)
	}
	code = run(slices.Insert(slices.Clone(args), flags, "--server", s.url), &out, &log)
	replaced := func(b bytes.Buffer) string { return strings.ReplaceAll(b.String(), s.url, "http://server") }
	return replaced(out), replaced(log), code
}

// output runs a client command that must succeed, and returns its output.
func (s *remoteServer) output(args ...string) string {
	s.t.Helper()
	stdout, stderr, code := s.command(args...)
	if code != exitOK {
		s.t.Fatalf("%q: exit %d: %s", args, code, stderr)
	}
	return stdout
}

// wantRefusal runs a client command that must fail with an exit code and a text.
func (s *remoteServer) wantRefusal(code int, contains string, args ...string) {
	s.t.Helper()
	stdout, stderr, got := s.command(args...)
	if got != code || !strings.Contains(stderr, contains) || strings.Count(stderr, "\n") != 1 {
		s.t.Errorf("%q: exit %d, %q, want %d and %q; stdout %q", args, got, stderr, code, contains, stdout)
	}
}

// decoded runs a client command with -o json, and returns the decoded output.
func (s *remoteServer) decoded(args ...string) any {
	s.t.Helper()
	var value any
	text := s.output(append(args, "-o", "json")...)
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		s.t.Fatalf("%q: %v: %s", args, err, text)
	}
	return value
}

// matchSnapshot compares a text with the snapshot of the test.
func matchSnapshot(t *testing.T, text string) {
	t.Helper()
	snaps.WithConfig(snaps.Ext(".txt"), snaps.Raw(), snaps.Dir("testdata")).MatchStandaloneSnapshot(t, text)
}

// busy returns a server of the storefront with some calls, a fault and a checkpoint.
func busy(t *testing.T) *remoteServer {
	s := startRemote(t, "storefront", server.Options{})
	s.output("checkpoint", "save", "before")
	s.send("PUT", "/v20190125/meshes", `{"meshName":"a b"}`)
	s.send("PUT", "/v20190125/meshes/storefront/virtualNodes/cart",
		`{"spec":{"listeners":[{"portMapping":{"port":9090,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"cart.local"}},"backends":[{"virtualService":{"virtualServiceName":"later"}}]}}`)
	s.send("PUT", "/v20190125/meshes/storefront/virtualNodes", `{"virtualNodeName":"spare","spec":{}}`)
	s.send("DELETE", "/v20190125/meshes/storefront/virtualGateway/ingress/gatewayRoutes/cart", "")
	s.send("GET", "/v20190125/meshes/storefront/virtualNodes/gone", "")
	s.output("faults", "add", "--operation", "Delete*", "--code", "ForbiddenException", "--first", "2", "--delay",
		"10ms")
	return s
}

func TestHumanOutputOfEachCommandIsAsRecorded(t *testing.T) {
	t.Parallel()
	s := busy(t)
	for name, args := range map[string][]string{
		"status":                  {"status"},
		"get all":                 {"get", "all"},
		"get routes":              {"ls", "routes", "-m", "storefront"},
		"get one as YAML":         {"get", "vn", "catalog-v1", "-o", "yaml"},
		"get names":               {"get", "virtual-services", "-o", "name"},
		"tree":                    {"tree"},
		"describe node":           {"describe", "mesh/storefront/virtualNode/cart"},
		"describe router":         {"describe", "mesh/storefront/virtualRouter/catalog"},
		"diff":                    {"diff", "before"},
		"calls":                   {"calls"},
		"failed calls":            {"calls", "--failed"},
		"show a refused call":     {"calls", "--show", "1"},
		"show a call with a path": {"calls", "--show", "4"},
		"faults":                  {"faults", "ls"},
		"profiles":                {"faults", "profiles"},
		"clock":                   {"clock"},
		"checkpoints":             {"checkpoint", "ls"},
		"rule":                    {"rules", "28"},
	} {
		t.Run(name, func(t *testing.T) { matchSnapshot(t, s.output(args...)) })
	}
}

func TestJSONHasTheValues(t *testing.T) {
	t.Parallel()
	s := busy(t)
	at := func(value any, path ...any) any {
		for _, step := range path {
			switch step := step.(type) {
			case string:
				value = value.(map[string]any)[step]
			case int:
				value = value.([]any)[step]
			}
		}
		return value
	}
	for _, c := range []struct {
		args []string
		path []any
		want any
	}{
		{[]string{"status"}, []any{"resources", "virtualNode"}, 4.0},
		{[]string{"status"}, []any{"tenants", 0, "account"}, "123456789012"},
		{[]string{"status"}, []any{"lastRefused", 0, "code"}, "BadRequestException"},
		{[]string{"get", "mesh", "storefront"}, []any{"metadata", "arn"},
			"arn:aws:appmesh:us-east-1:123456789012:mesh/storefront"},
		{[]string{"get", "vn"}, []any{0, "virtualNodeName"}, "cart"},
		{[]string{"get", "route", "all"}, []any{"virtualRouterName"}, "catalog"},
		{[]string{"tree"}, []any{0, "children", 0, "children", 0, "children", 0, "name"}, "catalog.storefront.local"},
		{[]string{"describe", "cart.storefront.local"}, []any{"refersTo", 0, "ref"},
			"mesh/storefront/virtualNode/cart"},
		{[]string{"describe", "mesh/storefront/virtualNode/cart"}, []any{"lastChange", "operation"},
			"UpdateVirtualNode"},
		{[]string{"describe", "mesh/storefront/virtualNode/cart"}, []any{"refersTo", 0, "missing"}, true},
		{[]string{"diff", "before"}, []any{0, "change"}, "deleted"},
		{[]string{"calls"}, []any{0, "rule"}, 15.0},
		{[]string{"calls", "--last", "1"}, []any{0, "operation"}, "DescribeVirtualNode"},
		{[]string{"calls", "--operation", "Delete*"}, []any{0, "number"}, 4.0},
		{[]string{"calls", "--show", "2"}, []any{"status"}, 200.0},
		{[]string{"faults", "ls"}, []any{0, "delay"}, "10ms"},
		{[]string{"checkpoint", "ls"}, []any{0, "name"}, "before"},
		{[]string{"clock"}, []any{"running"}, false},
		{[]string{"rules", "15"}, []any{"inForce"}, true},
	} {
		if got := at(s.decoded(c.args...), c.path...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v is %v, want %v", c.args, c.path, got, c.want)
		}
	}
}

func TestExitCodesAndMessagesOfClientCommands(t *testing.T) {
	t.Parallel()
	s := busy(t)
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "get needs a kind", []string{"get"}},
		{exitUsage, `there is no kind "nodes": the kinds are mesh, `, []string{"get", "nodes"}},
		{exitError, `there is no virtualNode "crat": did you mean "cart"?`, []string{"get", "vn", "crat"}},
		{exitError, `there is no mesh "store": did you mean "storefront"?`, []string{"tree", "store"}},
		{exitError, `there is no resource "nothing-like-it": appmesh-mock get all`,
			[]string{"describe", "nothing-like-it"}},
		{exitError, `"catalog" may be any of mesh/storefront/virtualGateway/ingress/gatewayRoute/catalog, mesh/`,
			[]string{"describe", "catalog"}},
		{exitError, `there is no checkpoint "x"`, []string{"diff", "x"}},
		{exitError, `the states differ`, []string{"diff", "before", "--exit-code"}},
		{exitError, `there is no checkpoint "x"`, []string{"checkpoint", "restore", "x"}},
		{exitUsage, "cannot be empty", []string{"checkpoint", "save", ""}},
		{exitError, `the journal has no call "99"`, []string{"calls", "--show", "99"}},
		{exitUsage, "matches none of the API's operations",
			[]string{"faults", "add", "--operation", "DeleteMehs", "--code", "NotFoundException"}},
		{exitUsage, "the fault must be JSON", []string{"faults", "add", "{"}},
		{exitUsage, "rm needs the numbers of faults, or --all", []string{"faults", "rm"}},
		{exitError, "there is no fault 99", []string{"faults", "rm", "99"}},
		{exitUsage, `not "soon"`, []string{"clock", "--set", "soon"}},
		{exitUsage, "only one of --freeze and --run", []string{"clock", "--freeze", "--run"}},
		{exitUsage, `"x" is not the number of a rule`, []string{"rules", "x"}},
		{exitError, "there is no rule 9999", []string{"rules", "9999"}},
		{exitUsage, "seed needs a file", []string{"seed"}},
		{exitUsage, "must be table or json", []string{"status", "-o", "xml"}},
		{exitUsage, "--ca-file", []string{"status", "--ca-file", "/nonexistent"}},
	} {
		s.wantRefusal(c.code, c.want, c.args...)
	}
	wantRefusal(t, exitUsage, "checkpoint needs a command: type appmesh-mock checkpoint ls or", nil, "checkpoint")
	wantRefusal(t, exitUsage, `there is no command "add"`, nil, "checkpoint", "add")
}

func TestNoServerIsReportedWithAdvice(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"status"}, {"get", "all"}, {"calls"}, {"events"}, {"reset"}, {"diff", "x"},
		{"export"}} {
		wantRefusal(t, exitError,
			`no server responds at http://127.0.0.1:1 (connect: connection refused): start one with "appmesh-mock", `+
				`or name another with --server or APPMESH_MOCK_SERVER`,
			[]string{"APPMESH_MOCK_SERVER=http://127.0.0.1:1"}, args...)
	}
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	wantRefusal(t, exitError, "is not appmesh-mock: its response is 404 Not Found", nil, "status", "--server", other.URL)
	without := startServer(t, nil, "--no-admin")
	wantRefusal(t, exitError, "has no admin routes", nil, "status", "--server", without.url)
}

func TestATenantIsChosenByAccountAndRegion(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	seed := filepath.Join(tempFolder(t,
		map[string]string{"s.yaml": "- {meshName: theirs}\n- {meshName: theirs, virtualNodeName: n, spec: {}}"}),
		"s.yaml")
	if got := s.output("seed", seed, "--account", "111122223333", "--region",
		"eu-west-1"); got != "2 operations were run\n" {
		t.Error(got)
	}
	s.send("PUT", "/v20190125/meshes", `{"meshName":"ours"}`)
	all := s.output("get", "mesh")
	if !strings.Contains(all, "111122223333  eu-west-1  theirs") ||
		!strings.Contains(all, "123456789012  us-east-1  ours") {
		t.Error(all)
	}
	for _, filter := range [][]string{{"--account", "111122223333"}, {"--region", "eu-west-1"}} {
		if got := s.output(append([]string{"get", "all", "-o", "name"},
			filter...)...); got != "mesh/theirs\nmesh/theirs/virtualNode/n\n" {
			t.Errorf("%v: %s", filter, got)
		}
	}
}

func TestChangesAreMade(t *testing.T) {
	t.Parallel()
	s := busy(t)
	s.output("checkpoint", "restore", "before")
	if got := s.output("diff", "before", "--exit-code"); got != "no differences\n" {
		t.Error(got)
	}
	state := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(state, s.api.Save(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.output("reset")
	if got := s.output("diff", state, "-o", "name"); strings.Count(got, "\n") != 12 {
		t.Errorf("%d differences: %s", strings.Count(got, "\n"), got)
	}
	if got := s.output("get", "all", "-o", "json"); got != "[]\n" {
		t.Error(got)
	}
	s.output("checkpoint", "rm", "before")
	s.output("faults", "add", "--profile", "flaky")
	s.output("faults", "rm", "2", "3")
	s.output("faults", "rm", "--all")
	if got := s.output("faults", "ls", "-o", "json"); got != "[]\n" {
		t.Error(got)
	}
	if got := s.output("clock", "--set", "2026-01-01T00:00:00Z", "--freeze"); got != "2026-01-01T00:00:00Z (frozen)\n" {
		t.Error(got)
	}
	if got := s.output("clock", "--advance", "-90m"); got != "2025-12-31T22:30:00Z (frozen)\n" {
		t.Error(got)
	}
	if got := s.output("clock", "--run"); !strings.HasSuffix(got, " (running)\n") {
		t.Error(got)
	}
	s.output("calls", "--clear")
	if got := s.output("calls", "-o", "json"); got != "[]\n" {
		t.Error(got)
	}
}

func TestASeedThatFailsNamesItsFileAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	folder := tempFolder(t,
		map[string]string{"a.yaml": "meshName: m", "b.yaml": "{meshName: other, virtualNodeName: n, spec: {}}"})
	s.wantRefusal(exitError, "b.yaml", "seed", folder)
	if got := s.output("get", "all", "-o", "name"); got != "" {
		t.Error(got)
	}
}
