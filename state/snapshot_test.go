package state_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestRestoreBringsEverythingBack(t *testing.T) {
	t.Parallel()
	s := newStore(state.Quotas{"virtualNodesPerMesh": 1})
	d := draft(key(state.Mesh, "m"), spec{})
	d.Token, d.Tags = "one", []state.Tag{{Key: "a", Value: "b"}}
	mesh := create(t, s, d)
	n := draft(key(state.VirtualNode, "m", "n"), spec{})
	n.Backends = []string{"implicit"}
	node := create(t, s, n)
	if err := s.Share(d.Key, consumer); err != nil {
		t.Fatal(err)
	}
	before := s.Snapshot()

	if err := s.Unshare(d.Key, consumer); err != nil {
		t.Fatal(err)
	}
	create(t, s, draft(key(state.VirtualService, "m", "implicit"), spec{}))
	for _, k := range []state.Key{key(state.VirtualService, "m", "implicit"), n.Key, d.Key} {
		if _, err := s.Delete(owner, k); err != nil {
			t.Fatalf("%#v", err)
		}
	}
	create(t, s, draft(key(state.Mesh, "after"), spec{}))
	after := s.Snapshot()

	for range 2 { // any number of times
		s.Restore(before)
		got, err := s.Get(owner, d.Key)
		if err != nil || got.UID != mesh.UID || len(got.Tags) != 1 {
			t.Fatalf("the mesh: %+v %#v", got, err)
		}
		if again, err := s.Create(d); err != nil || again.UID != mesh.UID {
			t.Errorf("its client token: %+v %#v", again, err)
		}
		if _, err := s.Get(consumer, d.Key); err != nil {
			t.Errorf("its share: %#v", err)
		}
		equal(t, "the meshes", names(t, s, d.Key.Parent(), state.Mesh), []string{"m"})
		equal(t, "the counts",
			fmt.Sprint(s.Count(state.Mesh), s.Count(state.VirtualNode), s.Count(state.VirtualService)), "1 1 0")
		if _, err := s.Create(draft(key(state.VirtualNode, "m", "more"), spec{})); err == nil {
			t.Error("the quota does not count the mesh")
		}
		service := create(t, s, draft(key(state.VirtualService, "m", "implicit"), spec{}))
		equal(t, "the implicit service", fmt.Sprint(service.Version, service.Created), fmt.Sprint(2, node.Created))
	}
	s.Restore(after)
	equal(t, "the meshes", names(t, s, d.Key.Parent(), state.Mesh), []string{"after"})
	equal(t, "what the snapshot has, whatever was restored", before.Get(d.Key).UID, mesh.UID)

	other := newStore(nil)
	other.Restore(before)
	if got, err := other.Get(owner, d.Key); err != nil || got.UID != mesh.UID {
		t.Errorf("in another store: %+v %#v", got, err)
	}
	create(t, other, draft(key(state.Mesh, "own"), spec{}))
	if _, err := s.Get(owner, key(state.Mesh, "own")); err == nil {
		t.Error("a write to the other store changed the first")
	}
	s.Clear()
	for _, kind := range state.Kinds() {
		equal(t, kind.String(), s.Count(kind), 0)
	}
	create(t, s, draft(d.Key, spec{}))
}

func TestRevisionGrowsWithEveryChange(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	start := s.Snapshot()
	mesh := create(t, s, draft(key(state.Mesh, "m"), spec{}))
	created := s.Snapshot()
	if created.Revision() <= start.Revision() {
		t.Errorf("revision %d after a create, %d before", created.Revision(), start.Revision())
	}
	if _, err := s.Get(owner, mesh.Key); err != nil || s.Snapshot().Revision() != created.Revision() {
		t.Errorf("a read changed the revision from %d to %d (%v)", created.Revision(), s.Snapshot().Revision(), err)
	}
	s.Restore(start)
	if restored := s.Snapshot(); restored.Revision() <= created.Revision() {
		t.Errorf("revision %d after a restore, %d before", restored.Revision(), created.Revision())
	}
}

func TestResourcesOfATenantAreSortedByName(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	for _, name := range []string{"b", "a", "c"} {
		create(t, s, draft(key(state.Mesh, name), spec{}))
		create(t, s, draft(key(state.VirtualNode, name, "n"), spec{}))
	}
	other := key(state.Mesh, "z")
	other.Tenant.Region = "eu-west-1"
	create(t, s, draft(other, spec{}))
	var names []string
	for _, kind := range []state.Kind{state.Mesh, state.VirtualNode} {
		for r := range s.Snapshot().Resources(other.Tenant, kind) {
			names = append(names, kind.String()+" "+r.Names[0])
		}
		for r := range s.Snapshot().Resources(key(state.Mesh).Tenant, kind) {
			names = append(names, kind.String()+" "+r.Names[0])
		}
	}
	equal(t, "the resources", names, []string{
		"mesh z", "mesh a", "mesh b", "mesh c", "virtualNode a", "virtualNode b", "virtualNode c",
	})
}
