package state

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-memdb"
)

// Options configure a store.
type Options struct {
	Stamp  func() time.Time // returns the time of a write; called once for each
	UID    func() UID       // returns a new identifier; called once for each new resource
	Quotas Quotas

	// These options relax assumed rules.
	AllowDangling       bool // rule 7: virtual services and gateway routes may have missing targets
	AllowImplicit       bool // rule 9: gateway routes may refer to implicit virtual services
	AllowProtocolChange bool // rule 29: a router's listener may change its protocol while routes match it
	AllowMissingPorts   bool // rule 74: only the documented cases require ports (rules 52 to 54)
}

// Store holds resources. Its methods may be called concurrently.
type Store struct {
	options  Options
	writer   sync.Mutex // held during a write
	db       atomic.Pointer[memdb.MemDB]
	changes  atomic.Uint64 // the number of commits, for Snapshot.Revision
	watchers watchers
}

// New returns an empty store.
func New(options Options) *Store {
	s := &Store{options: options}
	s.db.Store(emptyDB().Snapshot())
	return s
}

// Get returns a resource. Errors: [NotFoundError], [NotOwnerError].
func (s *Store) Get(caller string, k Key) (*Resource, error) {
	r, err := s.view().visible(caller, k)
	if err != nil {
		return nil, err
	}
	return r.resource(), nil
}

// Create creates a resource of version 1 (rule 41). If the caller has made the same request
// with the same client token before, Create returns the current state of the resource (rule
// 6). Errors: [NotFoundError] of a parent, [NotOwnerError], [TokenReusedError], [ExistsError],
// [DanglingReferenceError], [PortMissingError], [QuotaExceededError].
func (s *Store) Create(d Draft) (*Resource, error) {
	token := newToken(createVerb, d)
	var created *storedResource
	err := s.update(func(t tx) error {
		parent, err := t.newParent(d.Caller, d.Key)
		if err != nil {
			return err
		}
		if old := t.get(d.Key); old != nil {
			if old.Owner != d.Caller { // tokens of different accounts are unrelated
				return ExistsError{Key: old.Key}
			}
			created = old
			return old.checkRepeated(token, d.Token, ExistsError{Key: old.Key})
		}
		if err := s.checkDraft(t, nil, d); err != nil {
			return err
		}
		if err := s.checkQuota(t, d.Key); err != nil {
			return err
		}
		created = s.insertNew(t, parent, d, token)
		return nil
	})
	return copyOf(created, err)
}

// insertNew stores a new resource.
func (s *Store) insertNew(t tx, parent *storedResource, d Draft, token token) *storedResource {
	now := s.options.Stamp().UnixMilli()
	r := storedResource{
		Resource: Resource{
			Key: d.Key, Owner: d.Caller, UID: s.options.UID(),
			Version: 1, Created: now, Updated: now, Spec: d.Spec, Tags: numbered(d.Tags),
		},
		References: d.References,
		tokens:     tokens(token),
	}
	if since, ok := t.removeImplicit(r.Key); ok {
		r.Created, r.Version = since, 2
	}
	created := r.detached(parent)
	t.put(nil, created)
	t.createImplicit(created.Key, d.Backends, now)
	s.queueEvent(Created, created)
	return created
}

// Update replaces the whole spec of a resource (rule 42). It increments the version even if
// the spec stays the same (rule 5). If the same request was made with the same client token
// before, Update returns the current state of the resource (rule 6). Errors: [NotFoundError],
// [NotOwnerError], [TokenReusedError], [DanglingReferenceError], [PortMissingError],
// [PortsMissingError], [ListenerInUseError] or [ProtocolInUseError], [QuotaExceededError].
func (s *Store) Update(d Draft) (*Resource, error) {
	token := newToken(updateVerb, d)
	var updated *storedResource
	err := s.update(func(t tx) error {
		old, err := t.owned(d.Caller, d.Key)
		if err != nil {
			return err
		}
		if old.tokens.find(token) != "" {
			updated = old
			return old.checkRepeated(token, d.Token, nil)
		}
		if err := s.checkDraft(t, old, d); err != nil {
			return err
		}
		now := s.options.Stamp().UnixMilli()
		r := *old
		r.Version, r.Updated = nextVersion(old.Version), now
		r.Spec, r.References, r.tokens = d.Spec, d.References, old.tokens.with(token)
		r.detachText()
		t.put(old, &r)
		t.createImplicit(r.Key, d.Backends, now)
		updated = &r
		s.queueEvent(Updated, updated)
		return nil
	})
	return copyOf(updated, err)
}

// checkDraft checks a draft against the other resources; old is nil for a create.
func (s *Store) checkDraft(t tx, old *storedResource, d Draft) error {
	if err := t.checkTargets(d.Key, d.Targets, s.options.AllowDangling, s.options.AllowImplicit); err != nil {
		return err
	}
	if err := t.checkPortsNamed(d.Key, d.References, s.options.AllowMissingPorts); err != nil {
		return err
	}
	if old != nil {
		if err := s.checkListeners(t, old, d); err != nil {
			return err
		}
	}
	return s.checkBackends(d)
}

// Delete deletes a resource and returns its last state. Except for a mesh, the version is
// incremented (rule 33). The mesh owner may delete resources of consumers. Errors:
// [NotFoundError], [NotOwnerError], [InUseError].
func (s *Store) Delete(caller string, k Key) (*Resource, error) {
	var deleted *storedResource
	err := s.update(func(t tx) error {
		old, err := t.visible(caller, k)
		if err != nil {
			return err
		}
		if caller != old.Owner && caller != old.Tenant.Account {
			return NotOwnerError{Key: old.Key, Caller: caller}
		}
		if err := t.checkUnused(old.Key); err != nil {
			return err
		}
		t.removeReferences(old)
		t.delete(old.Kind.table(), old)
		if old.Kind == Mesh {
			t.removeMeshData(old.Key)
		}
		last := *old
		last.Updated = s.options.Stamp().UnixMilli()
		if last.Kind != Mesh {
			last.Version = nextVersion(last.Version)
		}
		deleted = &last
		s.queueEvent(Deleted, deleted)
		return nil
	})
	return copyOf(deleted, err)
}

// copyOf returns a copy of r, or the error if there is one.
func copyOf(r *storedResource, err error) (*Resource, error) {
	if err != nil {
		return nil, err
	}
	return r.resource(), nil
}
