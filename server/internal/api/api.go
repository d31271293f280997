// Package api runs the 38 operations of the App Mesh API, without HTTP.
//
// An operation is looked up by its name, its input is parsed and checked against AWS's
// model of the API, and Do runs it for a caller:
//
//	op := api.Lookup("CreateMesh")
//	in, err := a.Parse(op, path, model.Source{Body: `{"meshName":"shop"}`})
//	...
//	body, err := a.Do(nil, api.Caller{Account: "123456789012", Region: "us-east-1"}, in)
//
// AsError converts all errors to App Mesh's exceptions.
package api

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/rules"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// API runs operations on a store. Its methods may be called concurrently.
type API struct {
	store   *state.Store
	rules   rules.Set
	inForce func(rule int) bool // rules.InForce
}

// New returns an API on the store that follows the rules.
func New(store *state.Store, rules rules.Set) *API {
	return &API{store: store, rules: rules, inForce: rules.InForce}
}

// Caller identifies who calls an operation, and in which region (rule 35).
type Caller struct {
	Account string // 12 digits
	Region  string
}

// Input is the input of an operation, checked against AWS's model of the API.
type Input struct {
	model.Input
	Operation *Operation
}

// Parse reads the input of an operation. Path returns the unescaped value of a variable of
// the path, by the name of its member. The error reports every violated constraint of
// the model (rules 13, 14, 75 and 76), or a slash in a name of the path (rule 15).
func (a *API) Parse(op *Operation, path func(member string) string, source model.Source) (Input, error) {
	in := Input{Operation: op}
	if err := a.checkPathNames(op, path); err != nil {
		return in, err
	}
	source.Lenient = !a.rules.InForce(ruleUnambiguous)
	var err error
	in.Input, err = op.model.Read(path, source)
	return in, err
}

// checkPathNames refuses slashes in the names of the path, with a null message (rule 15).
func (a *API) checkPathNames(op *Operation, text func(member string) string) error {
	if !a.rules.InForce(rulePathNames) {
		return nil
	}
	for _, member := range op.pathMembers {
		if strings.Contains(text(member), "/") {
			return badRequestSilent(rulePathNames)
		}
	}
	return nil
}

// Do runs an operation. It returns the JSON of the response, appended to dst, or an error for
// AsError.
func (a *API) Do(dst []byte, caller Caller, in Input) ([]byte, error) {
	c := &call{API: a, in: in, caller: caller}
	c.tenant = state.Tenant{Account: caller.Account, Region: caller.Region}
	if in.Has("meshOwner") {
		c.tenant.Account = in.Text("meshOwner")
		if !state.IsAccount(c.tenant.Account) {
			return nil, badRequest(ruleMeshOwner, "meshOwner must be an account of 12 digits.")
		}
	}
	return in.Operation.run(c, dst)
}

// call is one execution of an operation.
type call struct {
	*API
	in     Input
	caller Caller
	tenant state.Tenant // of the mesh: its owner's account, and the region (rule 24)
}

// key returns the key of the resource of a kind that the input names, after checking its
// names (rules 15 and 16).
func (c *call) key(kind state.Kind) (state.Key, error) {
	k := state.Key{Kind: kind, Tenant: c.tenant}
	for at := kind; at != 0; at = at.Parent() {
		member := at.NameMember()
		name := c.in.Text(member)
		if err := c.checkName(member, name); err != nil {
			return k, err
		}
		k.Names[at.Depth()-1] = name
	}
	return k, nil
}
