package server

import (
	"errors"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// startState is the state to which a reset can go back.
type startState struct {
	mu       sync.Mutex
	snapshot state.Snapshot
}

// ResetOptions say what a reset removes besides the resources of all accounts and regions.
type ResetOptions struct {
	// Account and Region limit the reset to the meshes of one account and region. If one of
	// them is empty, it is the server's; if both are, all meshes are removed.
	Account, Region string

	// ToStart restores the state that MarkStart recorded instead of removing everything.
	ToStart bool

	// All removes the faults, empties the journal and resets the clock as well.
	All bool
}

// Reset removes what clients have made: by default all resources, their tags, shares and
// client tokens. Faults, clock and journal stay unless All is set. It fails, and changes
// nothing, if an account or a region is combined with ToStart or All.
func (s *Server) Reset(options ResetOptions) error {
	if options.Account != "" || options.Region != "" {
		if options.ToStart || options.All {
			return errors.New("a reset of one account and region cannot be combined with to=start or all=true")
		}
		tenant, err := s.tenant(options.Account, options.Region)
		if err != nil {
			return err
		}
		s.store.ClearTenant(tenant)
		return nil
	}
	if options.ToStart {
		s.start.mu.Lock()
		snapshot := s.start.snapshot
		s.start.mu.Unlock()
		s.store.Restore(snapshot)
	} else {
		s.store.Clear()
	}
	if options.All {
		s.ClearFaults()
		s.ClearCalls()
		s.options.Clock.Reset()
	}
	return nil
}

// MarkStart records the current state as the one to which Reset with ToStart goes back. It
// is called when the seeds of a server have been applied.
func (s *Server) MarkStart() {
	s.start.mu.Lock()
	defer s.start.mu.Unlock()
	s.start.snapshot = s.store.Snapshot()
}
