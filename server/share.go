package server

import (
	"cmp"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// Share records that a mesh is shared with another account in the same region (rule 24). In
// AWS, Resource Access Manager shares meshes, not App Mesh.
type Share = api.Share

// Share shares a mesh. It returns the share with empty members filled in: MeshOwner and
// Region default to the server's. Sharing a mesh twice has no effect. Errors, each an *Error:
// BadRequestException, NotFoundException if the mesh does not exist.
func (s *Server) Share(share Share) (Share, error) {
	share = s.completeShare(share)
	return share, s.api.Share(share)
}

// Unshare ends a share. The consumer's resources remain, and the mesh owner can read and
// delete them. Errors, each an *Error: BadRequestException, NotFoundException if the mesh
// does not exist or is not shared with the account.
func (s *Server) Unshare(share Share) error { return s.api.Unshare(s.completeShare(share)) }

// Shares returns the shares of one owner's meshes in one region, sorted by mesh, then by
// account. An empty owner or region means the server's, an empty mesh name means all meshes.
// Errors, each an *Error: BadRequestException.
func (s *Server) Shares(meshName, meshOwner, region string) ([]Share, error) {
	of := s.completeShare(Share{MeshOwner: meshOwner, Region: region})
	return s.api.Shares(meshName, of.MeshOwner, of.Region)
}

func (s *Server) completeShare(share Share) Share {
	share.MeshOwner = cmp.Or(share.MeshOwner, s.options.Account)
	share.Region = cmp.Or(share.Region, s.options.Region)
	return share
}
