package state

import (
	"encoding/binary"
	"sync"
	"unique"
)

// row is a resource as its table holds it. A mesh may have a million of them, so it is
// small: what its siblings have too is kept once, and all else that is text is one string.
type row struct {
	place  unique.Handle[place]
	packed string // name, spec, tags, client tokens, facts, as packed writes them

	uid                       UID
	version, created, updated int64
}

// place is what all resources have in common that are of one kind, live in one home and
// have one owner.
type place struct {
	kind  Kind
	world Tenant
	homes [2]string // the names of what they live in, outermost first
	owner string
}

// record is a row taken apart, for what is done within a transaction.
type record struct {
	Resource
	References
	tokens tokens
	asked  token // that the row is to remember too
}

// row answers the record as its table holds it. Nothing of the record is kept.
func (r *record) row() *row {
	at := place{kind: r.Kind, world: r.Tenant, owner: r.Owner}
	copy(at.homes[:r.Kind.Depth()-1], r.Names[:])
	return &row{
		place: unique.Make(at), packed: r.packed(),
		uid: r.UID, version: r.Version, created: r.Created, updated: r.Updated,
	}
}

// packed writes what a row holds as one string. Numbers are varints; a text and a list
// come after their length.
func (r *record) packed() string {
	room := scratch.Get().(*[]byte)
	defer scratch.Put(room)
	dst := packText((*room)[:0], r.Name())
	dst = packText(dst, r.Spec)
	dst = packNumber(dst, len(r.Tags))
	for _, tag := range r.Tags {
		dst = packNumber(packText(packText(dst, tag.Key), tag.Value), tag.seq)
	}
	dst = r.packTokens(dst)
	dst = packNumber(dst, len(r.Targets))
	for _, target := range r.Targets {
		dst = packNumber(packText(append(dst, byte(target.Kind)), target.Name), int(target.Port))
	}
	dst = packNumber(dst, len(r.Listeners))
	for _, l := range r.Listeners {
		dst = packListener(dst, l)
	}
	*room = packListener(dst, r.Match)
	return string(*room)
}

// scratch holds buffers to pack in, so that a row has just the room it needs.
var scratch = sync.Pool{New: func() any { return new([]byte) }}

func packNumber(dst []byte, n int) []byte { return binary.AppendUvarint(dst, uint64(n)) }

func packText(dst []byte, text string) []byte { return append(packNumber(dst, len(text)), text...) }

func packListener(dst []byte, l Listener) []byte {
	return append(packNumber(dst, int(l.Port)), byte(l.Protocol))
}

// resource answers the resource of a row. Its strings are the row's own.
func (r *row) resource() *Resource {
	var found Resource
	r.unpack(&found)
	return &found
}

// record takes the row apart.
func (r *row) record() *record {
	var all record
	rest := r.unpack(&all.Resource)
	all.tokens, all.References = tokens(rest.text()), rest.facts()
	return &all
}

// unpack fills in a resource from the row, and answers what is packed behind it.
func (r *row) unpack(into *Resource) (rest unpacking) {
	rest = r.head(into, false)
	into.Spec, into.Tags = rest.text(), rest.tags()
	return rest
}

// head fills in a resource but for its spec and tags, and answers what is packed from there
// on. It does less where the resource is a sibling's so far, one of the same place.
func (r *row) head(into *Resource, sibling bool) (rest unpacking) {
	rest = unpacking(r.packed)
	name := rest.text()
	if sibling {
		into.Names[into.Kind.Depth()-1] = name
	} else {
		at := r.place.Value()
		into.Key, into.Owner = at.key(name), at.owner
	}
	into.UID, into.Version, into.Created, into.Updated = r.uid, r.version, r.created, r.updated
	return rest
}

// key answers what the resource is known by.
func (r *row) key() Key {
	name := unpacking(r.packed)
	return r.place.Value().key(name.text())
}

func (p place) key(name string) Key {
	k := Key{Kind: p.kind, Tenant: p.world}
	copy(k.Names[:], p.homes[:])
	k.Names[p.kind.Depth()-1] = name
	return k
}

// owner answers the account that made the resource.
func (r *row) owner() string { return r.place.Value().owner }

// unpacking is the rest of a packed string. Its methods read what comes next, in the order
// in which packed wrote it.
type unpacking string

func (u *unpacking) byte() byte {
	b := (*u)[0]
	*u = (*u)[1:]
	return b
}

func (u *unpacking) number() int {
	low := int(u.byte())
	if low < 0x80 {
		return low
	}
	return low&0x7f | u.number()<<7
}

func (u *unpacking) text() string { return u.bytes(u.number()) }

func (u *unpacking) bytes(n int) string {
	s := string((*u)[:n])
	*u = (*u)[n:]
	return s
}

func (u *unpacking) tags() (tags []Tag) {
	for range u.number() {
		tags = append(tags, Tag{Key: u.text(), Value: u.text(), seq: u.number()})
	}
	return tags
}

func (u *unpacking) facts() (f References) {
	for range u.number() {
		f.Targets = append(f.Targets, Target{Kind: Kind(u.byte()), Name: u.text(), Port: uint16(u.number())})
	}
	for range u.number() {
		f.Listeners = append(f.Listeners, u.listener())
	}
	f.Match = u.listener()
	return f
}

func (u *unpacking) listener() Listener {
	return Listener{Port: uint16(u.number()), Protocol: Protocol(u.byte())}
}
