package state

import "strings"

// implicit is a row for a virtual service that a virtual node named as a backend before it
// was made (§3.2, rule 8). Nothing shows it; the virtual service that is made later has its age.
type implicit struct {
	Key
	since int64 // milliseconds since 1970
}

// implicit tells whether there is an implicit virtual service of the key.
func (t tx) implicit(service Key) bool {
	_, ok := t.first(implicitTable, implicit{Key: service}).(implicit)
	return ok
}

// expect makes an implicit virtual service of each backend that is not there yet.
func (t tx) expect(node Key, backends []string, now int64) {
	for _, name := range backends {
		service := node.Mesh().Child(VirtualService, name)
		if t.get(service) == nil && !t.implicit(service) {
			service = node.Mesh().Child(VirtualService, strings.Clone(name)) // a row keeps no request alive
			t.insert(implicitTable, implicit{Key: service, since: now})
		}
	}
}

// takeImplicit answers since when there is an implicit virtual service of the key, and ends it.
func (t tx) takeImplicit(k Key) (since int64, ok bool) {
	if k.Kind != VirtualService {
		return 0, false
	}
	row, ok := t.first(implicitTable, implicit{Key: k}).(implicit)
	if ok {
		t.delete(implicitTable, row)
	}
	return row.since, ok
}

// forget removes what belongs to a mesh without living in it.
func (t tx) forget(mesh Key) {
	var rows []any
	for row := range t.prefixed(implicitTable, primary, indexKey(mesh)) {
		rows = append(rows, row)
	}
	for _, row := range rows {
		t.delete(implicitTable, row)
	}
	for _, share := range t.shares(mesh) {
		t.delete(shareTable, share)
	}
}
