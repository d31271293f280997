package state

// Share says that a mesh is shared with an account of the same region, its consumer (§8).
type Share struct {
	Mesh     Key
	Consumer string
}

// Share shares a mesh of an account with another. Errors: NotFound.
func (s *Store) Share(mesh Key, consumer string) error {
	return s.update(func(t tx) error {
		r := t.get(mesh)
		if r == nil {
			return NotFoundError{Key: mesh}
		}
		t.insert(shareTable, Share{Mesh: r.key(), Consumer: consumer})
		return nil
	})
}

// Unshare ends a share. What the consumer made stays, for the mesh owner to read and delete.
// Errors: NotFound, of a share that is not there too.
func (s *Store) Unshare(mesh Key, consumer string) error {
	return s.update(func(t tx) error {
		row := t.first(shareTable, Share{Mesh: mesh, Consumer: consumer})
		if row == nil {
			return NotFoundError{Key: mesh}
		}
		t.delete(shareTable, row)
		return nil
	})
}

// Shares answers with whom a mesh is shared, sorted.
func (s *Store) Shares(mesh Key) []Share { return s.view().shares(mesh) }

func (t tx) shares(mesh Key) []Share {
	var all []Share
	for row := range t.prefixed(shareTable, primary, indexKey(mesh)) {
		all = append(all, row.(Share))
	}
	return all
}

// sharedWith answers the meshes that are shared with a world's account, sorted by name, then owner.
func (t tx) sharedWith(w Tenant) []*row {
	var meshes []*row
	prefix := appendPart(appendPart(nil, w.Region), w.Account)
	for row := range t.prefixed(shareTable, byConsumer, prefix) {
		meshes = append(meshes, t.get(row.(Share).Mesh))
	}
	return meshes
}

// maySee tells whether a mesh is there for an account.
func (t tx) maySee(caller string, mesh *row) bool {
	return caller == mesh.owner() || t.first(shareTable, Share{Mesh: mesh.key(), Consumer: caller}) != nil
}

// mayAdd answers NotOwner if the account may not make the resource: a route is added by
// the owner of its router (§8). Home is nil for a mesh.
func mayAdd(caller string, home *row, k Key) error {
	if k.Kind == Route && home.owner() != caller {
		return NotOwnerError{Key: k, Caller: caller}
	}
	return nil
}
