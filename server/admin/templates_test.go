package admin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestTheServerAcceptsEachTemplate(t *testing.T) {
	t.Parallel()
	templates := decoded[struct {
		Templates map[string][]struct {
			Name string
			Spec json.RawMessage
		}
	}](start(t, server.Options{}), "GET", "/_mock/templates", "").Templates
	// The resources that the templates refer to, and the parents.
	const others = `[
		{"meshName":"mesh","spec":{}},
		{"meshName":"mesh","virtualNodeName":"node","spec":{}},
		{"meshName":"mesh","virtualNodeName":"node-v1","spec":{}},
		{"meshName":"mesh","virtualNodeName":"node-v2","spec":{}},
		{"meshName":"mesh","virtualRouterName":"router","spec":{}},
		{"meshName":"mesh","virtualServiceName":"service.local","spec":{}},
		{"meshName":"mesh","virtualGatewayName":"gateway",
			"spec":{"listeners":[{"portMapping":{"port":1,"protocol":"http"}}]}}]`
	parents := map[state.Kind]string{
		state.Mesh: "mesh", state.VirtualRouter: "router", state.VirtualGateway: "gateway",
	}
	for _, kind := range state.CreationOrder() {
		if len(templates[kind.String()]) == 0 {
			t.Errorf("there is no template of a %s", kind)
		}
		names := map[string]bool{}
		for _, template := range templates[kind.String()] {
			t.Run(kind.String()+" "+template.Name, func(t *testing.T) {
				t.Parallel()
				m := start(t, server.Options{Strict: true})
				m.want(m.send("POST", "/_mock/seed", others), http.StatusOK, "")
				input := map[string]any{kind.NameMember(): "new", "spec": template.Spec}
				for parent := kind.Parent(); parent != 0; parent = parent.Parent() {
					input[parent.NameMember()] = parents[parent]
				}
				seed, err := json.Marshal([]any{input})
				if err != nil {
					t.Fatal(err)
				}
				m.want(m.send("POST", "/_mock/seed", string(seed)), http.StatusOK, `{"applied":1}`)
			})
			if names[template.Name] || template.Name == "" {
				t.Errorf("%s: the name %q is empty or there twice", kind, template.Name)
			}
			names[template.Name] = true
		}
		delete(templates, kind.String())
	}
	if len(templates) > 0 {
		t.Errorf("templates of unknown kinds: %v", templates)
	}
}
