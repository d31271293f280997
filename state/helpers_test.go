package state_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

const (
	owner    = "111111111111"
	consumer = "222222222222"
)

// newStore returns an empty store.
func newStore(quotas state.Quotas) *state.Store { return newStoreFrom(0, quotas) }

// newStoreFrom returns an empty store whose clock, in seconds, and whose identifiers count
// upwards from n, so that two stores can be alike.
func newStoreFrom(n int64, quotas state.Quotas) *state.Store {
	var seconds, uids atomic.Int64
	seconds.Store(n)
	uids.Store(n)
	return state.New(state.Options{
		Stamp: func() time.Time { return time.Unix(seconds.Add(1), 0) },
		UID: func() (id state.UID) {
			binary.BigEndian.PutUint64(id[8:], uint64(uids.Add(1)))
			return id
		},
		Quotas: quotas,
	})
}

// key returns a key in the tenant of most tests.
func key(kind state.Kind, names ...string) state.Key {
	k := state.Key{Kind: kind, Tenant: state.Tenant{Account: owner, Region: "us-east-1"}}
	copy(k.Names[:], names)
	return k
}

// spec is the spec of the resources in these tests, which spells out its references.
type spec struct {
	References state.References `json:"references,omitzero"`
	Text       string           `json:"text,omitempty"`
}

func (s spec) json() string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// targets returns a spec with targets.
func targets(all ...state.Target) spec { return spec{References: state.References{Targets: all}} }

// listeners returns a spec with HTTP listeners.
func listeners(ports ...uint16) spec {
	var s spec
	for _, port := range ports {
		s.References.Listeners = append(s.References.Listeners, state.Listener{Port: port, Protocol: state.HTTP})
	}
	return s
}

// readSpec reads a spec of these tests from a document.
func readSpec(_ state.Kind, data []byte) (string, state.References, error) {
	var s spec
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return "", state.References{}, err
	}
	for _, target := range s.References.Targets {
		if !slices.Contains(state.Kinds(), target.Kind) || target.Kind.Depth() != 2 ||
			strings.Contains(target.Name, "\x00") {
			return "", state.References{}, errors.New("not a target")
		}
	}
	for _, l := range append(slices.Clone(s.References.Listeners), s.References.Match) {
		if l.Protocol > state.TCP {
			return "", state.References{}, errors.New("not a protocol")
		}
	}
	return s.json(), s.References, nil
}

var validation = state.Validation{
	ReadSpec: readSpec,
	CheckName: func(kind state.Kind, name string) error {
		if strings.Contains(name, "/") {
			return fmt.Errorf("a %s must not have a slash in its name", kind)
		}
		return nil
	},
	CheckTags: func(tags []state.Tag) error {
		for _, tag := range tags {
			if strings.HasPrefix(tag.Key, "aws:") {
				return errors.New("reserved key")
			}
		}
		return nil
	},
}

// draft returns the draft of a resource of the owner.
func draft(k state.Key, s spec) state.Draft {
	return state.Draft{Key: k, References: s.References, Caller: owner, Spec: s.json()}
}

// create creates a resource, and fails the test if that fails.
func create(t testing.TB, s *state.Store, d state.Draft) *state.Resource {
	t.Helper()
	r, err := s.Create(d)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	return r
}

func load(t testing.TB, document []byte) state.Snapshot {
	t.Helper()
	snapshot, err := state.Load(document, validation)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return snapshot
}

// storeWithAll returns a store that has something in each table.
func storeWithAll(t testing.TB) *state.Store {
	t.Helper()
	s := newStore(state.Quotas{"virtualNodesPerMesh": 3})
	mesh := draft(key(state.Mesh, "m"), spec{})
	mesh.Token, mesh.Tags = "token", []state.Tag{{Key: "k", Value: "v"}}
	create(t, s, mesh)
	node := draft(key(state.VirtualNode, "m", "n"), listeners(80))
	node.Backends = []string{"later"}
	create(t, s, node)
	create(t, s, draft(key(state.VirtualRouter, "m", "r"), spec{}))
	create(t, s, draft(key(state.Route, "m", "r", "x"), targets(state.Target{Kind: state.VirtualNode, Name: "n"})))
	if err := s.Share(mesh.Key, consumer); err != nil {
		t.Fatal(err)
	}
	return s
}

// names returns the names of the children of a kind.
func names(t testing.TB, s *state.Store, parent state.Key, kind state.Kind) []string {
	t.Helper()
	page, err := s.List(owner, parent, kind, state.Cursor{}, 1<<30)
	if err != nil || page.Next != nil {
		t.Fatalf("list: %v %v", page.Next, err)
	}
	all := []string{}
	for r := range page.All() {
		all = append(all, r.Name())
	}
	return all
}

// equal fails the test unless got and want are deeply equal.
func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %#v\nwant %#v", what, got, want)
	}
}

// errorOf returns the error of a call.
func errorOf[T any](_ T, err error) error { return err }

// concurrently calls do with 0 to n-1 at the same time and returns the errors.
func concurrently(n int, do func(int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wait sync.WaitGroup
	for i := range n {
		wait.Add(1)
		go func() {
			defer wait.Done()
			<-start
			errs[i] = do(i)
		}()
	}
	close(start)
	wait.Wait()
	return errs
}
