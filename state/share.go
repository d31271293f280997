package state

import "strings"

// Share records that a mesh is shared with an account, its consumer, in the same region.
type Share struct {
	Mesh     Key
	Consumer string
}

// Share shares a mesh with an account. Sharing it again has no effect.
// Errors: [NotFoundError].
func (s *Store) Share(mesh Key, consumer string) error {
	return s.update(func(t tx) error {
		r := t.get(mesh)
		if r == nil {
			return NotFoundError{Key: mesh}
		}
		t.insert(shareTable, Share{Mesh: r.Key, Consumer: strings.Clone(consumer)})
		return nil
	})
}

// Unshare ends a share. The consumer's resources remain, and the mesh owner can read and
// delete them. It returns a [NotFoundError] if the mesh does not exist or is not shared with
// the account.
func (s *Store) Unshare(mesh Key, consumer string) error {
	return s.update(func(t tx) error {
		share := t.first(shareTable, Share{Mesh: mesh, Consumer: consumer})
		if share == nil {
			return NotFoundError{Key: mesh}
		}
		t.delete(shareTable, share)
		return nil
	})
}

// Shares returns the shares of a mesh, or of all meshes of a tenant, sorted by mesh, then
// consumer.
func (s *Store) Shares(of Key) []Share { return s.view().shares(of) }

func (t tx) shares(of Key) []Share {
	var all []Share
	for share := range objects[Share](t, shareTable, primary, indexKey(of)) {
		all = append(all, share)
	}
	return all
}

// sharedWith returns the meshes that are shared with a tenant, sorted by name, then owner.
func (t tx) sharedWith(consumer Tenant) []*storedResource {
	var meshes []*storedResource
	prefix := appendPart(appendPart(nil, consumer.Region), consumer.Account)
	for share := range objects[Share](t, shareTable, byConsumer, prefix) {
		meshes = append(meshes, t.get(share.Mesh))
	}
	return meshes
}
