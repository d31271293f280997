package server

import (
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Checkpoint answers the whole state as it is: resources, tags, client tokens, shares and
// implicit virtual services of all worlds. It costs the same at any size.
func (s *Server) Checkpoint() state.Snapshot { return s.store.Snapshot() }

// Restore goes back to a checkpoint, of this server or another. It may be restored any number
// of times. The clock, the identifiers and the journal go on as they are.
func (s *Server) Restore(to state.Snapshot) { s.store.Restore(to) }

// Save answers the state as a JSON document, the same bytes for the same state.
func (s *Server) Save() []byte { return s.store.Snapshot().Save() }

// Load replaces the state by that of a document that Save answered. If the document is
// damaged or of another format, it answers an error that says where, and changes nothing.
func (s *Server) Load(document []byte) error {
	snapshot, err := state.Load(document, readSpec)
	if err != nil {
		return err
	}
	s.store.Restore(snapshot)
	return nil
}

// readSpec is how package state reads the specs of a saved state.
func readSpec(kind state.Kind, spec []byte) (string, state.References, error) {
	decoded, err := model.Decode(kind.String(), string(spec))
	if err != nil {
		return "", state.References{}, err
	}
	said, _ := facts(decoded.References())
	return encoded(decoded), said, nil
}

// Watch begins a stream of what is created, updated, deleted and tagged from now on, in all
// worlds; it holds up to backlog events that were not read yet.
func (s *Server) Watch(backlog int) *state.Watch { return s.store.Watch(backlog) }

// Count answers how many resources of a kind there are, in all worlds.
func (s *Server) Count(kind state.Kind) int { return s.store.Count(kind) }
