package server

import (
	"context"
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// View is the state at one moment, limited to the meshes that one account owns in one region.
type View struct {
	snapshot state.Snapshot
	tenant   state.Tenant
}

// View returns the current state of the server's account and region.
func (s *Server) View() View {
	return View{s.Checkpoint(), state.Tenant{Account: s.options.Account, Region: s.options.Region}}
}

// In returns the view of another account and region at the same moment.
func (v View) In(account, region string) View {
	return View{v.snapshot, state.Tenant{Account: account, Region: region}}
}

// Snapshot returns the whole state at the moment of the view.
func (v View) Snapshot() state.Snapshot { return v.snapshot }

// Tenant returns the account and the region of the view.
func (v View) Tenant() state.Tenant { return v.tenant }

// Get returns a resource by its kind and its names, outermost first, or nil if there is none:
//
//	v.Get(state.GatewayRoute, "apps", "ingress", "checkout")
//
// It panics if the number of names is wrong for the kind.
func (v View) Get(kind state.Kind, names ...string) *state.Resource {
	if len(names) != kind.Depth() {
		panic(fmt.Sprintf("server: View.Get of a %s takes %d names, not %d", kind, kind.Depth(), len(names)))
	}
	k := state.Key{Kind: kind, Tenant: v.tenant}
	copy(k.Names[:], names)
	return v.snapshot.Get(k)
}

// List returns the resources of a kind, sorted by name. The names restrict the list to a
// mesh, or to a virtual router or gateway of a mesh.
func (v View) List(kind state.Kind, within ...string) []*state.Resource {
	if len(within) >= kind.Depth() {
		panic(fmt.Sprintf("server: View.List of %s takes fewer than %d names, not %d", kind, kind.Depth(), len(within)))
	}
	var list []*state.Resource
	for r := range v.snapshot.Resources(v.tenant, kind) {
		if equalPrefix(r.Names[:], within) {
			list = append(list, r)
		}
	}
	return list
}

func equalPrefix(names, prefix []string) bool {
	for i := range prefix {
		if names[i] != prefix[i] {
			return false
		}
	}
	return true
}

// WaitFor waits until the condition holds. It checks the condition after each change of the
// state, and returns the context's error if the context ends first.
func (s *Server) WaitFor(ctx context.Context, condition func(View) bool) error {
	for {
		changes := s.Watch(1) // before the check, so that no change is missed
		if condition(s.View()) {
			changes.Close()
			return nil
		}
		select {
		case <-changes.Events():
			changes.Close()
		case <-ctx.Done():
			changes.Close()
			return ctx.Err()
		}
	}
}
