package state_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// lines returns one line for each difference.
func lines(differences []state.Difference) string {
	var all []string
	for _, d := range differences {
		r := d.After
		if r == nil {
			r = d.Before
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", d.Change, r.Kind,
			strings.Join(r.Names[:r.Kind.Depth()], "/"), strings.Join(d.Members, " "))))
	}
	return strings.Join(all, "\n")
}

func TestDiffReturnsCreatedUpdatedAndDeletedResources(t *testing.T) {
	t.Parallel()
	s := storeWithAll(t)
	before := s.Snapshot()
	create(t, s, draft(key(state.Mesh, "k"), spec{}))
	create(t, s, draft(key(state.VirtualNode, "m", "a"), spec{}))
	if _, err := s.Delete(owner, key(state.Route, "m", "r", "x")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(draft(key(state.VirtualNode, "m", "n"), withText(listeners(81), "new"))); err != nil {
		t.Fatal(err)
	}
	if err := s.Tag(owner, key(state.VirtualRouter, "m", "r"), []state.Tag{{Key: "k", Value: "v"}}); err != nil {
		t.Fatal(err)
	}
	after := s.Snapshot()
	const want = `created mesh k
created virtualNode m/a
updated virtualNode m/n lastUpdatedAt spec.references.Listeners.1.member.Port spec.text version
updated virtualRouter m/r tags
deleted route m/r/x`
	if got := lines(state.Diff(before, after)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	const back = `deleted mesh k
deleted virtualNode m/a
updated virtualNode m/n lastUpdatedAt spec.references.Listeners.1.member.Port spec.text version
updated virtualRouter m/r tags
created route m/r/x`
	if got := lines(state.Diff(after, before)); got != back {
		t.Errorf("backwards\n got %s\nwant %s", got, back)
	}
}

func TestDiffOfARecreatedResourceIncludesTheUID(t *testing.T) {
	t.Parallel()
	s := storeWithAll(t)
	before := s.Snapshot()
	if _, err := s.Delete(owner, key(state.Route, "m", "r", "x")); err != nil {
		t.Fatal(err)
	}
	create(t, s, draft(key(state.Route, "m", "r", "x"), targets(state.Target{Kind: state.VirtualNode, Name: "n"})))
	if got, want := lines(state.Diff(before, s.Snapshot())),
		"updated route m/r/x createdAt lastUpdatedAt uid"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestDiffNamesMembersByTheirPaths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after, want string }{
		{`{}`, `{}`, ""},
		{`{"a":1}`, `{"a":2}`, "spec.a"},
		{`{"a":1}`, `{"a":"1"}`, "spec.a"},
		{`{"a":1}`, `{}`, "spec.a"},
		{`{}`, `{"a":{"b":1}}`, "spec.a"},
		{`{"a":{"b":1,"c":2}}`, `{"a":{"b":2,"c":3}}`, "spec.a.b spec.a.c"},
		{`{"a":{"b":1}}`, `{"a":{"c":1}}`, "spec.a.b spec.a.c"},
		{`{"a":[]}`, `{}`, "spec.a"},
		{`{"a":[{"b":1},{"b":2}]}`, `{"a":[{"b":1},{"b":3}]}`, "spec.a.2.member.b"},
		{`{"a":[1,2]}`, `{"a":[1]}`, "spec.a"},
		{`{"a":{}}`, `{"a":[]}`, "spec.a"},
		{`{"a":9007199254740993}`, `{"a":9007199254740992}`, "spec.a"},
		{`{"a":true}`, `{"a":false}`, "spec.a"},
	} {
		s := newStore(nil)
		d := draft(key(state.Mesh, "m"), spec{})
		d.Spec = test.before
		create(t, s, d)
		before := s.Snapshot()
		d.Spec = test.after
		if _, err := s.Update(d); err != nil {
			t.Fatal(err)
		}
		differences := state.Diff(before, s.Snapshot())
		if len(differences) != 1 {
			t.Fatalf("%s → %s: %s", test.before, test.after, lines(differences))
		}
		members := slices.DeleteFunc(slices.Clone(differences[0].Members),
			func(m string) bool { return m == "version" || m == "lastUpdatedAt" })
		if got := strings.Join(members, " "); got != test.want {
			t.Errorf("%s → %s\n got %s\nwant %s", test.before, test.after, got, test.want)
		}
	}
}

func TestApplyingADiffToTheFirstStateYieldsTheSecond(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newStore(nil)
		run := func(label string) map[state.Key]*state.Resource {
			for range rapid.IntRange(0, 30).Draw(t, label) {
				operation(t)(s)
			}
			return resources(s.Snapshot())
		}
		from := run("before")
		was := s.Snapshot()
		to := run("after")
		for _, d := range state.Diff(was, s.Snapshot()) {
			switch d.Change {
			case state.Created:
				if from[d.After.Key] != nil {
					t.Fatalf("%v existed before", d.After.Key)
				}
				from[d.After.Key] = d.After
			case state.Deleted:
				delete(from, d.Before.Key)
			case state.Updated:
				if !reflect.DeepEqual(from[d.After.Key], d.Before) || len(d.Members) == 0 {
					t.Fatalf("%v: wrong Before, or no members", d.After.Key)
				}
				from[d.After.Key] = d.After
			}
		}
		if len(from) != len(to) {
			t.Fatalf("the result has %d resources, want %d", len(from), len(to))
		}
		for k, r := range to {
			// Specs with equal members can have different bytes.
			if got := from[k]; got == nil || got.Version != r.Version || got.UID != r.UID ||
				len(got.Tags) != len(r.Tags) {
				t.Fatalf("%v: the result is %+v, want %+v", k, got, r)
			}
		}
	})
}

func resources(of state.Snapshot) map[state.Key]*state.Resource {
	all := map[state.Key]*state.Resource{}
	for _, d := range state.Diff(newStore(nil).Snapshot(), of) {
		all[d.After.Key] = d.After
	}
	return all
}

func withText(s spec, text string) spec {
	s.Text = text
	return s
}
