package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestEveryRouteRefusesUnknownParametersAndUnexpectedBodies(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	var index struct {
		Routes []struct{ Method, Path string }
	}
	if err := json.Unmarshal(m.send("GET", "/_mock/", "").Body.Bytes(), &index); err != nil {
		t.Fatal(err)
	}
	if len(index.Routes) < 25 {
		t.Fatalf("only %d routes", len(index.Routes))
	}
	variables := strings.NewReplacer("{name}", "x", "{number}", "1")
	for _, route := range index.Routes {
		path := variables.Replace(route.Path)
		w := m.send(route.Method, path+"?bogus=1", "")
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "bogus") {
			t.Errorf("%s %s?bogus=1: %d %s", route.Method, path, w.Code, w.Body)
		}
		if w := m.send(route.Method, path, `{"bogus":1}`); w.Code < 400 {
			t.Errorf("%s %s accepts the body {\"bogus\":1}: %d %s", route.Method, path, w.Code, w.Body)
		}
	}
}

func TestResetOfOneAccountKeepsTheOthers(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, account := range []string{"111111111111", "222222222222"} {
		m.call("PUT", "/v20190125/meshes", `{"meshName":"m"}`, account)
		m.call("PUT", "/v20190125/meshes/m/virtualNodes", `{"virtualNodeName":"n","spec":{}}`, account)
	}
	m.want(m.send("POST", "/_mock/reset?account=111111111111", ""), http.StatusOK, "{}")
	if w := m.call("GET", "/v20190125/meshes/m", "", "111111111111"); w.Code != http.StatusNotFound {
		t.Errorf("the mesh of the account is still there: %d", w.Code)
	}
	if w := m.call("GET", "/v20190125/meshes/m/virtualNodes/n", "", "222222222222"); w.Code != http.StatusOK {
		t.Errorf("the status of another account's node is %d", w.Code)
	}
	if n := m.api.Count(state.VirtualNode); n != 1 {
		t.Errorf("%d nodes, want 1", n)
	}
	m.want(m.send("POST", "/_mock/reset?account=1", ""), http.StatusBadRequest, "")
	m.want(m.send("POST", "/_mock/reset?account=111111111111&to=start", ""), http.StatusBadRequest, "")
}

func TestResetToStartRestoresStateAndControls(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("seeded")
	m.api.MarkStart()
	change := func() {
		m.makeMesh("later")
		if _, err := m.api.Inject(server.Fault{Code: "ServiceUnavailableException", First: 1,
			Calls: server.CallFilter{Mesh: "x"}}); err != nil {
			t.Fatal(err)
		}
		if err := m.api.Clock().Advance(1e12); err != nil {
			t.Fatal(err)
		}
		m.send("PUT", "/_mock/checkpoints/c", "")
	}
	meshes := func() string {
		var names []string
		for r := range m.api.Checkpoint().Meshes() {
			names = append(names, r.Name())
		}
		return strings.Join(names, " ")
	}
	change()
	m.want(m.send("POST", "/_mock/reset?to=start", ""), http.StatusOK, "{}")
	if got := meshes(); got != "seeded" || len(m.api.Faults()) != 1 {
		t.Errorf("after to=start there are the meshes %q and %d faults, want seeded and 1", got, len(m.api.Faults()))
	}
	change()
	m.want(m.send("POST", "/_mock/reset?all=1", ""), http.StatusBadRequest,
		`{"message":"all must be true or false, not \"1\""}`)
	m.want(m.send("POST", "/_mock/reset?to=start&all=true", ""), http.StatusOK, "{}")
	calls, err := m.api.Calls(server.CallFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if got := meshes(); got != "seeded" || len(m.api.Faults()) != 0 || len(calls) != 0 ||
		!m.api.Clock().Now().Equal(server.Epoch) {
		t.Errorf("after all=true: meshes %q, %d faults, %d calls, clock %v", got, len(m.api.Faults()), len(calls),
			m.api.Clock().Now())
	}
	m.want(m.send("GET", "/_mock/checkpoints", ""), http.StatusOK, `{"checkpoints":[]}`)
	m.want(m.send("POST", "/_mock/reset", ""), http.StatusOK, "{}")
	if got := meshes(); got != "" {
		t.Errorf("after a reset there are the meshes %q", got)
	}
	m.want(m.send("POST", "/_mock/reset?to=end", ""), http.StatusBadRequest,
		`{"message":"to must be start, not \"end\""}`)
}
