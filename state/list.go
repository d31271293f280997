package state

import "iter"

// Cursor is a position in a list: the first name of a page and, because a list of meshes
// may contain several of one name, the owner. The zero Cursor is the beginning.
type Cursor struct{ Name, Owner string }

func (c Cursor) before(other Cursor) bool {
	return c.Name < other.Name || c.Name == other.Name && c.Owner < other.Owner
}

// cursorOf returns the position of a resource.
func cursorOf(r *storedResource) Cursor {
	c := Cursor{Name: r.Name()}
	if r.Kind == Mesh {
		c.Owner = r.Owner
	}
	return c
}

// Page is a page of a list.
type Page struct {
	Next *Cursor // the position of the next page; nil if there is none

	resources []*storedResource
}

// All returns the resources of the page in their order, without tags.
func (p Page) All() iter.Seq[Resource] {
	return func(yield func(Resource) bool) {
		for _, stored := range p.resources {
			r := stored.Resource
			r.Tags = nil
			if !yield(r) {
				return
			}
		}
	}
}

// maxCapacity is the largest number of resources for which a page reserves memory in advance.
// It is the size of App Mesh's largest page.
const maxCapacity = 100

// List returns up to limit resources of a kind with the given parent, sorted by name in byte
// order (rule 18), beginning at a position. A walk through all pages returns a resource that
// exists throughout exactly once, even if others are created and deleted meanwhile. The
// parent of meshes is a tenant. Its list includes the meshes that are shared with its
// account. Errors: [NotFoundError], [NotOwnerError].
func (s *Store) List(caller string, parent Key, kind Kind, from Cursor, limit int) (Page, error) {
	t := s.view()
	var shared []*storedResource
	if kind == Mesh {
		shared = t.sharedWith(parent.Tenant)
	} else {
		stored, err := t.parent(caller, parent.Child(kind, ""))
		if err != nil {
			return Page{}, err
		}
		parent = stored.Key // whose strings its children share, so that comparisons are fast
	}
	page := Page{resources: make([]*storedResource, 0, min(limit, maxCapacity))}
	all := t.childrenFrom(parent, kind, from.Name)
	if len(shared) > 0 {
		all = merge(all, shared)
	}
	for r := range all {
		// Only a list of meshes has resources before the position: those of its name.
		if kind == Mesh && cursorOf(r).before(from) {
			continue
		}
		if len(page.resources) == limit {
			next := cursorOf(r)
			page.Next = &next
			break
		}
		page.resources = append(page.resources, r)
	}
	return page, nil
}

// childrenFrom returns the resources of a kind with the given parent, beginning at a name.
func (t tx) childrenFrom(parent Key, kind Kind, name string) iter.Seq[*storedResource] {
	const usualSize = 128 // bytes of a key, so that it need not grow
	start := appendKey(make([]byte, 0, usualSize), parent)
	if name != "" {
		start = appendPart(start, name)
	}
	return func(yield func(*storedResource) bool) {
		found := must(t.txn.LowerBound(kind.table(), primary, start))
		for {
			// LowerBound continues to the end of the table, beyond the children of the parent.
			r, _ := found.Next().(*storedResource)
			if r == nil || !r.isChildOf(parent) || !yield(r) {
				return
			}
		}
	}
}

// merge returns the resources of two sorted sequences as one.
func merge(own iter.Seq[*storedResource], shared []*storedResource) iter.Seq[*storedResource] {
	return func(yield func(*storedResource) bool) {
		rest := shared
		for r := range own {
			for len(rest) > 0 && cursorOf(rest[0]).before(cursorOf(r)) {
				if !yield(rest[0]) {
					return
				}
				rest = rest[1:]
			}
			if !yield(r) {
				return
			}
		}
		for _, r := range rest {
			if !yield(r) {
				return
			}
		}
	}
}
