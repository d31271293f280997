package server_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestLoadValidatesADocumentByTheRulesForRequests(t *testing.T) {
	t.Parallel()
	const document = `{"appmeshMockState":1,"resources":[
		{"kind":"mesh","region":"us-east-1","meshOwner":"123456789012","names":["m"],"resourceOwner":"123456789012",
		 "uid":"00000000-0000-4000-8000-000000000001","version":1,"createdAtMillis":0,"lastUpdatedAtMillis":0,
		 "spec":{"egressFilter":{"type":"DROP_ALL"}},"tags":[{"key":"k","value":"v"}]},
		{"kind":"virtualService","region":"us-east-1","meshOwner":"123456789012","names":["m","s"],"resourceOwner":"123456789012",
		 "uid":"00000000-0000-4000-8000-000000000002","version":1,"createdAtMillis":0,"lastUpdatedAtMillis":0,"spec":{}}],
		"shares":[],"implicitVirtualServices":[]}`
	for _, c := range []struct {
		name, from, to string
		path           string // "" if the document is valid
		relax          []int
	}{
		{"the document as it is", "", "", "", nil},
		{"a mesh name with a slash", `"m"`, `"a/b"`, "resources[0].names[0]", nil},
		{"a mesh name with a dot", `["m"]`, `["a.b"]`, "resources[0].names[0]", nil},
		{"a service name with a slash", `"s"`, `"a/b"`, "resources[1].names[1]", nil},
		{"a service name with a slash while rule 15 is relaxed", `"s"`, `"a/b"`, "", []int{15}},
		{"a service name with a control character", `"s"`, `"a\u0001"`, "resources[1].names[1]", nil},
		{"a service name of 10,000 characters", `"s"`, `"` + strings.Repeat("s", 10_000) + `"`, "resources[1].names[1]",
			nil},
		{"a reserved tag key", `"k"`, `"aws:k"`, "resources[0].tags", nil},
		{"a reserved tag key while rule 23 is relaxed", `"k"`, `"aws:k"`, "", []int{23}},
		{"a tag key of 129 characters", `"k"`, `"` + strings.Repeat("k", 129) + `"`, "resources[0].tags", nil},
		{"a tag value of 257 characters", `"v"`, `"` + strings.Repeat("v", 257) + `"`, "resources[0].tags", nil},
		{"an enum value that does not exist", "DROP_ALL", "DROP_SOME", "resources[0].spec", nil},
		{"an unknown member of a spec", `{"type"`, `{"other":1,"type"`, "resources[0].spec.egressFilter.other", nil},
		{"a null in a spec", `"spec":{}`, `"spec":{"provider":null}`, "resources[1].spec.provider", nil},
		{"a dangling provider", `"spec":{}`, `"spec":{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`,
			"resources[1].spec", nil},
		{"a dangling provider while rule 7 is relaxed", `"spec":{}`,
			`"spec":{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`, "", []int{7}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := server.New(server.Options{Relax: c.relax})
			if err != nil {
				t.Fatal(err)
			}
			before := string(s.Save())
			err = s.Load([]byte(strings.Replace(document, c.from, c.to, 1)))
			if c.path == "" {
				if err != nil {
					t.Fatal(err)
				}
				saved := string(s.Save())
				if err := s.Load([]byte(saved)); err != nil || string(s.Save()) != saved {
					t.Errorf("the saved document changed, or is refused: %v", err)
				}
				return
			}
			var refused *state.DocumentError
			if !errors.As(err, &refused) || refused.Path != c.path {
				t.Errorf("got %v, want an error at %s", err, c.path)
			}
			if string(s.Save()) != before {
				t.Error("a refused document changed the state")
			}
		})
	}
}

func TestAListenerCannotBeRemovedWhileARouteMatchesItsPort(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	listener := func(port string) string {
		return `{"listeners":[{"portMapping":{"port":` + port + `,"protocol":"http"}}]}`
	}
	a.make("virtualRouter", "ports", listener("8080"))
	route := strings.Replace(routeSpec, `"prefix":"/"`, `"port":8080,"prefix":"/"`, 1)
	a.put("/meshes/m/virtualRouter/ports/routes", `{"routeName":"x","spec":`+route+`}`).ok()
	a.change("virtualRouter", "ports", listener("9090")).refused("BadRequestException", 69,
		"The listener on port 8080 cannot be removed while Route x matches it")
	a.change("virtualRouter", "ports", listener("8080")).ok()
}
