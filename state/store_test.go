package state_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestListsOfMeshANeverContainResourcesOfMeshAB(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	for _, mesh := range []string{"a", "ab", "a-", "b"} {
		create(t, s, draft(key(state.Mesh, mesh), spec{}))
		create(t, s, draft(key(state.VirtualRouter, mesh, "r"+mesh), spec{}))
		create(t, s, draft(key(state.VirtualRouter, mesh, "r"), spec{}))
		create(t, s, draft(key(state.Route, mesh, "r", "x"), spec{}))
	}
	equal(t, "routers of a", names(t, s, key(state.Mesh, "a"), state.VirtualRouter), []string{"r", "ra"})
	equal(t, "routers of ab", names(t, s, key(state.Mesh, "ab"), state.VirtualRouter), []string{"r", "rab"})
	equal(t, "routes of r", names(t, s, key(state.VirtualRouter, "a", "r"), state.Route), []string{"x"})
	equal(t, "routes of ra", names(t, s, key(state.VirtualRouter, "a", "ra"), state.Route), []string{})
	for _, router := range []string{"ra"} {
		if _, err := s.Delete(owner, key(state.VirtualRouter, "a", router)); err != nil {
			t.Errorf("%s: %#v", router, err)
		}
	}
}

func TestErrorsDescribeWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := newStore(state.Quotas{"virtualGatewaysPerMesh": 0})
	create(t, s, draft(key(state.Mesh, "m"), spec{}))
	create(t, s, draft(key(state.VirtualNode, "m", "n"), spec{}))
	create(t, s, draft(key(state.VirtualRouter, "m", "r"), spec{}))
	node := state.Target{Kind: state.VirtualNode, Name: "n"}
	create(t, s, to(draft(key(state.Route, "m", "r", "x"), spec{}), node))
	tokened := draft(key(state.Mesh, "t"), spec{})
	tokened.Token = "one"
	create(t, s, tokened)
	changed := tokened
	changed.Spec = `{"egressFilter":{}}`
	for _, c := range []struct {
		name string
		err  error
		want error
	}{
		{"get", errorOf(s.Get(owner, key(state.VirtualNode, "m", "none"))),
			state.NotFoundError{Key: key(state.VirtualNode, "m", "none")}},
		{"get without the mesh", errorOf(s.Get(owner, key(state.Route, "none", "r", "x"))),
			state.NotFoundError{Key: key(state.Mesh, "none")}},
		{"get without the router", errorOf(s.Get(owner, key(state.Route, "m", "none", "x"))),
			state.NotFoundError{Key: key(state.VirtualRouter, "m", "none")}},
		{"get in the mesh of another account", errorOf(s.Get(consumer, key(state.VirtualNode, "m", "n"))),
			state.NotFoundError{Key: key(state.Mesh, "m")}},
		{"create again", errorOf(s.Create(draft(key(state.VirtualNode, "m", "n"), spec{}))),
			state.ExistsError{Key: key(state.VirtualNode, "m", "n")}},
		{"create with a dangling reference",
			errorOf(s.Create(to(draft(key(state.Route, "m", "r", "y"), spec{}),
				state.Target{Kind: state.VirtualNode, Name: "none"}))),
			state.DanglingReferenceError{From: state.Route,
				Target: state.Target{Kind: state.VirtualNode, Name: "none"}}},
		{"delete of a parent", errorOf(s.Delete(owner, key(state.VirtualRouter, "m", "r"))),
			state.InUseError{Key: key(state.VirtualRouter, "m", "r"), By: state.Route, Children: true}},
		{"delete of a target", errorOf(s.Delete(owner, key(state.VirtualNode, "m", "n"))),
			state.InUseError{Key: key(state.VirtualNode, "m", "n"), By: state.Route,
				Holders: []state.Key{key(state.Route, "m", "r", "x")}}},
		{"quota", errorOf(s.Create(draft(key(state.VirtualGateway, "m", "g"), spec{}))),
			state.QuotaExceededError{Key: key(state.VirtualGateway, "m", "g"), Quota: state.AllQuotas()[1], Limit: 0,
				Counted: state.VirtualGateway}},
		{"unshare of a mesh that is not shared", s.Unshare(key(state.Mesh, "m"), consumer),
			state.NotFoundError{Key: key(state.Mesh, "m")}},
		{"share of a missing mesh", s.Share(key(state.Mesh, "none"), consumer),
			state.NotFoundError{Key: key(state.Mesh, "none")}},
		{"list without the parent",
			errorOf(s.List(owner, key(state.VirtualRouter, "m", "none"), state.Route, state.Cursor{}, 1)),
			state.NotFoundError{Key: key(state.VirtualRouter, "m", "none")}},
	} {
		equal(t, c.name, c.err, c.want)
	}
	for i := range 20 {
		name := fmt.Sprintf("x%02d", i)
		create(t, s, to(draft(key(state.Route, "m", "r", name), spec{}), node))
	}
	var inUse state.InUseError
	_, err := s.Delete(owner, key(state.VirtualNode, "m", "n"))
	if !errors.As(err, &inUse) || len(inUse.Holders) != 10 {
		t.Errorf("delete of a target of 21 routes: %#v, want the first ten", err)
	}
	var reused state.TokenReusedError
	if _, err := s.Create(changed); !errors.As(err, &reused) || reused.Token != "one" || reused.Key != tokened.Key {
		t.Errorf("token: %#v", err)
	}
}

func TestResourcesOfEachKindCanBeUpdated(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	for _, k := range []state.Key{key(state.Mesh, "m"), key(state.VirtualNode, "m", "n"),
		key(state.VirtualRouter, "m", "r"), key(state.Route, "m", "r", "x"),
		key(state.VirtualService, "m", "s"), key(state.VirtualGateway, "m", "g"),
		key(state.GatewayRoute, "m", "g", "x")} {
		create(t, s, draft(k, spec{}))
		r, err := s.Update(draft(k, spec{}))
		if err != nil || r.Version != 2 {
			t.Errorf("%s: %+v %#v", k.Kind, r, err)
		}
	}
}

func TestOneOfEightConcurrentCreatesSucceeds(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	create(t, s, draft(key(state.Mesh, "m"), spec{}))
	for round := range 100 {
		k := key(state.VirtualNode, "m", fmt.Sprintf("n%d", round))
		errs := concurrently(8, func(int) error { return errorOf(s.Create(draft(k, spec{}))) })
		won := 0
		for _, err := range errs {
			switch err.(type) {
			case nil:
				won++
			case state.ExistsError:
			default:
				t.Fatalf("%#v", err)
			}
		}
		if won != 1 {
			t.Fatalf("%d of eight creates succeeded", won)
		}
	}
	if n := s.Count(state.VirtualNode); n != 100 {
		t.Errorf("count: %d", n)
	}
}

func TestConcurrentRetriesOfACreateReturnTheSameResource(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	for round := range 100 {
		d := draft(key(state.Mesh, fmt.Sprintf("m%d", round)), spec{})
		d.Token = "one"
		uids := make([]state.UID, 8)
		for _, err := range concurrently(8, func(i int) error {
			r, err := s.Create(d)
			if err == nil {
				uids[i] = r.UID
			}
			return err
		}) {
			if err != nil {
				t.Fatalf("%#v", err)
			}
		}
		if slices.Sort(toStrings(uids)); len(slices.Compact(toStrings(uids))) != 1 {
			t.Fatalf("%v", uids)
		}
	}
}

func toStrings(uids []state.UID) (all []string) {
	for _, uid := range uids {
		all = append(all, uid.String())
	}
	return all
}

func TestConcurrentDeletesLeaveNeitherOrphansNorDanglingReferences(t *testing.T) {
	t.Parallel()
	node := state.Target{Kind: state.VirtualNode, Name: "n"}
	router := state.Target{Kind: state.VirtualRouter, Name: "r"}
	service := state.Target{Kind: state.VirtualService, Name: "s"}
	for name, c := range map[string]struct {
		parent, child state.Key
		target        []state.Target
	}{
		"mesh and virtual node":    {key(state.Mesh, "m2"), key(state.VirtualNode, "m2", "x"), nil},
		"mesh and virtual gateway": {key(state.Mesh, "m2"), key(state.VirtualGateway, "m2", "x"), nil},
		"router and route": {key(state.VirtualRouter, "m", "r"), key(state.Route, "m", "r", "x"),
			nil},
		"gateway and gateway route": {key(state.VirtualGateway, "m", "g"),
			key(state.GatewayRoute, "m", "g", "x"), nil},
		"node and the route that targets it": {key(state.VirtualNode, "m", "n"), key(state.Route, "m", "r", "x"),
			[]state.Target{node}},
		"router and the service it provides": {key(state.VirtualRouter, "m", "r"),
			key(state.VirtualService, "m", "x"), []state.Target{router}},
		"service and the gateway route to it": {key(state.VirtualService, "m", "s"),
			key(state.GatewayRoute, "m", "g", "x"), []state.Target{service}},
		"service and the update that points at": {key(state.VirtualNode, "m", "n"), key(state.VirtualService, "m", "s"),
			[]state.Target{node}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 200 {
				s := newStore(nil)
				create(t, s, draft(key(state.Mesh, "m"), spec{}))
				create(t, s, draft(key(state.Mesh, "m2"), spec{}))
				for _, k := range []state.Key{key(state.VirtualNode, "m", "n"), key(state.VirtualRouter, "m", "r"),
					key(state.VirtualService, "m", "s"), key(state.VirtualGateway, "m", "g")} {
					create(t, s, draft(k, spec{}))
				}
				errs := concurrently(3, func(i int) error {
					switch {
					case i == 0:
						return errorOf(s.Delete(owner, c.parent))
					case c.child.Name() == "x":
						return errorOf(s.Create(to(draft(c.child, spec{}), c.target...)))
					default:
						return errorOf(s.Update(to(draft(c.child, spec{}), c.target...)))
					}
				})
				_, gone := s.Get(owner, c.parent)
				child, lost := s.Get(owner, c.child)
				stored := lost == nil && (c.target == nil || child.Spec == to(draft(c.child, spec{}), c.target...).Spec)
				if gone != nil && stored {
					t.Fatalf("an orphan or a dangling reference: %v", errs)
				}
				if (errs[0] == nil) != (gone != nil) {
					t.Fatalf("the delete returned %v, and then the parent %v", errs[0], gone)
				}
				if errs[0] != nil && !stored {
					t.Fatalf("the delete was refused with %v although the parent is not in use: %v", errs[0], errs)
				}
			}
		})
	}
}

func TestConcurrentWritesAreNotLost(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	create(t, s, draft(key(state.Mesh, "m"), spec{}))
	create(t, s, draft(key(state.VirtualNode, "m", "counter"), spec{}))
	for _, err := range concurrently(8, func(i int) error {
		for n := range 50 {
			k := key(state.VirtualNode, "m", fmt.Sprintf("n%d-%d", i, n))
			if _, err := s.Create(draft(k, spec{})); err != nil {
				return err
			}
			if _, err := s.Update(draft(key(state.VirtualNode, "m", "counter"), spec{})); err != nil {
				return err
			}
			if err := s.Tag(owner, key(state.VirtualNode, "m", "counter"),
				[]state.Tag{{Key: fmt.Sprint(i), Value: fmt.Sprint(n)}}); err != nil {
				return err
			}
			if n%2 == 0 {
				if _, err := s.Delete(owner, k); err != nil {
					return err
				}
			}
		}
		return nil
	}) {
		if err != nil {
			t.Fatalf("%#v", err)
		}
	}
	r, err := s.Get(owner, key(state.VirtualNode, "m", "counter"))
	if err != nil || r.Version != 401 || len(r.Tags) != 8 {
		t.Errorf("version %d, %d tags, %v", r.Version, len(r.Tags), err)
	}
	if n := s.Count(state.VirtualNode); n != 201 || len(names(t, s, key(state.Mesh, "m"), state.VirtualNode)) != n {
		t.Errorf("count: %d", n)
	}
}

// The writer always updates a before b.
func TestAListIsConsistent(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	create(t, s, draft(key(state.Mesh, "m"), spec{}))
	a, b := key(state.VirtualRouter, "m", "a"), key(state.VirtualRouter, "m", "b")
	create(t, s, draft(a, spec{}))
	create(t, s, draft(b, spec{}))
	for _, err := range concurrently(4, func(i int) error {
		for range 500 {
			if i == 0 {
				if err := errors.Join(errorOf(s.Update(draft(a, spec{}))),
					errorOf(s.Update(draft(b, spec{})))); err != nil {
					return err
				}
				continue
			}
			page, err := s.List(owner, key(state.Mesh, "m"), state.VirtualRouter, state.Cursor{}, 10)
			if err != nil {
				return err
			}
			var versions []int64
			for r := range page.All() {
				versions = append(versions, r.Version)
			}
			if ahead := versions[0] - versions[1]; ahead < 0 || ahead > 1 {
				return fmt.Errorf("a and b are at %d", versions)
			}
		}
		return nil
	}) {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestCallersMayModifyWhatTheyPassedAndReceived(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	create(t, s, draft(key(state.Mesh, "m"), spec{}))
	tags := []state.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}
	d := draft(key(state.VirtualNode, "m", "n"), spec{})
	d.Tags = tags
	first := create(t, s, d)
	tags[0] = state.Tag{Key: "changed", Value: "changed"}
	got := func() string {
		page, _, err := s.Tags(owner, d.Key, 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, tag := range page {
			all += tag.Key + "=" + tag.Value + " "
		}
		return all
	}
	equal(t, "after the caller changed its slice", got(), "a=1 b=2 ")
	page, _, _ := s.Tags(owner, d.Key, 0, 50)
	page[0].Value = "changed" // what was handed out is the caller's
	equal(t, "after the caller changed a page", got(), "a=1 b=2 ")

	more := []state.Tag{{Key: "a", Value: "3"}, {Key: "c", Value: "4"}}
	if err := s.Tag(owner, d.Key, more); err != nil {
		t.Fatal(err)
	}
	more[1].Value = "changed"
	equal(t, "after Tag", got(), "a=3 b=2 c=4 ")
	equal(t, "what the create handed out", fmt.Sprintf("%d %s %d", len(first.Tags), first.Tags[0].Value, first.Version),
		"2 1 1")
	if _, err := s.Update(draft(d.Key, spec{})); err != nil {
		t.Fatal(err)
	}
	equal(t, "what the create handed out, after an update", first.Version, int64(1))
	gone, err := s.Delete(owner, d.Key)
	equal(t, "the deleted", fmt.Sprint(gone.Version, err), "3 <nil>")
}

func TestAResourceRemembersTheTokensOfItsCreateAndItsLatest31Updates(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	with := func(do func(state.Draft) (*state.Resource, error), token string, want int64) {
		t.Helper()
		d := draft(key(state.Mesh, "m"), spec{})
		d.Token = token
		if r, err := do(d); err != nil || r.Version != want {
			t.Errorf("with token %q: %+v %v, want version %d", token, r, err, want)
		}
	}
	with(s.Create, "made", 1)
	for i := range int64(40) {
		with(s.Update, fmt.Sprint(i), i+2)
	}
	with(s.Create, "made", 41)
	with(s.Update, "39", 41)
	with(s.Update, "9", 41)
	with(s.Update, "8", 42)
	with(s.Update, "9", 43)
}

// to returns the draft with targets.
func to(d state.Draft, all ...state.Target) state.Draft {
	d.Targets, d.Spec = all, targets(all...).json()
	return d
}
