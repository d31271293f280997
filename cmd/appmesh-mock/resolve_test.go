package main

import (
	"encoding/json"
	"net/url"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

const routedMesh = `
- {meshName: m, spec: {}}
- {meshName: m, virtualNodeName: n, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: n.local}}}}
- {meshName: m, virtualServiceName: s.local, spec: {provider: {virtualNode: {virtualNodeName: n}}}}
- {meshName: m, virtualNodeName: c, spec: {backends: [{virtualService: {virtualServiceName: s.local}}]}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: post, spec: {priority: 1, httpRoute: {match: {prefix: /, method: POST}, action: {target: {virtualService: {virtualServiceName: s.local}}}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: x, spec: {httpRoute: {match: {prefix: /x}, action: {target: {virtualService: {virtualServiceName: s.local}}}}}}
`

func TestResolvePrintsTheRouteOfARequest(t *testing.T) {
	t.Parallel()
	seed := filepath.Join(tempFolder(t, map[string]string{"seed.yaml": routedMesh}), "seed.yaml")
	s := startServer(t, nil, "--seed", seed)
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	from := "mesh/m/virtualGateway/g"
	const want = `mesh/m/virtualGateway/g
├─ not mesh/m/virtualGateway/g/gatewayRoute/post: method POST, got "GET"
└─ gatewayRoute mesh/m/virtualGateway/g/gatewayRoute/x  (prefix /x)
   └─ virtualService mesh/m/virtualService/s.local
      └─ virtualNode mesh/m/virtualNode/n
         └─ 100.0 %  virtualNode n, port 80
host s.local, path /y?q=1
timeout 15s, idle 300s
up to 2 retries on 503, stream-error, connection-error
`
	if got := mustRun(t, env, "resolve", "--from", from, "http://shop/x/y?q=1", "-v"); got != want {
		t.Errorf("got %s", got)
	}
	if got := mustRun(t, env, "resolve", "--from", from, "http://shop/x/y?q=1"); strings.Contains(got, "not mesh") {
		t.Errorf("losers without -v: %s", got)
	}
	got := mustRun(t, env, "resolve", "--from", from, "-X", "POST", "-H", "x-user: ann", "-o", "json", "http://shop/")
	var result struct{ Outcome string }
	if err := json.Unmarshal([]byte(got), &result); err != nil || result.Outcome != "routed" {
		t.Errorf("%v: %s", err, got)
	}
	stdout, stderr, code := runBinary(t, env, "resolve", "--from", from, "http://shop/y")
	if code != exitError || !strings.Contains(stdout, "noGatewayRoute, status 404") ||
		!strings.Contains(stderr, "is not routed") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	wantRefusal(t, exitUsage, "--from", env, "resolve", "http://shop/y")
	wantRefusal(t, exitUsage, "must be a URL", env, "resolve", "--from", from, "shop")
	wantRefusal(t, exitUsage, "the scheme must be", env, "resolve", "--from", from, "ftp://shop")
	wantRefusal(t, exitUsage, "name: value", env, "resolve", "--from", from, "http://shop", "-H", "x")
	wantRefusal(t, exitError, "there is no mesh/gone", env, "resolve", "--from", "mesh/gone/virtualNode/n", "http://shop")

	if got := mustRun(t, env, "analyze", "m"); got != "0 findings\n" {
		t.Errorf("analyze: %s", got)
	}
}

func TestTheCommandOfAQueryResolvesIt(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil, "--seed",
		filepath.Join(tempFolder(t, map[string]string{"seed.yaml": routedMesh}), "seed.yaml"))
	c := client.Client{URL: s.url}
	for _, query := range []string{
		`{"from":"mesh/m/virtualGateway/g","request":{"method":"POST","path":"/a?b=$c","headers":{"x-user":["it's","b"]}}}`,
		`{"from":"mesh/m/virtualGateway/g","request":{"host":"shop","path":"/x"}}`,
		`{"from":"mesh/m/virtualGateway/g","request":{"host":"a b;c:1","port":80,"path":"/x"}}`,
		`{"from":"mesh/m/virtualNode/c","request":{"host":"s.local","port":80,"protocol":"http2","scheme":"https"}}`,
		`{"from":"mesh/m/virtualNode/c","request":{"host":"other","port":80,"path":"/"}}`,
	} {
		texts := map[string]string{}
		for _, format := range []string{"json", "command", "go"} {
			text, err := c.Raw(t.Context(), "POST", "/resolve", url.Values{"format": {format}}, []byte(query))
			if err != nil {
				t.Fatal(err)
			}
			texts[format] = string(text)
		}
		words := strings.Replace(texts["command"], "appmesh-mock", `printf '%s\0'`, 1)
		out, err := exec.Command("sh", "-c", words).Output()
		if err != nil {
			t.Fatal(err)
		}
		args := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		got, _, _ := runBinary(t, nil, append(args, "-o", "json")...)
		var a, b any
		if json.Unmarshal([]byte(got), &a) != nil || json.Unmarshal([]byte(texts["json"]), &b) != nil ||
			!reflect.DeepEqual(a, b) {
			t.Errorf("%s\n got %s\nwant %s", texts["command"], got, texts["json"])
		}
		code, _, _ := runBinary(t, nil, append(args, "-o", "go")...)
		_, asserted, _ := strings.Cut(texts["go"], "}\n")
		if !strings.HasPrefix(code, "request := ") || !strings.HasSuffix(code, asserted) {
			t.Errorf("got %s\nwant %s", code, texts["go"])
		}
	}
}

func TestAnalyzeNeedsNoServerForFiles(t *testing.T) {
	t.Parallel()
	mesh := routedMesh + "- {meshName: m, virtualServiceName: none, spec: {}}\n" +
		"- {meshName: m, virtualNodeName: d, spec: {backends: [{virtualService: {virtualServiceName: gone.local}}]}}\n"
	folder := tempFolder(t, map[string]string{"seed.yaml": mesh})
	stdout, stderr, code := runBinary(t, nil, "analyze", "--file", folder)
	if code != exitError || !strings.Contains(stdout, "error backend-not-found: ") ||
		!strings.Contains(stdout, "info unqualified-name: ") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	got := mustRun(t, nil, "analyze", "--file", folder, "--ignore", "backend-not-found", "--format", "github")
	if !strings.Contains(got, "::notice title=unqualified-name::mesh/m/virtualService/none virtualServiceName: ") {
		t.Error(got)
	}
	got = mustRun(t, nil, "analyze", "--file", folder, "--fail-on", "never", "--format", "sarif")
	var log struct {
		Version string
		Runs    []struct {
			Results []struct{ RuleID, Level string }
		}
	}
	if err := json.Unmarshal([]byte(got), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) < 2 ||
		log.Runs[0].Results[0].Level != "error" {
		t.Errorf("%+v", log)
	}
	wantRefusal(t, exitUsage, "there is no such code", nil, "analyze", "--file", folder, "--ignore", "x")
}
