package admin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestADataSetIsListedAndLoadedByItsName(t *testing.T) {
	t.Parallel()
	steps := func(name string) ([]server.Step, error) {
		return []server.Step{{Operation: "CreateMesh", Input: json.RawMessage(`{"meshName":"` + name + `"}`)}}, nil
	}
	m := start(t, server.Options{}, func(o *admin.Options) { o.Worlds = admin.Worlds{Names: []string{"one", "two"}, Steps: steps} })
	m.want(m.send("GET", "/_mock/worlds", ""), http.StatusOK, `{"worlds":["one","two"]}`)
	m.want(m.send("POST", "/_mock/worlds/two?region=eu-west-1", ""), http.StatusOK, `{"applied":1}`)
	if m.api.View().In(m.api.Account(), "eu-west-1").Get(state.Mesh, "two") == nil {
		t.Error("the mesh is not there")
	}
	m.want(m.send("POST", "/_mock/worlds/two?region=eu-west-1", ""), http.StatusBadRequest, "")
	m.want(m.send("POST", "/_mock/worlds/three", ""), http.StatusNotFound, "")
}

func TestWithoutDataSetsTheListIsEmpty(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("GET", "/_mock/worlds", ""), http.StatusOK, `{"worlds":[]}`)
}
