package state

import "bytes"

// Place is where a page of a list begins: at a name, and among meshes of one name at an
// owner. The zero Place is the beginning.
type Place struct{ Name, Owner string }

func (p Place) before(q Place) bool {
	return p.Name < q.Name || p.Name == q.Name && p.Owner < q.Owner
}

// List answers up to limit resources of a kind that live in a home, sorted by name in byte
// order (rule 18), from a place on, and the place where the next page begins, nil if there is none.
// What exists throughout a walk is seen exactly once, whatever else comes and goes. Home
// is a world for meshes, and those shared with its account are among them (§6). Errors: NotFound, NotOwner.
func (s *Store) List(caller string, home Key, kind Kind, from Place, limit int) (page []*Resource, next *Place, err error) {
	t := s.view()
	var shared []*Resource
	if kind == Mesh {
		shared = t.sharedWith(home.World)
	} else if _, err := t.home(caller, home.Child(kind, "")); err != nil {
		return nil, nil, err
	}
	rows := merged{own: t.from(home, kind, from.Name), shared: shared}
	for r := rows.next(); r != nil; r = rows.next() {
		if placeOf(r).before(from) {
			continue
		}
		if len(page) == limit {
			at := placeOf(r)
			return page, &at, nil
		}
		page = append(page, r)
	}
	return page, nil, nil
}

func placeOf(r *Resource) Place {
	if r.Kind == Mesh {
		return Place{Name: r.Name(), Owner: r.Owner}
	}
	return Place{Name: r.Name()}
}

// from answers a function that answers what of a kind lives in a home, one after the other
// from a name on, then nil. LowerBound knows no scope, so it ends where the scope ends.
func (t tx) from(home Key, kind Kind, name string) func() *Resource {
	scope := appendKey(nil, home)
	start := scope
	if name != "" {
		start = appendPart(bytes.Clone(scope), name)
	}
	rows := must(t.txn.LowerBound(kind.String(), primary, start))
	return func() *Resource {
		r, _ := rows.Next().(*Resource)
		if r == nil || r.Home() != home {
			return nil
		}
		return r
	}
}

// merged reads two sorted sources as one.
type merged struct {
	own    func() *Resource
	shared []*Resource

	ahead *Resource // read from own, not yet answered
	ended bool
}

func (m *merged) next() *Resource {
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
