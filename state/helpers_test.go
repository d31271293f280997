package state_test

import (
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

const (
	self  = "123456789012"
	guest = "111122223333"
)

// storeWith makes a store whose clock and uids count.
func storeWith(quotas state.Quotas) *state.Store {
	var millis, ids atomic.Int64
	return state.New(state.Options{
		Stamp: func() time.Time { return time.UnixMilli(millis.Add(1)) },
		UID: func() (id state.UID) {
			binary.BigEndian.PutUint64(id[8:], uint64(ids.Add(1)))
			return id
		},
		Quotas: quotas,
	})
}

func keyOf(kind state.Kind, names ...string) state.Key {
	k := state.Key{Kind: kind, Tenant: state.Tenant{Account: self, Region: "us-east-1"}}
	copy(k.Names[:], names)
	return k
}

func draftOf(k state.Key) state.Draft { return state.Draft{Key: k, Caller: self, Spec: `{}`} }

// to answers the draft with targets, which its spec names.
func to(d state.Draft, targets ...state.Target) state.Draft {
	d.Targets, d.Spec = targets, fmt.Sprintf(`{"to":"%v"}`, targets)
	return d
}

// made creates what must succeed.
func made(t testing.TB, s *state.Store, d state.Draft) *state.Resource {
	t.Helper()
	r, err := s.Create(d)
	if err != nil {
		t.Fatalf("create %v: %#v", d.Names, err)
	}
	return r
}

// namesIn answers the names of all of a kind in a home.
func namesIn(t testing.TB, s *state.Store, home state.Key, kind state.Kind) []string {
	t.Helper()
	page, err := s.List(self, home, kind, state.Cursor{}, 1<<30)
	if err != nil || page.Next != nil {
		t.Fatalf("list: %v %v", page.Next, err)
	}
	return namesOn(page)
}

func namesOn(page state.Page) []string {
	all := []string{}
	for r := range page.All() {
		all = append(all, r.Name())
	}
	return all
}

func wantSame(t testing.TB, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s\n got %#v\nwant %#v", what, got, want)
	}
}
