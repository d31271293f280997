package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

const routedMesh = `
- {meshName: m, spec: {}}
- {meshName: m, virtualNodeName: n, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: n.local}}}}
- {meshName: m, virtualServiceName: s.local, spec: {provider: {virtualNode: {virtualNodeName: n}}}}
- {meshName: m, virtualNodeName: c, spec: {backends: [{virtualService: {virtualServiceName: s.local}}, {virtualService: {virtualServiceName: gone.local}}]}}
`

func startRouted(t *testing.T) *mock {
	t.Helper()
	m := start(t, server.Options{})
	steps, err := convert.ReadSeed("seed.yaml", []byte(routedMesh))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.api.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRequestsAreResolved(t *testing.T) {
	t.Parallel()
	m := startRouted(t)
	for _, test := range []struct {
		path, body string
		status     int
		contains   string
	}{
		{"/_mock/resolve", `{"from":"mesh/m/virtualNode/c","request":{"host":"s.local"}}`, 200,
			`"targets":[{"virtualNode":"n","port":80,"share":1}]`},
		{"/_mock/resolve", `{"from":"mesh/m/virtualNode/c","request":{"host":"o","port":9}}`, 200,
			`"outcome":"noBackend"`},
		{"/_mock/resolve", `{"from":"mesh/m/virtualNode/c","request":{"host":"o"}}`, 400, "port: is required"},
		{"/_mock/resolve", `{"from":"mesh/m/virtualNode/gone"}`, 404, "there is no mesh/m/virtualNode/gone"},
		{"/_mock/resolve", `{"from":"mesh/gone/virtualNode/c"}`, 404, "there is no mesh/gone"},
		{"/_mock/resolve", `{"from":"c"}`, 400, "is not a reference"},
		{"/_mock/resolve", `{"form":"c"}`, 400, "form"},
		{"/_mock/resolve?region=eu-west-1", `{"from":"mesh/m/virtualNode/c"}`, 404, "there is no mesh/m"},
	} {
		w := m.send("POST", test.path, test.body)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.contains) {
			t.Errorf("%s %s: %d %s, want %d %s", test.path, test.body, w.Code, w.Body, test.status, test.contains)
		}
	}
}

func TestAResolutionIsReturnedAsCode(t *testing.T) {
	t.Parallel()
	m := startRouted(t)
	const query = `{"from":"mesh/m/virtualNode/c","request":{"host":"s.local"}}`
	const command = "appmesh-mock resolve --from mesh/m/virtualNode/c http://s.local/ --server http://127.0.0.1:4600"
	for parameters, want := range map[string]string{
		"format=go": "request := appmeshtest.Request{\n\tFrom: \"mesh/m/virtualNode/c\",\n\tHost: \"s.local\",\n}\n" +
			"srv.AssertRoutesTo(t, request, \"n\", 1)\n",
		"format=command": command + "\n",
		"format=command&account=123456789012&region=us-east-1": command + "\n",
	} {
		w := m.raw("POST", "/_mock/resolve?"+parameters, query)
		if w.Code != http.StatusOK || w.Body.String() != want ||
			w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: %d %s, want %s", parameters, w.Code, w.Body, want)
		}
	}
	m.want(m.send("POST", "/_mock/seed?account="+consumer+"&region=eu-west-1", `[{"meshName":"m"},
		{"meshName":"m","virtualNodeName":"c","spec":{}}]`), http.StatusOK, "")
	other := m.raw("POST", "/_mock/resolve?format=command&account="+consumer+"&region=eu-west-1",
		`{"from":"mesh/m/virtualNode/c","request":{"port":80}}`)
	if want := " --account " + consumer + " --region eu-west-1\n"; !strings.HasSuffix(other.Body.String(), want) {
		t.Errorf("%d %s, want %s", other.Code, other.Body, want)
	}
	m.want(m.send("POST", "/_mock/resolve?format=xml", query), http.StatusBadRequest,
		`{"message":"format must be json, go or command, not \"xml\""}`)
	m.want(m.send("POST", "/_mock/resolve?format=go", `{"from":"mesh/m/virtualNode/gone"}`), http.StatusNotFound, "")
}

func TestResolveUsesTheLatestState(t *testing.T) {
	t.Parallel()
	m := startRouted(t)
	query := `{"from":"mesh/m/virtualNode/c","request":{"host":"s.local","port":80}}`
	before := m.send("POST", "/_mock/resolve", query).Body.String()
	steps := []server.Step{{Operation: "UpdateVirtualService",
		Input: []byte(`{"meshName":"m","virtualServiceName":"s.local","spec":{}}`)}}
	if err := m.api.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	after := m.send("POST", "/_mock/resolve", query).Body.String()
	if !strings.Contains(before, `"routed"`) || !strings.Contains(after, `"noBackend"`) {
		t.Errorf("before %s after %s", before, after)
	}
}

func TestMeshesAreAnalyzed(t *testing.T) {
	t.Parallel()
	m := startRouted(t)
	for _, path := range []string{"/_mock/analyze", "/_mock/analyze?mesh=m"} {
		w := m.send("GET", path, "")
		if w.Code != http.StatusOK ||
			!strings.Contains(w.Body.String(),
				`"code":"backend-not-found","severity":"error","ref":"mesh/m/virtualNode/c","path":"spec.backends[1]`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := m.send("GET", "/_mock/analyze?region=eu-west-1", ""); w.Body.String() != "{\"findings\":[]}\n" {
		t.Error(w.Body)
	}
	if w := m.send("GET", "/_mock/analyze?mesh=gone", ""); w.Code != http.StatusNotFound {
		t.Error(w.Code, w.Body)
	}
}
