package server

import (
	"context"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// View is the state at one moment, as one account sees its own meshes in one region.
type View struct {
	snapshot state.Snapshot
	world    state.Tenant
}

// View answers the state as it is, in the server's account and region.
func (s *Server) View() View { return ViewOf(s.Checkpoint(), s.options.Account, s.options.Region) }

// ViewOf answers the state of a checkpoint as an account sees it in a region.
func ViewOf(at state.Snapshot, account, region string) View {
	return View{snapshot: at, world: state.Tenant{Account: account, Region: region}}
}

// In answers the view of another account or region at the same moment.
func (v View) In(account, region string) View { return ViewOf(v.snapshot, account, region) }

// Get answers a resource by its kind and its names, outermost first, or nil:
// v.Get(state.GatewayRoute, "apps", "ingress", "checkout").
func (v View) Get(kind state.Kind, names ...string) *state.Resource {
	k := state.Key{Kind: kind, Tenant: v.world}
	if len(names) != kind.Depth() {
		return nil
	}
	copy(k.Names[:], names)
	return v.snapshot.Get(k)
}

// WaitFor waits until what is asked of the state is so, and asks again after each change.
// It answers the context's error if the context ends first.
func (s *Server) WaitFor(ctx context.Context, is func(View) bool) error {
	for {
		changes := s.Watch(1) // before the look, so that no change falls between them
		if is(s.View()) {
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
