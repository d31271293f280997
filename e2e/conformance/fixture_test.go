package conformance

import (
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/state"
)

type (
	object   = harness.Object
	response = harness.Response
)

// fixture is a server with the resources that requests need.
type fixture struct {
	*testing.T
	*api
	target  harness.Target  // sends requests; a socket at first
	direct  harness.Target  // calls the handler, for speed
	created map[string]bool // the resources that exist, by their names
}

func newFixture(t *testing.T, a *api) *fixture {
	t.Helper()
	srv := appmeshtest.Start(t)
	target := harness.Started(srv)
	target.Account = "" // requests have no signature
	return &fixture{T: t, api: a, target: target, direct: harness.Handler(srv.Handler()), created: map[string]bool{}}
}

// call sends a request to the method and path of the operation in AWS's model.
func (f *fixture) call(name string, input object) response {
	f.Helper()
	op := f.Operations[name]
	got, err := f.target.CallPath(op.HTTP.Method, op.HTTP.RequestURI, input)
	if err != nil {
		f.Fatal(err)
	}
	return got
}

// must sends a request that must succeed. It prepares or checks the request under test.
func (f *fixture) must(name string, input object) response {
	f.Helper()
	got := f.call(name, input)
	if err := got.Err(); err != nil {
		f.Errorf("%s %.300s: %v", name, harness.JSON(input), err)
	}
	return got
}

// key identifies the resource that an input names.
func key(kind state.Kind, input object) string {
	return kind.Title() + string(harness.JSON(harness.Named(kind, input)))
}

// prepare creates the resources that a request needs: the parent of its resource, and those
// that its spec refers to.
func (f *fixture) prepare(kind state.Kind, input object) {
	f.Helper()
	for _, need := range harness.Needs(kind, input) {
		f.ensure(need.Kind, need.Names)
	}
}

// ensure creates a resource unless it exists.
func (f *fixture) ensure(kind state.Kind, names object) {
	f.Helper()
	if f.created[key(kind, names)] {
		return
	}
	create := "Create" + kind.Title()
	input := f.request(f.Operations[create], nil, false)
	for member, name := range harness.Named(kind, names) {
		input[member] = name
	}
	f.prepare(kind, input)
	f.must(create, input)
	f.created[key(kind, names)] = true
}

// remove deletes a resource that a request has created or changed.
func (f *fixture) remove(kind state.Kind, names object) {
	f.Helper()
	f.must("Delete"+kind.Title(), harness.Named(kind, names))
	delete(f.created, key(kind, names))
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
