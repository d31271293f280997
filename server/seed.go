package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Step is one operation of a seed, with which a server is filled.
type Step struct {
	Operation string          // such as "CreateVirtualGateway"
	Input     json.RawMessage // an object with the operation's members, those of path and query included
	From      string          // where the step was read, for errors: "mesh.yaml: entry 3"
}

// Apply runs the steps in order as operations of the account in the region, by the same
// rules as for a client's requests. An empty account or region stands for the server's. A
// refused step ends it: the error names the step, its operation and resource, and App
// Mesh's code and message, and the state is restored to what it was before the first step.
// (The clock and the uids have moved on.)
//
// The steps are no calls of a client: no signature is checked, no fault is applied, and
// neither the journal nor the statistics record them. Apply is meant for the start: if it
// fails, changes that others make meanwhile are lost.
func (s *Server) Apply(account, region string, steps []Step) error {
	tenant, err := s.tenant(account, region)
	if err != nil {
		return err
	}
	caller := api.Caller{Account: tenant.Account, Region: tenant.Region}
	before := s.Checkpoint()
	for i, step := range steps {
		if err := s.apply(caller, step); err != nil {
			s.Restore(before)
			return fmt.Errorf("%s: %w", cmp.Or(step.From, fmt.Sprintf("entry %d", i+1)), err)
		}
	}
	return nil
}

// apply runs one step.
func (s *Server) apply(caller api.Caller, step Step) error {
	op := api.Lookup(step.Operation)
	if op == nil {
		return fmt.Errorf(
			"%q is not an operation of App Mesh%s",
			step.Operation,
			didYouMean(step.Operation, appMeshNames()),
		)
	}
	in, err := s.api.ParseJSON(op, step.Input)
	if err == nil {
		_, err = s.api.Do(nil, caller, in)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", strings.TrimSpace(op.Name+" "+api.InputTarget(op, step.Input)), readable(err))
}

// readable returns an error that the API knows in App Mesh's words, and any other as it is.
func readable(err error) error {
	if e := api.AsError(err); e.Code != InternalServerErrorException {
		return e
	}
	return err
}

// tenant returns an account and a region; those that are empty are the server's.
func (s *Server) tenant(account, region string) (state.Tenant, error) {
	t := state.Tenant{
		Account: cmp.Or(account, s.options.Account), Region: cmp.Or(region, s.options.Region),
	}
	switch {
	case !state.IsAccount(t.Account):
		return t, fmt.Errorf("account %q: must be 12 digits", t.Account)
	case !state.IsRegion(t.Region):
		return t, fmt.Errorf("region %q: must be letters, digits and hyphens", t.Region)
	}
	return t, nil
}
