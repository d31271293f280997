package client_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

func TestTheInputOfACallHasTheNamesOfPathAndQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		call client.Call
		want string // "" for an error
	}{
		{client.Call{Operation: "CreateMesh", Path: "/v20190125/meshes", Request: `{"meshName":"a<b"}`},
			`{"meshName":"a<b"}`},
		{client.Call{Operation: "DescribeRoute",
			Path: "/v20190125/meshes/m/virtualRouter/r%20s/routes/x?meshOwner=111122223333"},
			`{"meshName":"m","meshOwner":"111122223333","routeName":"x","virtualRouterName":"r s"}`},
		{client.Call{Operation: "ListMeshes", Path: "/v20190125/meshes?limit=3"}, `{"limit":3}`},
		{client.Call{Operation: "ListMeshes", Path: "/v20190125/meshes/?limit=3"}, `{"limit":3}`},
		{client.Call{Operation: "UpdateMesh", Path: "/v20190125/meshes/m", Request: "null"}, `{"meshName":"m"}`},
		{client.Call{Operation: "UpdateMesh", Path: "/v20190125/meshes/m", Request: "[]"}, ""},
		{client.Call{Operation: "UpdateMesh", Path: "/v20190125/meshes/m/x"}, ""},
		{client.Call{Path: "/"}, ""},
		{client.Call{Operation: "CreateMesh", Path: "/v20190125/meshes", Request: "{"}, ""},
	} {
		got, err := client.Input(&c.call)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: %s, %v, want %s", c.call.Path, got, err, c.want)
		}
	}
}

func TestDoReturnsTheErrorsOfAdminRoutes(t *testing.T) {
	t.Parallel()
	responses := map[string]string{
		"/_mock/refused": `{"message":"no"}`, "/_mock/other": "<html>", "/_mock/fine": "not JSON",
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_mock/fine" {
			w.WriteHeader(http.StatusBadRequest)
		}
		w.Write([]byte(responses[r.URL.Path]))
	}))
	defer s.Close()
	c := client.Client{URL: s.URL}
	for path, want := range map[string]string{
		"/refused": "no", "/other": "is not appmesh-mock", "/fine": "cannot be read",
	} {
		var into json.RawMessage
		if err := c.Do(t.Context(), http.MethodGet, path, nil, nil, &into); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	s.Close()
	var unreachable *client.UnreachableError
	if err := c.Do(t.Context(), http.MethodGet, "/fine", nil, nil, nil); !errors.As(err, &unreachable) {
		t.Errorf("a closed server: %v", err)
	}
}
