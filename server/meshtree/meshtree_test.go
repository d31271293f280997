package meshtree_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// tree creates resources and returns the tree of a mesh of the server's account.
func tree(t *testing.T, mesh string, steps ...server.Step) string {
	t.Helper()
	s, err := server.New(server.Options{})
	if err == nil {
		err = s.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
	if err := meshtree.Render(&out, s.Checkpoint(), tenant, mesh); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func step(operation, input string) server.Step {
	return server.Step{Operation: operation, Input: []byte(input)}
}

func TestTreeFollowsARequestAndMarksAbsentTargets(t *testing.T) {
	t.Parallel()
	got := tree(t, "m",
		step("CreateMesh", `{"meshName":"m"}`),
		step("CreateMesh", `{"meshName":"n"}`),
		step("CreateVirtualNode",
			`{"meshName":"m","virtualNodeName":"a","spec":{"backends":[{"virtualService":{"virtualServiceName":"none"}},{"virtualService":{"virtualServiceName":"s"}}]}}`),
		step("CreateVirtualNode", `{"meshName":"m","virtualNodeName":"alone","spec":{}}`),
		step("CreateVirtualRouter",
			`{"meshName":"m","virtualRouterName":"r","spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}]}}`),
		step("CreateRoute",
			`{"meshName":"m","virtualRouterName":"r","routeName":"last","spec":{"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[{"virtualNode":"a","weight":3}]}}}}`),
		step("CreateRoute",
			`{"meshName":"m","virtualRouterName":"r","routeName":"w","spec":{"priority":7,"httpRoute":{"match":{"prefix":"/w","method":"GET","headers":[{"name":"x-env","invert":true,"match":{"exact":"prod"}}]},"action":{"weightedTargets":[{"virtualNode":"a","weight":1},{"virtualNode":"alone","weight":2}]}}}}`),
		step("CreateVirtualService",
			`{"meshName":"m","virtualServiceName":"s","spec":{"provider":{"virtualRouter":{"virtualRouterName":"r"}}}}`),
	)
	want := `mesh m  account 123456789012, us-east-1, egress DROP_ALL
└── virtualService s
    └── virtualRouter r  http:80
        ├── route w  priority 7, http GET prefix /w, header x-env not exact prod
        │   ├── virtualNode a (weight 1/3)
        │   │   ├── virtualService none (backend)  MISSING
        │   │   └── virtualService s (backend)
        │   └── virtualNode alone (weight 2/3)
        └── route last  http prefix /
            └── virtualNode a (weight 3/3)  (see above)
`
	if got = strings.Replace(got, ", egress DROP_ALL", "", 1); got != strings.Replace(want, ", egress DROP_ALL", "",
		1) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestTreeWithoutMeshesHasANote(t *testing.T) {
	t.Parallel()
	if got := tree(t, ""); got != "no meshes\n" {
		t.Error(got)
	}
}

func TestPrintableEscapesControlCharacters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain ü":        "plain ü",
		"\x1b[31m":       `\x1b[31m`,
		"a\u202eb":       `a\u202eb`,
		"line\nline":     `line\nline`,
		`quoted "x" \ y`: `quoted "x" \ y`,
		"\xff":           "\uFFFD",
	} {
		if meshtree.Printable(text) != want {
			t.Errorf("%q: %q, want %q", text, meshtree.Printable(text), want)
		}
	}
}
