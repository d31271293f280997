package state

import (
	"fmt"
	"iter"

	"github.com/hashicorp/go-memdb"
)

// tx is a transaction: a consistent view of the state and, within update, the only writer.
// Its methods panic if go-memdb returns an error, which happens only if the code does not
// match the schema.
type tx struct{ txn *memdb.Txn }

// view begins a transaction for reading.
func (s *Store) view() tx { return tx{s.db.Load().Txn(false)} }

// update runs do in a transaction for writing, and commits it unless do returns an error.
func (s *Store) update(do func(tx) error) error {
	s.writer.Lock()
	defer s.writer.Unlock()
	txn := s.db.Load().Txn(true)
	defer txn.Abort()
	s.watchers.pendingEvents = s.watchers.pendingEvents[:0]
	if err := do(tx{txn}); err != nil {
		return err
	}
	txn.Commit()
	s.changes.Add(1)
	s.watchers.publish()
	return nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("state: %v", err))
	}
	return value
}

// get returns the resource with the given key, nil if there is none or if the key is a tenant's.
func (t tx) get(k Key) *storedResource {
	if k.Kind == 0 {
		return nil
	}
	r, _ := t.first(k.Kind.table(), indexKey(k)).(*storedResource)
	return r
}

// put inserts a resource and updates the references. It replaces old unless old is nil.
func (t tx) put(old, r *storedResource) {
	if old != nil {
		t.removeReferences(old)
	}
	t.insert(r.Kind.table(), r)
	t.addReferences(r)
}

func (t tx) first(table string, key any) any { return must(t.txn.First(table, primary, key)) }

func (t tx) insert(table string, object any) { must(0, t.txn.Insert(table, object)) }

func (t tx) delete(table string, object any) { must(0, t.txn.Delete(table, object)) }

// children returns the resources of a kind with the given parent, sorted by name.
func (t tx) children(parent Key, kind Kind) iter.Seq[*storedResource] {
	return objects[*storedResource](t, kind.table(), primary, indexKey(parent))
}

// objects returns the objects of a table whose key in an index begins with prefix, sorted by
// key.
func objects[T any](t tx, table, index string, prefix []byte) iter.Seq[T] {
	return func(yield func(T) bool) {
		found := must(t.txn.Get(table, index+"_prefix", prefix))
		for object := found.Next(); object != nil; object = found.Next() {
			if !yield(object.(T)) {
				return
			}
		}
	}
}
