package state_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// A snapshot has all: resources, tags, client tokens, shares, implicit services, counts.
func TestRestoreBringsEverythingBack(t *testing.T) {
	t.Parallel()
	s := storeWith(state.Quotas{"virtualNodesPerMesh": 1})
	d := draftOf(keyOf(state.Mesh, "m"))
	d.Token, d.Tags = "one", []state.Tag{{Key: "a", Value: "b"}}
	mesh := made(t, s, d)
	n := draftOf(keyOf(state.VirtualNode, "m", "n"))
	n.Backends = []string{"implicit"}
	node := made(t, s, n)
	if err := s.Share(d.Key, guest); err != nil {
		t.Fatal(err)
	}
	before := s.Snapshot()

	if err := s.Unshare(d.Key, guest); err != nil {
		t.Fatal(err)
	}
	made(t, s, draftOf(keyOf(state.VirtualService, "m", "implicit")))
	for _, k := range []state.Key{keyOf(state.VirtualService, "m", "implicit"), n.Key, d.Key} {
		if _, err := s.Delete(self, k); err != nil {
			t.Fatalf("%#v", err)
		}
	}
	made(t, s, draftOf(keyOf(state.Mesh, "after")))
	after := s.Snapshot()

	for range 2 { // any number of times
		s.Restore(before)
		got, err := s.Get(self, d.Key)
		if err != nil || got.UID != mesh.UID || len(got.Tags) != 1 {
			t.Fatalf("the mesh: %+v %#v", got, err)
		}
		if again, err := s.Create(d); err != nil || again.UID != mesh.UID {
			t.Errorf("its client token: %+v %#v", again, err)
		}
		if _, err := s.Get(guest, d.Key); err != nil {
			t.Errorf("its share: %#v", err)
		}
		wantSame(t, "the meshes", namesIn(t, s, d.Key.Parent(), state.Mesh), []string{"m"})
		wantSame(t, "the counts", fmt.Sprint(s.Count(state.Mesh), s.Count(state.VirtualNode), s.Count(state.VirtualService)), "1 1 0")
		if _, err := s.Create(draftOf(keyOf(state.VirtualNode, "m", "more"))); err == nil {
			t.Error("the quota counts nothing")
		}
		service := made(t, s, draftOf(keyOf(state.VirtualService, "m", "implicit")))
		wantSame(t, "the implicit service", fmt.Sprint(service.Version, service.Created), fmt.Sprint(2, node.Created))
	}
	s.Restore(after)
	wantSame(t, "the meshes", namesIn(t, s, d.Key.Parent(), state.Mesh), []string{"after"})
	wantSame(t, "what the snapshot has, whatever was restored", before.Get(d.Key).UID, mesh.UID)

	other := storeWith(nil)
	other.Restore(before)
	if got, err := other.Get(self, d.Key); err != nil || got.UID != mesh.UID {
		t.Errorf("in another store: %+v %#v", got, err)
	}
	made(t, other, draftOf(keyOf(state.Mesh, "own")))
	if _, err := s.Get(self, keyOf(state.Mesh, "own")); err == nil {
		t.Error("a write to the other store is seen in the first")
	}
	s.Clear()
	for _, kind := range state.Kinds {
		wantSame(t, kind.String(), s.Count(kind), 0)
	}
	made(t, s, draftOf(d.Key))
}

func TestRevisionGrowsWithEveryChange(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	start := s.Snapshot()
	mesh := made(t, s, draftOf(keyOf(state.Mesh, "m")))
	created := s.Snapshot()
	if created.Revision() <= start.Revision() {
		t.Errorf("revision %d after a create, %d before", created.Revision(), start.Revision())
	}
	if _, err := s.Get(self, mesh.Key); err != nil || s.Snapshot().Revision() != created.Revision() {
		t.Errorf("a read changed the revision from %d to %d (%v)", created.Revision(), s.Snapshot().Revision(), err)
	}
	s.Restore(start)
	if restored := s.Snapshot(); restored.Revision() <= created.Revision() {
		t.Errorf("revision %d after a restore, %d before", restored.Revision(), created.Revision())
	}
}

func TestResourcesOfATenantAreSortedByName(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	for _, name := range []string{"b", "a", "c"} {
		made(t, s, draftOf(keyOf(state.Mesh, name)))
		made(t, s, draftOf(keyOf(state.VirtualNode, name, "n")))
	}
	other := keyOf(state.Mesh, "z")
	other.Tenant.Region = "eu-west-1"
	made(t, s, draftOf(other))
	var names []string
	for _, kind := range []state.Kind{state.Mesh, state.VirtualNode} {
		for r := range s.Snapshot().Resources(other.Tenant, kind) {
			names = append(names, kind.String()+" "+r.Names[0])
		}
		for r := range s.Snapshot().Resources(keyOf(state.Mesh).Tenant, kind) {
			names = append(names, kind.String()+" "+r.Names[0])
		}
	}
	wantSame(t, "the resources", names, []string{
		"mesh z", "mesh a", "mesh b", "mesh c", "virtualNode a", "virtualNode b", "virtualNode c",
	})
}
