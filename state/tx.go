package state

import (
	"fmt"
	"iter"

	"github.com/hashicorp/go-memdb"
)

// tx is a transaction: a consistent view of the whole state, and in an update the only writer.
// Its methods fail on nothing but a schema that does not fit the code, and then they panic.
type tx struct{ txn *memdb.Txn }

// view runs a reading transaction.
func (s *Store) view() tx { return tx{s.db.Load().Txn(false)} }

// update runs a writing transaction: all that do does is done if it answers nil, and nothing otherwise.
func (s *Store) update(do func(tx) error) error {
	s.writer.Lock()
	defer s.writer.Unlock()
	txn := s.db.Load().Txn(true)
	defer txn.Abort()
	s.watchers.told = s.watchers.told[:0]
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

// get answers the row of a key, or nil: what a mesh lives in is none.
func (t tx) get(k Key) *row {
	if k.Kind == 0 {
		return nil
	}
	r, _ := t.first(k.Kind.table(), indexKey(k)).(*row)
	return r
}

// put stores a resource and what its spec points at, and answers it as it was stored: its text
// is the row's, also in the references, so that nothing keeps the request alive that it came with.
func (t tx) put(r *record) *record {
	row := r.row()
	t.insert(r.Kind.table(), row)
	stored := row.record()
	t.point(stored)
	return stored
}

// replace puts a resource in the place of what it was.
func (t tx) replace(old, r *record) *record {
	t.unpoint(old)
	return t.put(r)
}

func (t tx) first(table string, key any) any { return must(t.txn.First(table, primary, key)) }

func (t tx) insert(table string, row any) { must(0, t.txn.Insert(table, row)) }

func (t tx) delete(table string, row any) { must(0, t.txn.Delete(table, row)) }

// prefixed yields the rows whose key in the index begins with prefix, in the order of their keys.
func (t tx) prefixed(table, index string, prefix []byte) iter.Seq[any] {
	return func(yield func(any) bool) {
		rows := must(t.txn.Get(table, index+"_prefix", prefix))
		for row := rows.Next(); row != nil; row = rows.Next() {
			if !yield(row) {
				return
			}
		}
	}
}

// children yields what of a kind lives in a home, sorted by name.
func (t tx) children(home Key, kind Kind) iter.Seq[*row] {
	return scoped[*row](t, kind.table(), indexKey(home))
}

// rows yields all rows of a table in the order of their keys.
func rows[T any](t tx, table string) iter.Seq[T] { return scoped[T](t, table, nil) }

func scoped[T any](t tx, table string, prefix []byte) iter.Seq[T] {
	return func(yield func(T) bool) {
		for row := range t.prefixed(table, primary, prefix) {
			if !yield(row.(T)) {
				return
			}
		}
	}
}
