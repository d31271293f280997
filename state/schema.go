package state

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/hashicorp/go-memdb"
)

// Beside a table for each kind of resource there are these.
const (
	referenceTable = "reference" // which resource's spec points at which
	implicitTable  = "implicit"  // the implicit virtual services
	shareTable     = "share"     // which mesh is shared with which account
)

// table answers the name of the kind's table. go-memdb keeps the tables in a tree by their
// names, which every write copies the way through: names that differ in their first byte make
// it one step long.
func (k Kind) table() string { return tableNames[k] }

var tableNames = func() (names [len(kindNames)]string) {
	for k, name := range kindNames {
		names[k] = strconv.Itoa(k) + " " + name
	}
	return names
}()

const (
	primary    = "id"       // go-memdb's name for the index that every table must have
	byConsumer = "consumer" // of shareTable: the meshes that are shared with an account
)

// emptyDB is the database that every store begins as a fork of.
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
	for _, kind := range Kinds {
		add(kind.table(), indexer[*row](func(r *row) []byte { return indexKey(r.key()) }))
	}
	add(referenceTable, indexer[reference](appendReference))
	add(implicitTable, indexer[implicit](func(i implicit) []byte { return indexKey(i.Key) }))
	add(shareTable,
		indexer[Share](func(s Share) []byte { return appendPart(appendKey(nil, s.Mesh), s.Consumer) }),
		indexer[Share](func(s Share) []byte {
			key := appendPart(appendPart(nil, s.Mesh.Tenant.Region), s.Consumer)
			return appendPart(appendPart(key, s.Mesh.Name()), s.Mesh.Tenant.Account)
		}))
	db, err := memdb.NewMemDB(schema)
	if err != nil {
		panic(fmt.Sprintf("state: the schema is wrong: %v", err))
	}
	return db
})

// appendPart appends one part of a compound key. The NUL that ends it cannot stand in a
// name, so that a scope is a prefix of whole parts: the mesh a is no prefix of the mesh ab.
func appendPart(dst []byte, part string) []byte {
	return append(append(dst, part...), 0)
}

// appendKey appends a key: region, account, then its names. A home's key is a prefix of
// the keys of all that lives in it. The kind is in the table's name.
func appendKey(dst []byte, k Key) []byte {
	dst = appendPart(dst, k.Tenant.Region)
	dst = appendPart(dst, k.Tenant.Account)
	for _, name := range k.Names[:k.Kind.Depth()] {
		dst = appendPart(dst, name)
	}
	return dst
}

// indexKey answers a key as appendKey writes it, in just the room that it needs: the index keeps it.
func indexKey(k Key) []byte { return appendKey(make([]byte, 0, k.size()), k) }

// size is how many bytes appendKey appends.
func (k Key) size() int {
	n := len(k.Tenant.Region) + len(k.Tenant.Account) + 2
	for _, name := range k.Names[:k.Kind.Depth()] {
		n += len(name) + 1
	}
	return n
}

// indexer makes the bytes of an index from a row of type T, or from bytes that are made already.
type indexer[T any] func(T) []byte

// FromObject implements memdb.SingleIndexer.
func (f indexer[T]) FromObject(row any) (bool, []byte, error) { return true, f(row.(T)), nil }

// FromArgs implements memdb.Indexer for a row that has the index's parts set, or for bytes.
func (f indexer[T]) FromArgs(args ...any) ([]byte, error) {
	switch arg := args[0].(type) {
	case T:
		return f(arg), nil
	case []byte:
		return arg, nil
	default:
		return nil, fmt.Errorf("state: no index can be made from %T", arg)
	}
}

// PrefixFromArgs implements memdb.PrefixIndexer.
func (f indexer[T]) PrefixFromArgs(args ...any) ([]byte, error) { return f.FromArgs(args...) }
