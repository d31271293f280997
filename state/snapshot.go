package state

import (
	"iter"

	"github.com/hashicorp/go-memdb"
)

// Snapshot is the state of a store at one moment: resources with their tags and client
// tokens, shares and implicit virtual services. Taking one takes constant time and memory.
// A snapshot never changes; its methods may be called concurrently.
type Snapshot struct {
	db       *memdb.MemDB
	revision uint64
}

// Snapshot returns the current state.
func (s *Store) Snapshot() Snapshot {
	// The revision is read first. A change that is committed in between has not been reported
	// to its caller yet, so the revision may omit it.
	revision := s.changes.Load()
	return Snapshot{db: s.db.Load().Snapshot(), revision: revision}
}

// Restore replaces the state by a snapshot of this store or another. A snapshot may be
// restored any number of times.
func (s *Store) Restore(to Snapshot) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.db.Store(to.db.Snapshot())
	s.changes.Add(1)
	s.watchers.pendingEvents = append(s.watchers.pendingEvents[:0], pendingEvent{change: Reset})
	s.watchers.publish()
}

// ClearTenant removes the meshes of a tenant with their contents, and publishes the same
// event as Restore.
func (s *Store) ClearTenant(tenant Tenant) {
	s.writer.Lock()
	defer s.writer.Unlock()
	fork := s.db.Load().Snapshot()
	txn := fork.Txn(true)
	prefix := indexKey(Key{Tenant: tenant})
	for _, kind := range Kinds() {
		must(txn.DeleteAll(kind.table(), primary+"_prefix", prefix))
		must(txn.DeleteAll(referenceTable, primary+"_prefix", append([]byte{byte(kind)}, prefix...)))
	}
	for _, table := range []string{implicitTable, shareTable} {
		must(txn.DeleteAll(table, primary+"_prefix", prefix))
	}
	txn.Commit()
	s.db.Store(fork)
	s.changes.Add(1)
	s.watchers.pendingEvents = append(s.watchers.pendingEvents[:0], pendingEvent{change: Reset})
	s.watchers.publish()
}

// Clear removes everything.
func (s *Store) Clear() { s.Restore(Snapshot{db: emptyDB()}) }

// Count returns the current number of resources of a kind, in time proportional to that
// number.
func (s *Store) Count(kind Kind) int { return s.Snapshot().Count(kind) }

func (s Snapshot) view() tx { return tx{s.db.Txn(false)} }

// Revision returns the number of changes that had been committed to the store when the
// snapshot was taken. Every change increases it, including a restore, so a result computed
// from a snapshot is valid as long as the revision stays the same.
func (s Snapshot) Revision() uint64 { return s.revision }

// Get returns the resource with the given key, or nil.
func (s Snapshot) Get(k Key) *Resource {
	r := s.view().get(k)
	if r == nil {
		return nil
	}
	return r.resource()
}

// Resources returns the resources of a kind in the meshes that the tenant owns, in the
// order of their names. Resources that consumers of a shared mesh created are included.
func (s Snapshot) Resources(tenant Tenant, kind Kind) iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) {
		for r := range s.view().children(Key{Tenant: tenant}, kind) {
			if !yield(r.resource()) {
				return
			}
		}
	}
}

// Count returns the number of resources of a kind, in time proportional to that number.
func (s Snapshot) Count(kind Kind) int {
	n := 0
	for range s.all(kind) {
		n++
	}
	return n
}

// Meshes returns the meshes of all accounts and regions, sorted by region, account and name.
func (s Snapshot) Meshes() iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) {
		for r := range s.all(Mesh) {
			if !yield(r.resource()) {
				return
			}
		}
	}
}

// all returns the resources of a kind from all tenants, sorted by key.
func (s Snapshot) all(kind Kind) iter.Seq[*storedResource] {
	return objects[*storedResource](s.view(), kind.table(), primary, nil)
}
