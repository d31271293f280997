package state_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// seen returns the buffered events of a stream, and whether it is closed.
func seen(w *state.Watch) (events string, closed bool) {
	var all []string
	for {
		select {
		case e, open := <-w.Events():
			if !open {
				return strings.Join(all, ", "), true
			}
			if e.Resource == nil {
				all = append(all, string(e.Change))
				continue
			}
			all = append(all,
				fmt.Sprintf("%s %s %s at %d", e.Change, e.Resource.Kind, e.Resource.Name(), e.Resource.Version))
		default:
			return strings.Join(all, ", "), false
		}
	}
}

func wantEvents(t *testing.T, w *state.Watch, want string, wantClosed bool) {
	t.Helper()
	if events, closed := seen(w); events != want || closed != wantClosed {
		t.Errorf("\n got %s, closed %v\nwant %s, closed %v", events, closed, want, wantClosed)
	}
}

func TestAWatchReceivesCommittedChangesInOrder(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	create(t, s, draft(key(state.Mesh, "before"), spec{}))
	w := s.Watch(10)
	defer w.Close()
	empty := s.Snapshot()
	mesh := draft(key(state.Mesh, "m"), spec{})
	create(t, s, mesh)
	if _, err := s.Update(mesh); err != nil {
		t.Fatal(err)
	}
	if err := s.Tag(owner, mesh.Key, []state.Tag{{Key: "k"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Untag(owner, mesh.Key, []string{"k"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Delete(owner, mesh.Key); err != nil {
		t.Fatal(err)
	}
	s.Restore(empty)
	s.Clear()
	wantEvents(t, w,
		"created mesh m at 1, updated mesh m at 2, tagged mesh m at 2, tagged mesh m at 2, deleted mesh m at 2, reset, reset", false)
}

func TestAWatchReceivesNothingOfRefusedAndRepeatedRequests(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	mesh := draft(key(state.Mesh, "m"), spec{})
	mesh.Token = "token"
	create(t, s, mesh)
	w := s.Watch(10)
	defer w.Close()
	create(t, s, mesh) // the same request again changes nothing
	for _, do := range []func() error{
		func() error { _, err := s.Create(draft(mesh.Key, spec{Text: "other"})); return err },
		func() error { _, err := s.Update(draft(key(state.Mesh, "gone"), spec{})); return err },
		func() error { _, err := s.Delete(owner, key(state.Mesh, "gone")); return err },
		func() error { return s.Tag(consumer, mesh.Key, nil) },
	} {
		if do() == nil {
			t.Error("an invalid request succeeded")
		}
	}
	wantEvents(t, w, "", false)
}

func TestOnlyTheStreamOfASlowReaderIsClosed(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	slow, quick := s.Watch(2), s.Watch(10)
	defer slow.Close()
	defer quick.Close()
	for _, name := range []string{"a", "b", "c", "d"} {
		create(t, s, draft(key(state.Mesh, name), spec{}))
	}
	wantEvents(t, slow, "created mesh a at 1, created mesh b at 1", true)
	wantEvents(t, quick, "created mesh a at 1, created mesh b at 1, created mesh c at 1, created mesh d at 1", false)
}

func TestAWatchWithoutBacklogDoesNotBlockWriters(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	w := s.Watch(0)
	create(t, s, draft(key(state.Mesh, "a"), spec{}))
	wantEvents(t, w, "", true)
	w.Close()
}

func TestAClosedWatchReceivesNothingAndCanBeClosedAgain(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	w := s.Watch(10)
	create(t, s, draft(key(state.Mesh, "a"), spec{}))
	w.Close()
	w.Close()
	create(t, s, draft(key(state.Mesh, "b"), spec{}))
	wantEvents(t, w, "created mesh a at 1", true)
}

func TestWatchesCanBeOpenedAndClosedDuringWrites(t *testing.T) {
	t.Parallel()
	s := newStore(nil)
	mesh := draft(key(state.Mesh, "m"), spec{})
	create(t, s, mesh)
	whole := s.Watch(1000)
	defer whole.Close()
	var all sync.WaitGroup
	for range 4 {
		all.Add(2)
		go func() {
			defer all.Done()
			for range 100 {
				if _, err := s.Update(mesh); err != nil {
					t.Error(err)
				}
			}
		}()
		go func() {
			defer all.Done()
			for range 100 {
				w := s.Watch(1)
				select {
				case <-w.Events():
				default:
				}
				w.Close()
			}
		}()
	}
	all.Wait()
	for version := int64(2); version <= 401; version++ {
		if e := <-whole.Events(); e.Resource.Version != version {
			t.Fatalf("got version %d, want %d", e.Resource.Version, version)
		}
	}
	wantEvents(t, whole, "", false)
}
