package sdks

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// TestMain runs more tests at a time than there are processors: most of them wait for clients.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(harness.Main(m))
}

// members are the members of an operation's input or output, with the names of the API.
type members = map[string]any

// scenarios is the content of scenarios.json, which package sdkgo writes.
type scenarios struct {
	Kinds          []kind
	Setup, Blocked []call
	Errors         []errorScenario
	Exceptions     map[string]int
	UnusualNames   []string
}

type kind struct {
	Name, Plural string
	Parents      []string // outermost first
	Specs        []members
}

type call struct {
	Operation string
	Input     members
}

// errorScenario is a call that fails after Setup and Blocked. In the input and the message
// ACCOUNT stands for the account; in the message … stands for any text.
type errorScenario struct {
	Name string
	call
	Code    string
	Message string
}

// parent is the name of the virtual router and of the virtual gateway of Setup.
const parent = "parent"

func readScenarios(t *testing.T) (s scenarios) {
	t.Helper()
	readJSON(t, "scenarios.json", &s)
	if len(s.Kinds) != 7 || len(s.Exceptions) != 10 || len(s.Errors) == 0 || len(s.UnusualNames) == 0 {
		t.Fatal("scenarios.json is incomplete")
	}
	return s
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func (s scenarios) kind(name string) kind {
	return s.Kinds[slices.IndexFunc(s.Kinds, func(k kind) bool { return k.Name == name })]
}

// setupFor returns the calls of Setup, with the given name for the virtual gateway.
func (s scenarios) setupFor(gateway string) []call {
	calls := slices.Clone(s.Setup)
	for i, each := range calls {
		if each.Operation == "CreateVirtualGateway" {
			calls[i].Input = with(each.Input, "virtualGatewayName", gateway)
		}
	}
	return calls
}

// existing returns the names of the resources of a kind that Setup creates in addition to its parents.
func (s scenarios) existing(k kind) (names []string) {
	for _, each := range s.Setup {
		if each.Operation == "Create"+k.Name {
			names = append(names, each.Input[k.nameMember()].(string))
		}
	}
	return names
}

// stem returns a kind as in ARNs and members: VirtualNode is virtualNode.
func stem(kindName string) string { return strings.ToLower(kindName[:1]) + kindName[1:] }

func (k kind) nameMember() string { return stem(k.Name) + "Name" }

// lineage returns the kind's parents and the kind.
func (k kind) lineage() []string { return append(slices.Clone(k.Parents), k.Name) }

// names returns the members that name a resource in the mesh "mesh", and in a virtual router or
// gateway with the given name.
func (k kind) names(parent, name string) members {
	in := members{}
	for i, each := range k.Parents {
		in[stem(each)+"Name"] = []string{"mesh", parent}[i]
	}
	return with(in, k.nameMember(), name)
}

// within returns the members of a list operation that name the parents.
func (k kind) within() members {
	in := k.names(parent, "")
	delete(in, k.nameMember())
	return in
}

// described returns a spec as describe and delete operations return it: a virtual node without backends has
// an empty list of them (rule 56).
func (k kind) described(spec members) members {
	if _, set := spec["backends"]; k.Name == "VirtualNode" && !set {
		return with(spec, "backends", []any{})
	}
	return spec
}

// with returns a copy of the members with further ones, given as names and values.
func with(in members, more ...any) members {
	all := members{}
	maps.Copy(all, in)
	for i := 0; i < len(more); i += 2 {
		all[more[i].(string)] = more[i+1]
	}
	return all
}

// same reports how two values differ when written as JSON.
func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(plain(t, want), plain(t, got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func plain(t *testing.T, v any) (p any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// column returns one member of each item.
func column(items any, member string) (values []any) {
	list, _ := items.([]any)
	for _, item := range list {
		values = append(values, item.(members)[member])
	}
	return values
}

// tagList returns tags from names and values.
func tagList(pairs ...string) []any {
	tags := []any{}
	for i := 0; i < len(pairs); i += 2 {
		tags = append(tags, members{"key": pairs[i], "value": pairs[i+1]})
	}
	return tags
}
