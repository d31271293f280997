package state_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// operation draws a request and returns a function that makes it and returns the outcome.
func operation(t *rapid.T) func(*state.Store) string {
	k := key(rapid.SampledFrom(state.Kinds()).Draw(t, "kind"))
	name := rapid.SampledFrom([]string{"a", "b", "a.b", "ü <&>\u2028"})
	for i := range k.Kind.Depth() {
		k.Names[i] = name.Draw(t, "name")
	}
	k.Names[0] = rapid.SampledFrom([]string{"a", "a", "a", "b"}).Draw(t, "mesh")
	d := state.Draft{Key: k, Caller: rapid.SampledFrom([]string{owner, owner, owner, consumer}).Draw(t, "caller")}
	s := spec{Text: rapid.SampledFrom([]string{"", "x", "<&>\u2028\"\\"}).Draw(t, "text")}
	port := rapid.SampledFrom([]uint16{0, 80, 81})
	target := func(kinds ...state.Kind) {
		for range rapid.IntRange(0, 1).Draw(t, "targets") {
			s.References.Targets = append(s.References.Targets, state.Target{
				Kind: rapid.SampledFrom(kinds).Draw(t, "target"), Name: name.Draw(t, "target name"),
				Port: port.Draw(t, "target port"),
			})
		}
	}
	switch k.Kind {
	case state.VirtualNode, state.VirtualRouter, state.VirtualGateway:
		s.References.Listeners = listeners(rapid.SliceOfNDistinct(rapid.SampledFrom([]uint16{80, 81}), 0, 2,
			rapid.ID[uint16]).Draw(t, "listeners")...).References.Listeners
	case state.Route:
		s.References.Match.Port = port.Draw(t, "port")
		target(state.VirtualNode)
	case state.GatewayRoute:
		s.References.Match.Port = port.Draw(t, "port")
		target(state.VirtualService)
	case state.VirtualService:
		target(state.VirtualNode, state.VirtualRouter)
	}
	if k.Kind == state.VirtualNode {
		d.Backends = rapid.SliceOfN(name, 0, 2).Draw(t, "backends")
	}
	d.References, d.Spec = s.References, s.json()
	d.Token = rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "token")
	tags := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) state.Tag {
		return state.Tag{Key: rapid.SampledFrom([]string{"k", "l", "ü\u2028"}).Draw(t, "key"),
			Value: rapid.SampledFrom([]string{"", "v"}).Draw(t, "value")}
	}), 0, 2, func(tag state.Tag) string { return tag.Key }).Draw(t, "tags")

	outcome := func(r *state.Resource, err error) string {
		if err != nil {
			return fmt.Sprintf("%#v", err)
		}
		return fmt.Sprintf("%s version %d created %d updated %d %s", r.UID, r.Version, r.Created, r.Updated, r.Spec)
	}
	switch rapid.IntRange(0, 9).Draw(t, "verb") {
	case 0:
		return func(s *state.Store) string { return outcome(s.Update(d)) }
	case 1:
		return func(s *state.Store) string { return outcome(s.Delete(d.Caller, k)) }
	case 2:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Tag(d.Caller, k, tags)) }
	case 3:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Untag(d.Caller, k, []string{"k"})) }
	case 4:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Share(k.Mesh(), consumer)) }
	case 5:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Unshare(k.Mesh(), consumer)) }
	default:
		d.Tags = tags
		return func(s *state.Store) string { return outcome(s.Create(d)) }
	}
}

// Both stores also behave alike afterwards: tokens, implicit services, shares and references
// are part of the document.
func TestALoadedStoreIsLikeTheSavedOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := newStore(nil)
		for range rapid.IntRange(0, 40).Draw(t, "before") {
			operation(t)(first)
		}
		was := first.Snapshot()
		document := was.Save()
		loaded, err := state.Load(document, validation)
		if err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		if again := loaded.Save(); !bytes.Equal(again, document) {
			t.Fatalf("saved\n%s\nloaded and saved\n%s", document, again)
		}
		if changes := state.Diff(was, loaded); len(changes) > 0 {
			t.Fatalf("loading changed %+v", changes)
		}
		same, second := newStoreFrom(1000, nil), newStoreFrom(1000, nil)
		same.Restore(was)
		second.Restore(loaded)
		for range rapid.IntRange(0, 20).Draw(t, "after") {
			do := operation(t)
			if got, want := do(second), do(same); got != want {
				t.Fatalf("the loaded store returns\n%s\nwant\n%s", got, want)
			}
		}
		if !bytes.Equal(second.Snapshot().Save(), same.Snapshot().Save()) {
			t.Fatal("the stores differ in the end")
		}
	})
}

func TestSaveWritesReadableJSON(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	mesh := draft(key(state.Mesh, "m"), spec{Text: "<&>"})
	mesh.Tags = []state.Tag{{Key: "k", Value: "v"}}
	create(t, s, mesh)
	const want = `{
  "appmeshMockState": 1,
  "resources": [
    {
      "kind": "mesh",
      "region": "us-east-1",
      "meshOwner": "111111111111",
      "names": [
        "m"
      ],
      "resourceOwner": "111111111111",
      "uid": "00000000-0000-0000-0000-000000000001",
      "version": 1,
      "createdAtMillis": 1000,
      "lastUpdatedAtMillis": 1000,
      "spec": {
        "text": "\u003c\u0026\u003e"
      },
      "tags": [
        {
          "key": "k",
          "value": "v"
        }
      ]
    }
  ],
  "shares": [],
  "implicitVirtualServices": []
}
`
	if got := string(s.Snapshot().Save()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
