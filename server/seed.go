package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Step is one operation of a seed.
type Step struct {
	Operation string          // such as "CreateVirtualGateway"
	Input     json.RawMessage // an object with the operation's members, those of path and query included
	From      string          // where the step was read, for errors: "mesh.yaml: entry 3"
}

// Apply runs the steps in order, as operations of the account in the region. They are subject
// to the same rules as client requests. An empty account or region means the server's. If a
// step is refused, Apply restores the state from before the first step, but not the clock and
// the source of uids. Its error contains the number of the step, its operation and resource,
// and App Mesh's code and message.
//
// Steps are not client calls: their signatures are not checked, faults do not apply to them,
// and they appear neither in the journal nor in the statistics. Apply is meant for the start
// of a server. If it fails, concurrent changes are lost.
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

// readable returns the App Mesh exception for errors that package api knows, and other errors
// unchanged.
func readable(err error) error {
	if e := api.AsError(err); e.Code != InternalServerErrorException {
		return e
	}
	return err
}

// tenant returns an account and a region. Empty values are replaced by the server's.
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
