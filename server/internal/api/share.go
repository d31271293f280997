package api

import (
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Share records that a mesh is shared with another account in the same region. In AWS,
// Resource Access Manager shares meshes, not App Mesh.
type Share struct {
	MeshName  string `json:"meshName"`
	MeshOwner string `json:"meshOwner"`
	Region    string `json:"region"`
	Account   string `json:"account"` // the consumer, with whom the mesh is shared
}

// Share shares a mesh. Sharing a mesh twice has no effect. Errors, each an *Error:
// BadRequestException, NotFoundException if the mesh does not exist.
func (a *API) Share(share Share) error {
	if err := share.check(); err != nil {
		return err
	}
	if err := a.store.Share(share.mesh(), share.Account); err != nil {
		return AsError(err)
	}
	return nil
}

// Unshare ends a share. The consumer's resources remain, and the mesh owner can read and
// delete them. Errors, each an *Error: BadRequestException, NotFoundException if the mesh
// does not exist or is not shared with the account.
func (a *API) Unshare(share Share) error {
	if err := share.check(); err != nil {
		return err
	}
	err := a.store.Unshare(share.mesh(), share.Account)
	if err == nil {
		return nil
	}
	if _, missing := a.store.Get(share.MeshOwner, share.mesh()); missing != nil {
		return AsError(missing)
	}
	return exception(NotFoundException, ruleMeshOwner,
		fmt.Sprintf("Mesh with name %s for account %s is not shared with account %s",
			share.MeshName, share.MeshOwner, share.Account))
}

// Shares returns the shares of one owner's meshes in one region, sorted by mesh, then by
// account. An empty mesh name means all meshes. Errors, each an *Error: BadRequestException.
func (a *API) Shares(meshName, meshOwner, region string) ([]Share, error) {
	of := Share{MeshName: meshName, MeshOwner: meshOwner, Region: region}
	if err := of.checkTenant(); err != nil {
		return nil, err
	}
	key := of.mesh()
	if meshName == "" {
		key = key.Parent()
	}
	shares := []Share{}
	for _, each := range a.store.Shares(key) {
		shares = append(shares, Share{
			MeshName: each.Mesh.Name(), MeshOwner: each.Mesh.Tenant.Account,
			Region: each.Mesh.Tenant.Region, Account: each.Consumer,
		})
	}
	return shares, nil
}

func (share Share) check() error {
	if err := share.checkTenant(); err != nil {
		return err
	}
	switch {
	case share.MeshName == "":
		return badRequest(ruleMeshOwner, "meshName must be the name of a mesh.")
	case !state.IsAccount(share.Account):
		return badRequest(ruleMeshOwner, "account must be an account of 12 digits.")
	case share.Account == share.MeshOwner:
		return badRequest(ruleMeshOwner, "account must be another one than the mesh's owner.")
	}
	return nil
}

func (share Share) checkTenant() error {
	switch {
	case !state.IsAccount(share.MeshOwner):
		return badRequest(ruleMeshOwner, "meshOwner must be an account of 12 digits.")
	case !state.IsRegion(share.Region):
		return badRequest(ruleMeshOwner, "region must be letters, digits and hyphens.")
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
