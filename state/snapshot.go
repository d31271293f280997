package state

import (
	"iter"

	"github.com/hashicorp/go-memdb"
)

// Snapshot is the whole state of a store at one moment: resources, tags, client tokens,
// shares and implicit virtual services. It costs the same at any size.
type Snapshot struct {
	db       *memdb.MemDB
	revision uint64
}

// Snapshot returns the current state.
func (s *Store) Snapshot() Snapshot {
	// The revision is read first: a change that is committed in between has not
	// been reported to its caller yet, so it may be missing from the number.
	revision := s.changes.Load()
	return Snapshot{db: s.db.Load().Snapshot(), revision: revision}
}

// Revision returns the number of changes that had been committed to the store when
// the snapshot was taken. It grows with every change, also with a restore, so that a
// result computed from a snapshot can be reused for as long as the revision is the same.
func (s Snapshot) Revision() uint64 { return s.revision }

// Resources returns the resources of a kind in the meshes that the tenant owns, in the
// order of their names. Resources that consumers of a shared mesh created are included.
func (s Snapshot) Resources(tenant Tenant, kind Kind) iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) {
		for r := range scoped[*row](tx{s.db.Txn(false)}, kind.table(), indexKey(Key{Tenant: tenant})) {
			if !yield(r.resource()) {
				return
			}
		}
	}
}

// Restore goes back to a snapshot, of this store or another. It may be restored any number of times.
func (s *Store) Restore(to Snapshot) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.db.Store(to.db.Snapshot())
	s.changes.Add(1)
	s.watchers.told = append(s.watchers.told[:0], Event{Change: Reset})
	s.watchers.publish()
}

// Get answers the resource of a key, or nil.
func (s Snapshot) Get(k Key) *Resource {
	row := tx{s.db.Txn(false)}.get(k)
	if row == nil {
		return nil
	}
	return row.resource()
}

// ClearTenant removes the meshes of a tenant with everything in them, and publishes an
// event as Restore does.
func (s *Store) ClearTenant(tenant Tenant) {
	s.writer.Lock()
	defer s.writer.Unlock()
	fork := s.db.Load().Snapshot()
	txn := fork.Txn(true)
	prefix := indexKey(Key{Tenant: tenant})
	for _, kind := range Kinds {
		must(txn.DeleteAll(kind.table(), primary+"_prefix", prefix))
		must(txn.DeleteAll(referenceTable, primary+"_prefix", append([]byte{byte(kind)}, prefix...)))
	}
	for _, table := range []string{implicitTable, shareTable} {
		must(txn.DeleteAll(table, primary+"_prefix", prefix))
	}
	txn.Commit()
	s.db.Store(fork)
	s.changes.Add(1)
	s.watchers.told = append(s.watchers.told[:0], Event{Change: Reset})
	s.watchers.publish()
}

// Clear removes everything.
func (s *Store) Clear() { s.Restore(Snapshot{db: emptyDB()}) }

// Count answers how many resources of a kind there are, in all worlds. It counts them.
func (s *Store) Count(kind Kind) int {
	n := 0
	for range rows[*row](s.view(), kind.table()) {
		n++
	}
	return n
}
