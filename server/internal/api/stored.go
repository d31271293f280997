package api

import (
	"fmt"
	"unicode/utf16"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Validation returns the checks of names, tags and specs in a saved state. They are the same
// as for requests.
func (a *API) Validation() state.Validation {
	return state.Validation{
		ReadSpec:          a.readStoredSpec,
		CheckName:         a.checkStoredName,
		CheckTags:         a.checkStoredTags,
		AllowDangling:     !a.rules.InForce(ruleMustExist),
		AllowImplicit:     !a.rules.InForce(ruleNotImplicit),
		AllowMissingPorts: !a.rules.InForce(ruleInferredPorts),
	}
}

// readStoredSpec reads a spec as create and update do.
func (a *API) readStoredSpec(kind state.Kind, text []byte) (string, state.References, error) {
	spec, err := model.Decode(kind.String(), string(text))
	if err != nil {
		return "", state.References{}, err
	}
	if violation := spec.Check(a.inForce); violation != nil {
		return "", state.References{}, violation
	}
	spec.ApplyDefaults()
	spec.ApplyDescribeDefaults(a.inForce)
	references, _ := storeReferences(spec.References())
	return encode(spec), references, nil
}

// checkStoredName checks the name of a resource as create does.
func (a *API) checkStoredName(kind state.Kind, name string) error {
	if err := checkLength(name, 1, 255); err != nil {
		return err
	}
	if err := a.checkNewName(kind, name); err != nil {
		return err
	}
	return a.checkName(kind.NameMember(), name)
}

// checkStoredTags checks tags as create and TagResource do.
func (a *API) checkStoredTags(tags []state.Tag) error {
	for _, tag := range tags {
		if err := checkLength(tag.Key, 1, 128); err != nil {
			return err
		}
		if err := checkLength(tag.Value, 0, 256); err != nil {
			return err
		}
	}
	return a.checkTags(tags)
}

// checkLength checks the length of a text in UTF-16 code units, which App Mesh counts.
func checkLength(text string, shortest, longest int) error {
	if n := len(utf16.Encode([]rune(text))); n < shortest || longest < n {
		return fmt.Errorf("must have length between %d and %d", shortest, longest)
	}
	return nil
}
