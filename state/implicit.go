package state

import (
	"slices"
	"strings"
)

// implicitService is a virtual service that a virtual node named as a backend before the
// service was created (rule 8). Its only visible effect is on the creation time and the
// version of the virtual service created later.
type implicitService struct {
	Key
	since int64 // in milliseconds since 1970
}

// isImplicit reports whether there is an implicit virtual service with the given key.
func (t tx) isImplicit(service Key) bool {
	_, ok := t.first(implicitTable, implicitService{Key: service}).(implicitService)
	return ok
}

// createImplicit creates an implicit virtual service for each backend of a stored virtual
// node that does not exist yet.
func (t tx) createImplicit(node Key, backends []string, now int64) {
	for _, name := range backends {
		service := node.Mesh().Child(VirtualService, name)
		if t.get(service) == nil && !t.isImplicit(service) {
			service.Names[1] = strings.Clone(name) // do not keep the request in memory
			t.insert(implicitTable, implicitService{Key: service, since: now})
		}
	}
}

// removeImplicit removes the implicit virtual service with the given key. It returns the time
// from which the service existed, or false if there is none.
func (t tx) removeImplicit(k Key) (since int64, ok bool) {
	if k.Kind != VirtualService {
		return 0, false
	}
	service, ok := t.first(implicitTable, implicitService{Key: k}).(implicitService)
	if ok {
		t.delete(implicitTable, service)
	}
	return service.since, ok
}

// removeMeshData removes the implicit virtual services and the shares of a deleted mesh.
func (t tx) removeMeshData(mesh Key) {
	for _, service := range slices.Collect(objects[implicitService](t, implicitTable, primary, indexKey(mesh))) {
		t.delete(implicitTable, service)
	}
	for _, share := range t.shares(mesh) {
		t.delete(shareTable, share)
	}
}
