package admin

import "github.com/appmesh-mock/appmesh-mock/state"

// change is the JSON of a changed resource, in a stream of events and in a diff.
type change struct {
	Change        string   `json:"change"`
	Kind          string   `json:"kind,omitempty"`
	Names         []string `json:"names,omitempty"`   // outermost first
	Account       string   `json:"account,omitempty"` // of the mesh: the same as meshOwner
	Region        string   `json:"region,omitempty"`
	MeshOwner     string   `json:"meshOwner,omitempty"`
	ResourceOwner string   `json:"resourceOwner,omitempty"`
	Version       int64    `json:"version,omitempty"`
	UID           string   `json:"uid,omitempty"`
	Members       []string `json:"members,omitempty"` // the changed members, for an update in a diff
	Lines         []string `json:"lines,omitempty"`   // the difference as text, in a diff
}

// newChange returns the change of a resource. If r is nil, the whole state was replaced.
func newChange(name string, r *state.Resource) change {
	if r == nil {
		return change{Change: name}
	}
	return change{
		Change: name, Kind: r.Kind.String(), Names: r.Names[:r.Kind.Depth()],
		Account: r.Tenant.Account, Region: r.Tenant.Region, MeshOwner: r.Tenant.Account,
		ResourceOwner: r.Owner, Version: r.Version, UID: r.UID.String(),
	}
}

func (c change) mesh() string     { return c.Names[0] }
func (c change) resource() string { return c.Names[len(c.Names)-1] }
