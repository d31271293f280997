package state

import (
	"iter"
	"unique"
)

// Cursor is where a page of a list begins: at a name, and among meshes of one name at an
// owner. The zero Cursor is the beginning.
type Cursor struct{ Name, Owner string }

func (p Cursor) before(q Cursor) bool {
	return p.Name < q.Name || p.Name == q.Name && p.Owner < q.Owner
}

// Page is a page of a list.
type Page struct {
	Next *Cursor // where the next page begins; nil if there is none

	rows []*row
}

// All yields the page's resources in their order, as lists show them: without spec and tags,
// which their rows hold. Each is good until the next. With it comes whether it is a sibling
// of the one before: of the same kind, home and owner.
func (p Page) All() iter.Seq2[*Resource, bool] {
	return func(yield func(*Resource, bool) bool) {
		var r Resource
		var at unique.Handle[place]
		for _, row := range p.rows {
			sibling := row.place == at
			row.head(&r, sibling)
			if at = row.place; !yield(&r, sibling) {
				return
			}
		}
	}
}

// List answers up to limit resources of a kind that live in a home, sorted by name in byte
// order (rule 18), from a place on. What exists throughout a walk is seen exactly once,
// whatever else comes and goes. Home is a world for meshes, and those shared with its
// account are among them (§6). Errors: NotFound, NotOwner.
func (s *Store) List(caller string, home Key, kind Kind, from Cursor, limit int) (Page, error) {
	t := s.view()
	var shared []*row
	if kind == Mesh {
		shared = t.sharedWith(home.Tenant)
	} else if _, err := t.home(caller, home.Child(kind, "")); err != nil {
		return Page{}, err
	}
	page := Page{rows: make([]*row, 0, min(limit, 100))} // no caller has to ask for more (§6)
	all := merged{own: t.from(home, kind, from.Name), shared: shared}
	for r := all.next(); r != nil; r = all.next() {
		if from != (Cursor{}) && placeOf(r).before(from) {
			continue
		}
		if len(page.rows) == limit {
			next := placeOf(r)
			page.Next = &next
			break
		}
		page.rows = append(page.rows, r)
	}
	return page, nil
}

func placeOf(r *row) Cursor {
	k := r.key()
	if k.Kind == Mesh {
		return Cursor{Name: k.Name(), Owner: r.owner()}
	}
	return Cursor{Name: k.Name()}
}

// from answers a function that answers what of a kind lives in a home, one after the other
// from a name on, then nil. LowerBound knows no scope, so it ends where the scope ends.
func (t tx) from(home Key, kind Kind, name string) func() *row {
	start := indexKey(home)
	if name != "" {
		start = appendPart(start, name)
	}
	rows := must(t.txn.LowerBound(kind.table(), primary, start))
	var inside unique.Handle[place] // that was found to be in the scope
	return func() *row {
		r, _ := rows.Next().(*row)
		if r == nil || r.place != inside && r.key().Parent() != home {
			return nil
		}
		inside = r.place
		return r
	}
}

// merged reads two sorted sources as one.
type merged struct {
	own    func() *row
	shared []*row

	ahead *row // read from own, not yet answered
	ended bool
}

func (m *merged) next() *row {
	if m.ahead == nil && !m.ended {
		m.ahead = m.own()
		m.ended = m.ahead == nil
	}
	if len(m.shared) > 0 && (m.ahead == nil || placeOf(m.shared[0]).before(placeOf(m.ahead))) {
		r := m.shared[0]
		m.shared = m.shared[1:]
		return r
	}
	r := m.ahead
	m.ahead = nil
	return r
}
