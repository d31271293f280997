package server

import (
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Checkpoint returns the whole state: resources, tags, client tokens, shares and implicit
// virtual services of all accounts and regions. Its cost does not depend on their number.
func (s *Server) Checkpoint() state.Snapshot { return s.store.Snapshot() }

// Restore replaces the state by a checkpoint, of this server or another, any number of
// times. The clock, the identifiers and the journal continue as they are.
func (s *Server) Restore(to state.Snapshot) { s.store.Restore(to) }

// Save returns the state as a JSON document, the same bytes for the same state.
func (s *Server) Save() []byte { return s.store.Snapshot().Save() }

// Load replaces the state by that of a document that Save returned. The document is
// validated by the same rules as requests. If it is invalid, the error is a
// *state.DocumentError that has the path, and nothing changes.
func (s *Server) Load(document []byte) error {
	snapshot, err := state.Load(document, s.api.Validation())
	if err != nil {
		return err
	}
	s.store.Restore(snapshot)
	return nil
}

// Watch starts a stream of the resources that are created, updated, deleted and tagged from
// now on, in all accounts and regions. The stream holds up to backlog unread events.
func (s *Server) Watch(backlog int) *state.Watch { return s.store.Watch(backlog) }

// Count returns the number of resources of a kind in all accounts and regions.
func (s *Server) Count(kind state.Kind) int { return s.store.Count(kind) }
