package state

import "github.com/hashicorp/go-memdb"

// Snapshot is the whole state of a store at one moment: resources, tags, client tokens,
// shares and implicit virtual services. It costs the same at any size.
type Snapshot struct{ db *memdb.MemDB }

// Snapshot answers the state as it is.
func (s *Store) Snapshot() Snapshot { return Snapshot{db: s.db.Load().Snapshot()} }

// Restore goes back to a snapshot, of this store or another. It may be restored any number of times.
func (s *Store) Restore(to Snapshot) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.db.Store(to.db.Snapshot())
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
