package state

// mayUse reports whether the caller may use a mesh: the mesh exists, and the caller owns it
// or it is shared with the caller.
func (t tx) mayUse(caller string, mesh *storedResource) bool {
	return caller == mesh.Owner || t.first(shareTable, Share{Mesh: mesh.Key, Consumer: caller}) != nil
}

// parent returns the parent of a resource, nil for a mesh. Errors: NotFoundError of the
// outermost missing parent; NotOwnerError for the gateways of a shared mesh (rule 57).
func (t tx) parent(caller string, k Key) (*storedResource, error) {
	if k.Kind == Mesh {
		return nil, nil
	}
	mesh := t.get(k.Mesh())
	if mesh == nil || !t.mayUse(caller, mesh) {
		return nil, NotFoundError{Key: k.Mesh()}
	}
	if caller != mesh.Owner && ownersOnly(k.Kind) {
		return nil, NotOwnerError{Key: k, Caller: caller}
	}
	if k.Kind.Parent() == Mesh {
		return mesh, nil
	}
	if r := t.get(k.Parent()); r != nil {
		return r, nil
	}
	return nil, NotFoundError{Key: k.Parent()}
}

// ownersOnly reports whether only the owner of a mesh, and no consumer, can have resources of
// the kind (rule 57).
func ownersOnly(kind Kind) bool { return kind == VirtualGateway || kind == GatewayRoute }

// visible returns a resource that the caller may read. Parents of an existing resource
// exist, so the caller's own meshes need only one lookup. Errors: as those of parent, and
// NotFoundError of the resource.
func (t tx) visible(caller string, k Key) (*storedResource, error) {
	r := t.get(k)
	if r != nil && (caller == k.Tenant.Account || k.Kind == Mesh && t.mayUse(caller, r)) {
		return r, nil
	}
	if _, err := t.parent(caller, k); err != nil {
		return nil, err
	}
	if r == nil || k.Kind == Mesh {
		return nil, NotFoundError{Key: k}
	}
	return r, nil
}

// owned returns a resource that the caller created. Errors: as those of visible, and
// NotOwnerError (rule 58).
func (t tx) owned(caller string, k Key) (*storedResource, error) {
	r, err := t.visible(caller, k)
	if err != nil {
		return nil, err
	}
	if r.Owner != caller {
		return nil, NotOwnerError{Key: r.Key, Caller: caller}
	}
	return r, nil
}

// newParent returns the parent of a resource that the caller may create. Errors: as those
// of parent, and NotOwnerError for another account's mesh or a route of another account's
// router (rule 58).
func (t tx) newParent(caller string, k Key) (*storedResource, error) {
	if k.Kind == Mesh && caller != k.Tenant.Account {
		return nil, NotOwnerError{Key: k, Caller: caller}
	}
	parent, err := t.parent(caller, k)
	if err == nil && k.Kind == Route && parent.Owner != caller {
		return nil, NotOwnerError{Key: k, Caller: caller}
	}
	return parent, err
}
