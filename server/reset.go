package server

import (
	"errors"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// startState is the state that a reset can restore.
type startState struct {
	mu       sync.Mutex
	snapshot state.Snapshot
}

// ResetOptions selects what a reset removes. By default it removes all resources.
type ResetOptions struct {
	// Account and Region limit the reset to the meshes of one account and region. If only one
	// of them is set, the server's value is used for the other. If neither is set, all meshes
	// are removed.
	Account, Region string

	// ToStart restores the state that MarkStart recorded instead of removing everything.
	ToStart bool

	// All removes the faults, empties the journal and resets the clock as well.
	All bool
}

// Reset removes all resources with their tags, shares and client tokens, or what the options
// select. Faults, clock and journal are kept unless All is set. Reset returns an error and
// changes nothing if Account or Region is combined with ToStart or All.
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

// MarkStart records the current state as the state that Reset restores if ToStart is set. It
// is called after the seeds of a server have been applied.
func (s *Server) MarkStart() {
	s.start.mu.Lock()
	defer s.start.mu.Unlock()
	s.start.snapshot = s.store.Snapshot()
}
