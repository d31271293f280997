package state

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-memdb"
)

// Options are what a store is made with.
type Options struct {
	Stamp  func() time.Time // the time of a write; called once for each that is done
	UID    func() UID       // a new uid; called once for each resource made
	Quotas Quotas

	// These switch off rules that nobody can check against the real service any more.
	AllowDangling       bool // rule 7: a provider or a gateway route's virtual service need not exist
	AllowImplicit       bool // rule 9: a gateway route may point at an implicit virtual service
	AllowProtocolChange bool // rule 29: a router's listener may change its protocol under its routes
}

// Store holds resources. Each method is one transaction: it sees the state at one moment,
// and what it changes, others see all at once or not at all. All methods may be called at
// the same time. What a store hands out is never changed afterwards, and must not be.
//
// The caller of a method is the account that asks. In a mesh of its own it may do all but
// change what others made there; in a mesh shared with it, what a consumer may (§8); and a
// mesh of others is not there for it (rule 24).
type Store struct {
	options Options
	writer  sync.Mutex // held by the one writer there can be
	db      atomic.Pointer[memdb.MemDB]
	changes atomic.Uint64 // committed changes, for Snapshot.Revision

	watchers watchers
}

// New makes an empty store.
func New(options Options) *Store {
	s := &Store{options: options}
	s.db.Store(emptyDB().Snapshot())
	return s
}

// Get answers the resource of a key. Errors: NotFound, of the outermost that is not there; NotOwner.
func (s *Store) Get(caller string, k Key) (*Resource, error) {
	r, err := s.view().visible(caller, k)
	if err != nil {
		return nil, err
	}
	return r.resource(), nil
}

// Create makes a resource. If one of its name was made by the same request with the same
// client token, it answers that one as it stands (rule 4). Errors, looked for in this order:
// NotFound of a home, NotOwner, TokenReused, Exists, Dangling, PortMissing, OverQuota.
func (s *Store) Create(d Draft) (*Resource, error) {
	asked := newToken(createVerb, d)
	var made *Resource
	err := s.update(func(t tx) error {
		home, err := t.home(d.Caller, d.Key)
		if err != nil {
			return err
		}
		if err := mayAdd(d.Caller, home, d.Key); err != nil {
			return err
		}
		if row := t.get(d.Key); row != nil {
			old := row.record()
			if old.Owner != d.Caller { // another account's client token is another one
				return ExistsError{Key: old.Key}
			}
			made = &old.Resource
			return old.retried(asked, d.Token, ExistsError{Key: old.Key})
		}
		if err := s.consistent(t, nil, d); err != nil {
			return err
		}
		if err := s.roomFor(t, d.Key); err != nil {
			return err
		}
		made = s.make(t, d, asked)
		s.tell(Created, made)
		return nil
	})
	return or(made, err)
}

// make stores the resource of a draft that nothing speaks against.
func (s *Store) make(t tx, d Draft, asked token) *Resource {
	now := s.options.Stamp().UnixMilli()
	r := record{
		Resource: Resource{
			Key: d.Key, Owner: d.Caller, UID: s.options.UID(),
			Version: 1, Created: now, Updated: now, Spec: d.Spec, Tags: firstTags(d.Tags),
		},
		References: d.References,
		asked:      asked,
	}
	if since, ok := t.takeImplicit(r.Key); ok {
		r.Created, r.Version = since, 2
	}
	made := t.put(&r)
	t.expect(made.Key, d.Backends, now)
	return &made.Resource
}

// Update gives a resource another spec. If the same request came before with the same
// client token, it answers the resource as it stands (rule 6). Errors, looked for in this
// order: NotFound, NotOwner, TokenReused, Dangling, PortMissing, PortsMissing, ProtocolInUse, OverQuota.
func (s *Store) Update(d Draft) (*Resource, error) {
	asked := newToken(updateVerb, d)
	var updated *Resource
	err := s.update(func(t tx) error {
		row, err := t.visible(d.Caller, d.Key)
		if err != nil {
			return err
		}
		old := row.record()
		if old.Owner != d.Caller {
			return NotOwnerError{Key: old.Key, Caller: d.Caller}
		}
		if old.recall(asked) != "" {
			updated = &old.Resource
			return old.retried(asked, d.Token, nil)
		}
		if err := s.consistent(t, old, d); err != nil {
			return err
		}
		now := s.options.Stamp().UnixMilli()
		r := *old
		r.References, r.Spec, r.Version, r.Updated, r.asked = d.References, d.Spec, old.Version+1, now, asked
		stored := t.replace(old, &r)
		t.expect(stored.Key, d.Backends, now)
		updated = &stored.Resource
		s.tell(Updated, updated)
		return nil
	})
	return or(updated, err)
}

// consistent checks what a draft says against what else there is; old is nil for a create.
func (s *Store) consistent(t tx, old *record, d Draft) error {
	if err := s.resolved(t, d); err != nil {
		return err
	}
	if err := t.portsNamed(d); err != nil {
		return err
	}
	if old != nil {
		if err := s.listenersFree(t, old, d); err != nil {
			return err
		}
	}
	if quota, limit, ok := s.options.Quotas.of(0); ok && len(d.Backends) > limit {
		return QuotaExceededError{Quota: quota, Limit: limit}
	}
	return nil
}

// Delete removes a resource and answers it as it was last, its version one higher but for
// a mesh (rule 33). Errors: NotFound, NotOwner, InUse.
func (s *Store) Delete(caller string, k Key) (*Resource, error) {
	var gone *Resource
	err := s.update(func(t tx) error {
		row, err := t.visible(caller, k)
		if err != nil {
			return err
		}
		old := row.record()
		if caller != old.Owner && caller != old.Tenant.Account {
			return NotOwnerError{Key: old.Key, Caller: caller}
		}
		if err := t.unused(old.Key); err != nil {
			return err
		}
		t.unpoint(old)
		t.delete(old.Kind.table(), row)
		if old.Kind == Mesh {
			t.forget(old.Key)
		}
		gone = &old.Resource
		gone.Updated = s.options.Stamp().UnixMilli()
		if gone.Kind != Mesh {
			gone.Version++
		}
		s.tell(Deleted, gone)
		return nil
	})
	return or(gone, err)
}

func or(r *Resource, err error) (*Resource, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}

// home answers what the resource of a key lives in, nil for a mesh; NotFound names the
// outermost that is not there.
func (t tx) home(caller string, k Key) (*row, error) {
	if k.Kind == Mesh {
		return nil, nil
	}
	mesh := t.get(k.Mesh())
	if mesh == nil || !t.maySee(caller, mesh) {
		return nil, NotFoundError{Key: k.Mesh()}
	}
	if caller != mesh.owner() && (k.Kind == VirtualGateway || k.Kind == GatewayRoute) {
		return nil, NotOwnerError{Key: k, Caller: caller}
	}
	home := k.Parent()
	if home.Kind == Mesh {
		return mesh, nil
	}
	if r := t.get(home); r != nil {
		return r, nil
	}
	return nil, NotFoundError{Key: home}
}

// visible answers the resource of a key if it is there for the caller. The homes of what
// is there are there too, so in an account's own meshes one look is enough.
func (t tx) visible(caller string, k Key) (*row, error) {
	r := t.get(k)
	if r != nil && (caller == k.Tenant.Account || k.Kind == Mesh && t.maySee(caller, r)) {
		return r, nil
	}
	if _, err := t.home(caller, k); err != nil {
		return nil, err
	}
	if r == nil || k.Kind == Mesh {
		return nil, NotFoundError{Key: k}
	}
	return r, nil
}
