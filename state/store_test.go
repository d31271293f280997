package state_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestMeshAIsNoScopeOfMeshAB(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	for _, mesh := range []string{"a", "ab", "a-", "b"} {
		made(t, s, draftOf(keyOf(state.Mesh, mesh)))
		made(t, s, draftOf(keyOf(state.VirtualRouter, mesh, "r"+mesh)))
		made(t, s, draftOf(keyOf(state.VirtualRouter, mesh, "r")))
		made(t, s, draftOf(keyOf(state.Route, mesh, "r", "x")))
	}
	wantSame(t, "routers of a", namesIn(t, s, keyOf(state.Mesh, "a"), state.VirtualRouter), []string{"r", "ra"})
	wantSame(t, "routers of ab", namesIn(t, s, keyOf(state.Mesh, "ab"), state.VirtualRouter), []string{"r", "rab"})
	wantSame(t, "routes of r", namesIn(t, s, keyOf(state.VirtualRouter, "a", "r"), state.Route), []string{"x"})
	wantSame(t, "routes of ra", namesIn(t, s, keyOf(state.VirtualRouter, "a", "ra"), state.Route), []string{})
	for _, router := range []string{"ra"} {
		if _, err := s.Delete(self, keyOf(state.VirtualRouter, "a", router)); err != nil {
			t.Errorf("%s: %#v", router, err)
		}
	}
}

// Each error is a fact: a value with all that can be said about it.
func TestErrorsAreFacts(t *testing.T) {
	t.Parallel()
	s := storeWith(state.Quotas{"virtualGatewaysPerMesh": 0})
	made(t, s, draftOf(keyOf(state.Mesh, "m")))
	made(t, s, draftOf(keyOf(state.VirtualNode, "m", "n")))
	made(t, s, draftOf(keyOf(state.VirtualRouter, "m", "r")))
	node := state.Target{Kind: state.VirtualNode, Name: "n"}
	made(t, s, to(draftOf(keyOf(state.Route, "m", "r", "x")), node))
	tokened := draftOf(keyOf(state.Mesh, "t"))
	tokened.Token = "one"
	made(t, s, tokened)
	changed := tokened
	changed.Spec = `{"egressFilter":{}}`
	for _, c := range []struct {
		name string
		err  error
		want error
	}{
		{"get", second(s.Get(self, keyOf(state.VirtualNode, "m", "none"))), state.NotFoundError{Key: keyOf(state.VirtualNode, "m", "none")}},
		{"get in no mesh", second(s.Get(self, keyOf(state.Route, "none", "r", "x"))), state.NotFoundError{Key: keyOf(state.Mesh, "none")}},
		{"get in no router", second(s.Get(self, keyOf(state.Route, "m", "none", "x"))), state.NotFoundError{Key: keyOf(state.VirtualRouter, "m", "none")}},
		{"get in another's mesh", second(s.Get(guest, keyOf(state.VirtualNode, "m", "n"))), state.NotFoundError{Key: keyOf(state.Mesh, "m")}},
		{"create again", second(s.Create(draftOf(keyOf(state.VirtualNode, "m", "n")))), state.ExistsError{Key: keyOf(state.VirtualNode, "m", "n")}},
		{"create that dangles", second(s.Create(to(draftOf(keyOf(state.Route, "m", "r", "y")), state.Target{Kind: state.VirtualNode, Name: "none"}))),
			state.DanglingReferenceError{From: state.Route, Target: state.Target{Kind: state.VirtualNode, Name: "none"}}},
		{"delete of a home", second(s.Delete(self, keyOf(state.VirtualRouter, "m", "r"))), state.InUseError{Key: keyOf(state.VirtualRouter, "m", "r"), By: state.Route, Lives: true}},
		{"delete of a target", second(s.Delete(self, keyOf(state.VirtualNode, "m", "n"))), state.InUseError{Key: keyOf(state.VirtualNode, "m", "n"), By: state.Route}},
		{"quota", second(s.Create(draftOf(keyOf(state.VirtualGateway, "m", "g")))), state.QuotaExceededError{Quota: state.AllQuotas[4], Limit: 0}},
		{"unshare of nothing", s.Unshare(keyOf(state.Mesh, "m"), guest), state.NotFoundError{Key: keyOf(state.Mesh, "m")}},
		{"share of nothing", s.Share(keyOf(state.Mesh, "none"), guest), state.NotFoundError{Key: keyOf(state.Mesh, "none")}},
		{"list in no home", second(s.List(self, keyOf(state.VirtualRouter, "m", "none"), state.Route, state.Cursor{}, 1)), state.NotFoundError{Key: keyOf(state.VirtualRouter, "m", "none")}},
	} {
		wantSame(t, c.name, c.err, c.want)
		if c.err != nil && c.err.Error() == "" {
			t.Errorf("%s: no words", c.name)
		}
	}
	var reused state.TokenReusedError
	if _, err := s.Create(changed); !errors.As(err, &reused) || reused.Token != "one" || reused.Key != tokened.Key {
		t.Errorf("token: %#v", err)
	}
}

func second[T any](_ T, err error) error { return err }

// A mesh is updated as everything else is: it has no home to look at.
func TestUpdateOfEachKind(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	for _, k := range []state.Key{keyOf(state.Mesh, "m"), keyOf(state.VirtualNode, "m", "n"), keyOf(state.VirtualRouter, "m", "r"), keyOf(state.Route, "m", "r", "x"),
		keyOf(state.VirtualService, "m", "s"), keyOf(state.VirtualGateway, "m", "g"), keyOf(state.GatewayRoute, "m", "g", "x")} {
		made(t, s, draftOf(k))
		r, err := s.Update(draftOf(k))
		if err != nil || r.Version != 2 {
			t.Errorf("%s: %+v %#v", k.Kind, r, err)
		}
	}
}

func TestOfEightCreatorsOfANameExactlyOneWins(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	made(t, s, draftOf(keyOf(state.Mesh, "m")))
	for round := range 100 {
		k := keyOf(state.VirtualNode, "m", fmt.Sprintf("n%d", round))
		errs := together(8, func(int) error { return second(s.Create(draftOf(k))) })
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
			t.Fatalf("%d of eight creators won", won)
		}
	}
	if n := s.Count(state.VirtualNode); n != 100 {
		t.Errorf("%d are counted", n)
	}
}

// With one token and one request, all eight win, and make one resource.
func TestOfEightRetriesOfACreateAllAreAnswered(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	for round := range 100 {
		d := draftOf(keyOf(state.Mesh, fmt.Sprintf("m%d", round)))
		d.Token = "one"
		uids := make([]state.UID, 8)
		for _, err := range together(8, func(i int) error {
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

// together runs n at the same time and answers their errors.
func together(n int, do func(int) error) []error {
	errs := make([]error, n)
	ready := make(chan struct{})
	var wait sync.WaitGroup
	for i := range n {
		wait.Add(1)
		go func() {
			defer wait.Done()
			<-ready
			errs[i] = do(i)
		}()
	}
	close(ready)
	wait.Wait()
	return errs
}

// Nothing ever lives in, or points at, what is not there.
func TestDeleteNeverLeavesAnOrphan(t *testing.T) {
	t.Parallel()
	node := state.Target{Kind: state.VirtualNode, Name: "n"}
	router := state.Target{Kind: state.VirtualRouter, Name: "r"}
	service := state.Target{Kind: state.VirtualService, Name: "s"}
	for name, c := range map[string]struct {
		parent, child state.Key
		target        []state.Target
	}{
		"mesh and virtual node":                 {keyOf(state.Mesh, "m2"), keyOf(state.VirtualNode, "m2", "x"), nil},
		"mesh and virtual gateway":              {keyOf(state.Mesh, "m2"), keyOf(state.VirtualGateway, "m2", "x"), nil},
		"router and route":                      {keyOf(state.VirtualRouter, "m", "r"), keyOf(state.Route, "m", "r", "x"), nil},
		"gateway and gateway route":             {keyOf(state.VirtualGateway, "m", "g"), keyOf(state.GatewayRoute, "m", "g", "x"), nil},
		"node and the route that targets it":    {keyOf(state.VirtualNode, "m", "n"), keyOf(state.Route, "m", "r", "x"), []state.Target{node}},
		"router and the service it provides":    {keyOf(state.VirtualRouter, "m", "r"), keyOf(state.VirtualService, "m", "x"), []state.Target{router}},
		"service and the gateway route to it":   {keyOf(state.VirtualService, "m", "s"), keyOf(state.GatewayRoute, "m", "g", "x"), []state.Target{service}},
		"service and the update that points at": {keyOf(state.VirtualNode, "m", "n"), keyOf(state.VirtualService, "m", "s"), []state.Target{node}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 200 {
				s := storeWith(nil)
				made(t, s, draftOf(keyOf(state.Mesh, "m")))
				made(t, s, draftOf(keyOf(state.Mesh, "m2")))
				for _, k := range []state.Key{keyOf(state.VirtualNode, "m", "n"), keyOf(state.VirtualRouter, "m", "r"), keyOf(state.VirtualService, "m", "s"), keyOf(state.VirtualGateway, "m", "g")} {
					made(t, s, draftOf(k))
				}
				errs := together(3, func(i int) error {
					switch {
					case i == 0:
						return second(s.Delete(self, c.parent))
					case c.child.Name() == "x":
						return second(s.Create(to(draftOf(c.child), c.target...)))
					default:
						return second(s.Update(to(draftOf(c.child), c.target...)))
					}
				})
				_, gone := s.Get(self, c.parent)
				child, lost := s.Get(self, c.child)
				holds := lost == nil && (c.target == nil || child.Spec == to(draftOf(c.child), c.target...).Spec)
				if gone != nil && holds {
					t.Fatalf("an orphan: %#v", errs)
				}
				if (errs[0] == nil) != (gone != nil) {
					t.Fatalf("the delete answered %#v, and afterwards the parent answers %#v", errs[0], gone)
				}
				if errs[0] != nil && !holds {
					t.Fatalf("the delete was refused with %#v although nothing holds the parent: %#v", errs[0], errs)
				}
			}
		})
	}
}

// What comes and goes at the same time is counted, and no update is lost.
func TestConcurrentWritersLoseNothing(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	made(t, s, draftOf(keyOf(state.Mesh, "m")))
	made(t, s, draftOf(keyOf(state.VirtualNode, "m", "counter")))
	for _, err := range together(8, func(i int) error {
		for n := range 50 {
			k := keyOf(state.VirtualNode, "m", fmt.Sprintf("n%d-%d", i, n))
			if _, err := s.Create(draftOf(k)); err != nil {
				return err
			}
			if _, err := s.Update(draftOf(keyOf(state.VirtualNode, "m", "counter"))); err != nil {
				return err
			}
			if err := s.Tag(self, keyOf(state.VirtualNode, "m", "counter"), []state.Tag{{Key: fmt.Sprint(i), Value: fmt.Sprint(n)}}); err != nil {
				return err
			}
			if n%2 == 0 {
				if _, err := s.Delete(self, k); err != nil {
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
	r, err := s.Get(self, keyOf(state.VirtualNode, "m", "counter"))
	if err != nil || r.Version != 401 || len(r.Tags) != 8 {
		t.Errorf("version %d, %d tags, %v", r.Version, len(r.Tags), err)
	}
	if n := s.Count(state.VirtualNode); n != 201 || len(namesIn(t, s, keyOf(state.Mesh, "m"), state.VirtualNode)) != n {
		t.Errorf("%d are counted", n)
	}
}

// A reader sees one moment: of two resources that are always changed in one order, never
// the second's change without the first's.
func TestReaderSeesOneMoment(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	made(t, s, draftOf(keyOf(state.Mesh, "m")))
	a, b := keyOf(state.VirtualRouter, "m", "a"), keyOf(state.VirtualRouter, "m", "b")
	made(t, s, draftOf(a))
	made(t, s, draftOf(b))
	for _, err := range together(4, func(i int) error {
		for range 500 {
			if i == 0 {
				if err := errors.Join(second(s.Update(draftOf(a))), second(s.Update(draftOf(b)))); err != nil {
					return err
				}
				continue
			}
			page, err := s.List(self, keyOf(state.Mesh, "m"), state.VirtualRouter, state.Cursor{}, 10)
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

// What was handed in may be changed afterwards: the store keeps its own.
func TestStoredValuesNeverChange(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	made(t, s, draftOf(keyOf(state.Mesh, "m")))
	tags := []state.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}
	d := draftOf(keyOf(state.VirtualNode, "m", "n"))
	d.Tags = tags
	first := made(t, s, d)
	tags[0] = state.Tag{Key: "changed", Value: "changed"}
	got := func() string {
		page, _, err := s.Tags(self, d.Key, 0, 50)
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, tag := range page {
			all += tag.Key + "=" + tag.Value + " "
		}
		return all
	}
	wantSame(t, "after the caller changed its slice", got(), "a=1 b=2 ")
	page, _, _ := s.Tags(self, d.Key, 0, 50)
	page[0].Value = "changed" // what was handed out is the caller's
	wantSame(t, "after the caller changed a page", got(), "a=1 b=2 ")

	more := []state.Tag{{Key: "a", Value: "3"}, {Key: "c", Value: "4"}}
	if err := s.Tag(self, d.Key, more); err != nil {
		t.Fatal(err)
	}
	more[1].Value = "changed"
	wantSame(t, "after Tag", got(), "a=3 b=2 c=4 ")
	wantSame(t, "what the create handed out", fmt.Sprintf("%d %s %d", len(first.Tags), first.Tags[0].Value, first.Version), "2 1 1")
	if _, err := s.Update(draftOf(d.Key)); err != nil {
		t.Fatal(err)
	}
	wantSame(t, "what the create handed out, after an update", first.Version, int64(1))
	gone, err := s.Delete(self, d.Key)
	wantSame(t, "the deleted", fmt.Sprint(gone.Version, err), "3 <nil>")
}

// A resource remembers the client tokens of its create and of its 31 latest updates.
func TestAResourceRemembersItsLatestTokens(t *testing.T) {
	t.Parallel()
	s := storeWith(nil)
	with := func(do func(state.Draft) (*state.Resource, error), token string, want int64) {
		t.Helper()
		d := draftOf(keyOf(state.Mesh, "m"))
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
