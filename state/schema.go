package state

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/hashicorp/go-memdb"
)

// The tables. Each kind has one of its own.
const (
	referenceTable = "reference" // references between resources
	implicitTable  = "implicit"  // implicit virtual services
	shareTable     = "share"     // shares of meshes
)

// table returns the name of the kind's table. Every write to go-memdb copies the path to a
// table in a radix tree of names. The names differ in their first byte, so this path has one
// step.
func (k Kind) table() string { return tableNames[k] }

var tableNames = func() (names [kindCount]string) {
	for _, kind := range Kinds() {
		names[kind] = strconv.Itoa(int(kind)) + " " + kind.String()
	}
	return names
}()

const (
	primary    = "id"       // the name that go-memdb demands for the primary index
	byConsumer = "consumer" // of shareTable: by the account that the mesh is shared with
)

// emptyDB returns an empty database, of which every store is a fork.
var emptyDB = sync.OnceValue(func() *memdb.MemDB {
	schema := &memdb.DBSchema{Tables: map[string]*memdb.TableSchema{}}
	add := func(name string, indexers ...memdb.Indexer) {
		table := &memdb.TableSchema{Name: name, Indexes: map[string]*memdb.IndexSchema{}}
		for i, indexer := range indexers {
			index := [...]string{primary, byConsumer}[i]
			table.Indexes[index] = &memdb.IndexSchema{Name: index, Unique: true, Indexer: indexer}
		}
		schema.Tables[name] = table
	}
	for _, kind := range Kinds() {
		add(kind.table(), indexer[*storedResource](func(r *storedResource) []byte { return indexKey(r.Key) }))
	}
	add(referenceTable, indexer[reference](referenceKey))
	add(implicitTable, indexer[implicitService](func(i implicitService) []byte { return indexKey(i.Key) }))
	add(shareTable,
		indexer[Share](func(s Share) []byte { return appendPart(appendKey(nil, s.Mesh), s.Consumer) }),
		indexer[Share](func(s Share) []byte {
			key := appendPart(appendPart(nil, s.Mesh.Tenant.Region), s.Consumer)
			return appendPart(appendPart(key, s.Mesh.Name()), s.Mesh.Tenant.Account)
		}))
	db, err := memdb.NewMemDB(schema)
	if err != nil {
		panic(fmt.Sprintf("state: invalid schema: %v", err))
	}
	return db
})

// appendPart appends one part of a compound key, terminated by NUL. Parts do not contain NUL,
// so a prefix of whole parts selects a scope: mesh "a" is not a prefix of mesh "ab".
func appendPart(dst []byte, part string) []byte {
	return append(append(dst, part...), 0)
}

// appendKey appends region, account and names, so that the key of a parent is a prefix of
// its children's keys. The kind is not part of it: each kind has its own table.
func appendKey(dst []byte, k Key) []byte {
	dst = appendPart(dst, k.Tenant.Region)
	dst = appendPart(dst, k.Tenant.Account)
	for _, name := range k.Names[:k.Kind.Depth()] {
		dst = appendPart(dst, name)
	}
	return dst
}

// indexKey returns the bytes that appendKey appends. The result has no spare capacity,
// because an index stores it.
func indexKey(k Key) []byte {
	size := len(k.Tenant.Region) + len(k.Tenant.Account) + 2
	for _, name := range k.Names[:k.Kind.Depth()] {
		size += len(name) + 1
	}
	return appendKey(make([]byte, 0, size), k)
}

// indexer computes the key of an object of type T.
type indexer[T any] func(T) []byte

// FromObject implements memdb.SingleIndexer.
func (f indexer[T]) FromObject(object any) (bool, []byte, error) { return true, f(object.(T)), nil }

// FromArgs implements memdb.Indexer. The argument is an object or a key.
func (f indexer[T]) FromArgs(args ...any) ([]byte, error) {
	switch arg := args[0].(type) {
	case T:
		return f(arg), nil
	case []byte:
		return arg, nil
	default:
		return nil, fmt.Errorf("state: cannot index a %T", arg)
	}
}

// PrefixFromArgs implements memdb.PrefixIndexer.
func (f indexer[T]) PrefixFromArgs(args ...any) ([]byte, error) { return f.FromArgs(args...) }
