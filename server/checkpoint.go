package server

import (
	"fmt"
	"unicode/utf16"

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

// Load replaces the state by that of a document that Save wrote. The document is validated by
// the rules for requests. If it is invalid, the error is a *state.DocumentError and nothing changes.
func (s *Server) Load(document []byte) error {
	snapshot, err := state.Load(document, s.validation())
	if err != nil {
		return err
	}
	s.store.Restore(snapshot)
	return nil
}

// validation returns the checks of names, tags and specs that requests are subject to.
func (s *Server) validation() state.Validation {
	return state.Validation{
		ReadSpec:      s.readStoredSpec,
		CheckName:     s.checkStoredName,
		CheckTags:     s.checkStoredTags,
		AllowDangling: !s.inForce(7),
		AllowImplicit: !s.inForce(9),
	}
}

// readStoredSpec reads a spec as create and update do.
func (s *Server) readStoredSpec(kind state.Kind, text []byte) (string, state.References, error) {
	spec, err := model.Decode(kind.String(), string(text))
	if err != nil {
		return "", state.References{}, err
	}
	if broken := spec.Check(s.inForce); broken != nil {
		return "", state.References{}, broken
	}
	spec.ApplyDefaults()
	spec.ApplyDescribeDefaults(s.inForce)
	references, _ := facts(spec.References())
	return encoded(spec), references, nil
}

// checkStoredName checks the name of a resource as create does.
func (s *Server) checkStoredName(kind state.Kind, name string) error {
	if err := checkLength(name, 1, 255); err != nil {
		return err
	}
	if err := s.checkNewName(kind, name); err != nil {
		return err
	}
	return s.checkName(kind.NameMember(), name)
}

// checkStoredTags checks tags as create and TagResource do.
func (s *Server) checkStoredTags(tags []state.Tag) error {
	for _, tag := range tags {
		if err := checkLength(tag.Key, 1, 128); err != nil {
			return err
		}
		if err := checkLength(tag.Value, 0, 256); err != nil {
			return err
		}
	}
	return s.checkTags(tags)
}

// checkLength checks the length of a text in UTF-16 code units, which App Mesh counts.
func checkLength(text string, shortest, longest int) error {
	if n := len(utf16.Encode([]rune(text))); n < shortest || longest < n {
		return fmt.Errorf("must have length between %d and %d", shortest, longest)
	}
	return nil
}

// Watch begins a stream of what is created, updated, deleted and tagged from now on, in all
// worlds; it holds up to backlog events that were not read yet.
func (s *Server) Watch(backlog int) *state.Watch { return s.store.Watch(backlog) }

// Count answers how many resources of a kind there are, in all worlds.
func (s *Server) Count(kind state.Kind) int { return s.store.Count(kind) }
