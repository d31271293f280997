package recordings

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// fixture is a server that has the state of the real service before a recording.
type fixture struct {
	*testing.T
	srv      *appmeshtest.Server
	target   harness.Target
	uid      *state.UID           // of the next resource; nil: any
	existing map[string]*resource // the resources that exist
	backends map[string]bool      // the virtual services that are backends of nodes
	known    map[string]*resource // the resources that recordings contain; others may need them earlier
}

func newFixture(t *testing.T, options ...appmeshtest.Option) *fixture {
	t.Helper()
	f := &fixture{T: t, existing: map[string]*resource{}, backends: map[string]bool{}}
	count := server.CountingIDs(0x8000)
	options = append(options,
		appmeshtest.WithoutListener(),
		appmeshtest.WithClock(server.SteppingClock(server.Epoch, 0)),
		appmeshtest.WithUIDs(func() state.UID {
			if f.uid != nil {
				return *f.uid
			}
			return count()
		}))
	f.srv = appmeshtest.Start(t, options...)
	f.target = harness.Handler(f.srv.Handler())
	f.target.Account = account
	return f
}

// call runs an operation in a region, and returns the body of the response.
func (f *fixture) call(operation, region string, input object) []byte {
	f.Helper()
	target := f.target
	target.Region = region
	return target.Must(f, operation, input).Body
}

// write runs an operation that creates, changes or deletes a resource at a time.
func (f *fixture) write(operation string, r *resource, at time.Time, input object) []byte {
	f.Helper()
	f.srv.Clock().Set(at)
	f.uid = parseUID(r.uid)
	body := f.call(operation, r.region, input)
	f.uid = nil
	return body
}

// prepare creates the resources that a request needs: the parent of its resource, and those
// that its spec refers to.
func (f *fixture) prepare(r *resource, input object) {
	f.Helper()
	for _, need := range harness.Needs(r.kind, input) {
		f.ensure(r, need)
	}
}

// ensure creates a resource unless it exists, at the time of the resource that needs it.
func (f *fixture) ensure(by *resource, need harness.Need) {
	f.Helper()
	r := &resource{kind: need.Kind, names: need.Names, region: by.region, created: by.created, version: 1,
		spec: minimalSpecs[need.Kind]}
	if f.existing[r.key()] == nil {
		if known := f.known[r.key()]; known != nil && known.created.Before(by.updated) {
			r = known
		}
		f.advance(r, 1)
	}
}

// advance creates a resource unless it exists, and updates it until it has a version.
func (f *fixture) advance(r *resource, version int) {
	f.Helper()
	input := r.input()
	f.prepare(r, input)
	current := f.existing[r.key()]
	if current == nil {
		f.write("Create"+r.kind.Title(), r, r.created, input)
		current = f.record(r, 1, input)
	}
	if current.version > version {
		f.Fatalf("%s has version %d already, want %d", r.key(), current.version, version)
	}
	for current.version < version {
		f.write("Update"+r.kind.Title(), r, r.updated, input)
		current = f.record(r, current.version+1, input)
	}
}

// record records that a resource was created or changed, and which services exist implicitly
// as its backends (rule 8).
func (f *fixture) record(r *resource, version int, input object) *resource {
	current := *r
	current.version = version
	f.existing[r.key()] = &current
	backends, _ := harness.At(input, "spec", "backends").([]any)
	for _, b := range backends {
		if name := harness.At(b, "virtualService", "virtualServiceName"); name != nil {
			f.backends[fmt.Sprint(r.region, r.names["meshName"], name)] = true
		}
	}
	return &current
}

// createImplicit creates a node with a virtual service as its backend, so that the service
// exists implicitly.
func (f *fixture) createImplicit(service *resource) {
	f.Helper()
	name := service.names["virtualServiceName"]
	if f.backends[fmt.Sprint(service.region, service.names["meshName"], name)] {
		return
	}
	f.advance(&resource{kind: state.VirtualNode, region: service.region, created: service.created,
		names: object{"meshName": service.names["meshName"], "virtualNodeName": "any-frontend"},
		spec:  object{"backends": []any{object{"virtualService": object{"virtualServiceName": name}}}}}, 1)
}

// emptyMesh deletes all resources in a mesh, but not the mesh.
func (f *fixture) emptyMesh(mesh *resource) {
	f.Helper()
	for _, kind := range slices.Backward(state.CreationOrder()) {
		for key, r := range f.existing {
			if r.kind == kind && kind != state.Mesh && r.region == mesh.region &&
				r.names["meshName"] == mesh.names["meshName"] {
				f.call("Delete"+kind.Title(), r.region, r.names)
				delete(f.existing, key)
			}
		}
	}
}

// run runs a recorded operation, after those that must have preceded it, and returns the body of
// the response.
func (f *fixture) run(operation string, r *resource, input object) []byte {
	f.Helper()
	verb, kind := harness.ParseOperation(operation)
	switch verb {
	case "Create":
		f.prepare(r, input)
		if r.version > 1 {
			f.createImplicit(r)
		}
		defer f.record(r, r.version, input)
		return f.write(operation, r, r.updated, input)
	case "Update":
		f.advance(r, r.version-1)
		f.prepare(r, input)
		defer f.record(r, r.version, input)
		return f.write(operation, r, r.updated, input)
	case "Delete":
		before := r.version - 1
		if kind == state.Mesh { // its version stays the same (rule 33)
			before = r.version
			f.emptyMesh(r)
		}
		f.advance(r, before)
		defer delete(f.existing, r.key())
		return f.write(operation, r, r.updated, input)
	default:
		f.advance(r, r.version)
		return f.call(operation, r.region, input)
	}
}

// list creates the resources of a recorded list, and returns the body of the list.
func (f *fixture) list(operation string, kind state.Kind, recorded *tree) []byte {
	f.Helper()
	input, region := object{}, ""
	for _, m := range recorded.members {
		for _, item := range m.value.items {
			r := itemIn(kind, item.plain().(object))
			f.advance(r, r.version)
			input, region = harness.Named(kind.Parent(), r.names), r.region
		}
	}
	return f.call(operation, region, input)
}

// removeNewMembers removes the members of a response that the service did not have when it was
// recorded: before 2020, metadata and items had no owners, items had only names, and meshes had no
// spec.
func removeNewMembers(kind state.Kind, response, recorded *tree) {
	if m := recorded.at("metadata"); m != nil {
		if m.at("meshOwner") == nil {
			response.at("metadata").remove("meshOwner", "resourceOwner")
		}
		if kind == state.Mesh && recorded.at("spec") == nil {
			response.remove("spec")
		}
		return
	}
	for _, m := range recorded.members {
		if len(m.value.items) > 0 && m.value.items[0].at("meshOwner") == nil {
			for _, item := range response.at(m.name).items {
				item.remove("createdAt", "lastUpdatedAt", "meshOwner", "resourceOwner", "version")
			}
		}
	}
}
