package server

import (
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Share says that a mesh is shared with another account of the same region (§8 of the
// record, rule 24). With AWS it is RAM that says so, not App Mesh.
type Share struct {
	MeshName  string `json:"meshName"`
	MeshOwner string `json:"meshOwner"` // the server's account if empty
	Region    string `json:"region"`    // the server's region if empty
	Account   string `json:"account"`   // with which the mesh is shared, its consumer
}

// Share shares a mesh, and answers the share with its empty members filled in. To share
// again what is shared changes nothing. Errors, each an *Error: BadRequestException,
// NotFoundException of a mesh that is not there.
func (s *Server) Share(share Share) (Share, error) {
	share = s.fillShare(share)
	if err := share.check(); err != nil {
		return share, err
	}
	if err := s.store.Share(share.mesh(), share.Account); err != nil {
		return share, asError(err)
	}
	return share, nil
}

// Unshare ends a share. What the consumer made stays, for the mesh owner to read and
// delete. Errors, each an *Error: BadRequestException, NotFoundException of a mesh that is
// not there or not shared with the account.
func (s *Server) Unshare(share Share) error {
	share = s.fillShare(share)
	if err := share.check(); err != nil {
		return err
	}
	err := s.store.Unshare(share.mesh(), share.Account)
	if err == nil {
		return nil
	}
	if _, gone := s.store.Get(share.MeshOwner, share.mesh()); gone != nil {
		return asError(gone)
	}
	return notFound(24, fmt.Sprintf("Mesh with name %s for account %s is not shared with account %s",
		share.MeshName, share.MeshOwner, share.Account))
}

// Shares answers the shares of one owner's meshes in one region, sorted by mesh, then
// account. An empty owner or region means the server's, an empty mesh name all meshes.
// Errors, each an *Error: BadRequestException.
func (s *Server) Shares(meshName, meshOwner, region string) ([]Share, error) {
	of := s.fillShare(Share{MeshName: meshName, MeshOwner: meshOwner, Region: region})
	if err := of.checkWorld(); err != nil {
		return nil, err
	}
	key := of.mesh()
	if meshName == "" {
		key = key.Parent()
	}
	shares := []Share{}
	for _, row := range s.store.Shares(key) {
		shares = append(shares, Share{
			MeshName: row.Mesh.Name(), MeshOwner: row.Mesh.Tenant.Account,
			Region: row.Mesh.Tenant.Region, Account: row.Consumer,
		})
	}
	return shares, nil
}

// AWSQuotas answers the quotas that App Mesh had by default, by name (rule 12). Their
// names are all that Options.Quotas can have.
func AWSQuotas() state.Quotas { return state.AWSQuotas() }

func (s *Server) fillShare(share Share) Share {
	if share.MeshOwner == "" {
		share.MeshOwner = s.options.Account
	}
	if share.Region == "" {
		share.Region = s.options.Region
	}
	return share
}

func (share Share) check() error {
	if err := share.checkWorld(); err != nil {
		return err
	}
	switch {
	case share.MeshName == "":
		return badRequest(24, "meshName must be the name of a mesh.")
	case !isAccount(share.Account):
		return badRequest(24, "account must be an account of 12 digits.")
	case share.Account == share.MeshOwner:
		return badRequest(24, "account must be another one than the mesh's owner.")
	}
	return nil
}

func (share Share) checkWorld() error {
	switch {
	case !isAccount(share.MeshOwner):
		return badRequest(24, "meshOwner must be an account of 12 digits.")
	case !isRegion(share.Region):
		return badRequest(24, "region must be letters, digits and hyphens.")
	}
	return nil
}

func (share Share) mesh() state.Key {
	return state.Key{
		Kind:   state.Mesh,
		Tenant: state.Tenant{Account: share.MeshOwner, Region: share.Region},
		Names:  [3]string{share.MeshName},
	}
}
