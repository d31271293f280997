package main

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// hostileNames are names that App Mesh accepts, or that are valid with a relaxed rule.
var hostileNames = []string{"..", "it's", `"quoted"`, "a b", "ünïcode", "\x1b[31mred", "right\u202eleft", "new\nline",
	"$(id)", "-o", "%2F", "{x}"}

// hostileServer returns a server with a virtual node of each hostile name.
func hostileServer(t *testing.T) *remoteServer {
	s := startRemote(t, "empty", server.Options{Relax: []int{15}})
	s.send("PUT", "/v20190125/meshes", `{"meshName":"m"}`)
	for _, name := range hostileNames {
		body, err := json.Marshal(map[string]any{"virtualNodeName": name, "spec": map[string]any{}})
		if err != nil {
			t.Fatal(err)
		}
		s.send("PUT", "/v20190125/meshes/m/virtualNodes", string(body))
	}
	if got := strings.Count(s.output("get", "vn", "-o", "name"), "\n"); got != len(hostileNames) {
		t.Fatalf("%d of %d nodes were created", got, len(hostileNames))
	}
	return s
}

func TestHostileNamesDoNotReachTheTerminal(t *testing.T) {
	t.Parallel()
	s := hostileServer(t)
	for _, args := range [][]string{
		{"get", "all"}, {"get", "all", "-o", "name"}, {"tree"}, {"calls", "--last", "0"}, {"calls", "--show", "7"},
		{"calls", "--show", "8"}, {"calls", "--show", "9"},
		{"describe", "mesh/m/virtualNode/\x1b[31mred"}, {"describe", "mesh/m/virtualNode/new\nline"},
	} {
		if text := s.output(args...); strings.ContainsAny(text, "\x1b\u202e\r") {
			t.Errorf("%q prints control characters: %q", args, text)
		}
	}
	if got := s.output("get", "vn", "--", "-o"); !strings.Contains(got, "  -o ") {
		t.Error(got)
	}
}

func TestHostileNamesAreKeptInJSON(t *testing.T) {
	t.Parallel()
	s := hostileServer(t)
	found := map[any]bool{}
	for _, each := range s.decoded("get", "vn").([]any) {
		found[each.(map[string]any)["virtualNodeName"]] = true
	}
	for _, name := range hostileNames {
		if !found[name] {
			t.Errorf("%q is missing", name)
		}
	}
}

func TestTheCurlCommandOfACallSendsItAgain(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	s := hostileServer(t)
	for number := range len(hostileNames) {
		calls, err := s.api.Calls(server.CallFilter{})
		if err != nil {
			t.Fatal(err)
		}
		text := s.output("calls", "--show", calls[number+1].ID)
		_, line, _ := strings.Cut(text, "\ncurl ")
		line = strings.ReplaceAll(strings.TrimSpace(line), "http://server", s.url)
		out, err := exec.Command("sh", "-c", line+" -s -o /dev/null -w '%{http_code}'").CombinedOutput()
		if err != nil || string(out) != "409" { // the resource exists
			t.Errorf("%s: %v: %s", line, err, out)
		}
	}
}

func TestTheCommandsOfCallsAreAScript(t *testing.T) {
	t.Parallel()
	s := hostileServer(t)
	calls, err := s.api.Calls(server.CallFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for format, start := range map[string]string{
		"aws":  "AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=secret aws appmesh create-",
		"curl": "curl -X PUT http://server/v20190125/meshes",
	} {
		all := s.output("calls", "--last", "0", "-o", format)
		if got := strings.Count("\n"+all, "\n"+start); got != len(calls) {
			t.Errorf("%d commands of %d calls: %s", got, len(calls), all)
		}
		one := s.output("calls", "--show", "2", "-o", format)
		if !strings.HasPrefix(one, start) || !strings.Contains(all, one) || len(one)*2 > len(all) {
			t.Errorf("%s\n%s", one, all)
		}
	}
}
