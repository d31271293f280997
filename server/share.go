package server

import (
	"cmp"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// Share records that a mesh is shared with another account in the same region (rule 24).
// With AWS it is Resource Access Manager that shares meshes, not App Mesh.
type Share = api.Share

// Share shares a mesh, and returns the share with its empty members filled in: the owner
// and the region of the mesh are the server's unless they are set. To share a mesh twice
// changes nothing. Errors, each an *Error: BadRequestException, NotFoundException if there
// is no such mesh.
func (s *Server) Share(share Share) (Share, error) {
	share = s.completeShare(share)
	return share, s.api.Share(share)
}

// Unshare ends a share. The consumer's resources stay, for the mesh owner to read and
// delete. Errors, each an *Error: BadRequestException, NotFoundException if there is no
// such mesh or it is not shared with the account.
func (s *Server) Unshare(share Share) error { return s.api.Unshare(s.completeShare(share)) }

// Shares returns the shares of one owner's meshes in one region, sorted by mesh, then by
// account. An empty owner or region stands for the server's, an empty mesh name for all
// meshes. Errors, each an *Error: BadRequestException.
func (s *Server) Shares(meshName, meshOwner, region string) ([]Share, error) {
	of := s.completeShare(Share{MeshOwner: meshOwner, Region: region})
	return s.api.Shares(meshName, of.MeshOwner, of.Region)
}

func (s *Server) completeShare(share Share) Share {
	share.MeshOwner = cmp.Or(share.MeshOwner, s.options.Account)
	share.Region = cmp.Or(share.Region, s.options.Region)
	return share
}
