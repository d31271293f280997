package api

import (
	"errors"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The five verbs, each implemented once for all kinds.

func createOperation(kind state.Kind) func(*call, []byte) ([]byte, error) {
	return func(c *call, dst []byte) ([]byte, error) {
		d, echo, err := c.draft(kind)
		if err != nil {
			return nil, err
		}
		if err := c.checkNewName(kind, d.Name()); err != nil {
			return nil, err
		}
		if d.Tags, err = c.tags(); err != nil {
			return nil, err
		}
		r, err := c.store.Create(d)
		if err != nil && !c.rules.InForce(ruleNameInUse) {
			if exists := (state.ExistsError{}); errors.As(err, &exists) {
				r, err = c.store.Get(c.caller.Account, d.Key)
			}
		}
		return c.appendWritten(dst, r, err, d.Spec, echo)
	}
}

func updateOperation(kind state.Kind) func(*call, []byte) ([]byte, error) {
	return func(c *call, dst []byte) ([]byte, error) {
		d, echo, err := c.draft(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.store.Update(d)
		return c.appendWritten(dst, r, err, d.Spec, echo)
	}
}

func describeOperation(kind state.Kind) func(*call, []byte) ([]byte, error) {
	return func(c *call, dst []byte) ([]byte, error) {
		k, err := c.key(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.store.Get(c.caller.Account, k)
		if err != nil {
			return nil, err
		}
		return c.appendResource(dst, r, r.Spec, statusActive), nil
	}
}

func deleteOperation(kind state.Kind) func(*call, []byte) ([]byte, error) {
	return func(c *call, dst []byte) ([]byte, error) {
		k, err := c.key(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.store.Delete(c.caller.Account, k)
		if err != nil {
			return nil, err
		}
		return c.appendResource(dst, r, r.Spec, statusDeleted), nil
	}
}

// defaultPageSize is the number of resources on a page if the request sets no limit (rule 55).
const defaultPageSize = 100

func listOperation(kind state.Kind) func(*call, []byte) ([]byte, error) {
	return func(c *call, dst []byte) ([]byte, error) {
		parent := state.Key{Tenant: c.tenant}
		if kind != state.Mesh {
			var err error
			if parent, err = c.key(kind.Parent()); err != nil {
				return nil, err
			}
		}
		scope := newPageScope(kind, parent)
		from, err := c.pageStart(scope)
		if err != nil {
			return nil, err
		}
		page, err := c.store.List(c.caller.Account, parent, kind, from, c.limit(defaultPageSize))
		if err != nil {
			return nil, err
		}
		return c.appendPage(dst, kind, page, scope.token(page.Next)), nil
	}
}

// limit returns the page size in the request, or byDefault if there is none.
func (c *call) limit(byDefault int) int {
	if n, ok := c.in.Int("limit"); ok {
		return int(n)
	}
	return byDefault
}

// draft returns the change that a create or an update requests, and the spec for the
// response.
func (c *call) draft(kind state.Kind) (d state.Draft, echo string, err error) {
	d.Caller = c.caller.Account
	if d.Key, err = c.key(kind); err != nil {
		return d, "", err
	}
	if c.in.Has("clientToken") {
		d.Token = c.in.Text("clientToken")
		if err := checkToken(d.Token); err != nil {
			return d, "", err
		}
	}
	spec := c.in.Spec()
	if violation := spec.Check(c.inForce); violation != nil {
		return d, "", violation
	}
	changed := spec.ApplyDefaults()
	d.References, d.Backends = storeReferences(spec.References())
	if echo = c.in.Canonical(); echo == "" || changed {
		echo = encode(spec)
	}
	d.Spec = echo
	if spec.ApplyDescribeDefaults(c.inForce) {
		d.Spec = encode(spec)
	}
	return d, echo, nil
}

func encode(spec model.Spec) string { return string(model.Encode(nil, spec, false)) }

// appendWritten appends the response to a create or an update. It contains the spec as it was
// sent, without the defaults that only describe shows (rule 56). The response to a repeated
// request contains the current state of the resource.
func (c *call) appendWritten(dst []byte, r *state.Resource, err error, stored, echo string) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if r.Spec != stored {
		echo = r.Spec
	}
	return c.appendResource(dst, r, echo, statusActive), nil
}

// storeReferences converts the references of a spec to those of the store.
func storeReferences(from model.References) (to state.References, backends []string) {
	for _, target := range from.Targets {
		to.Targets = append(to.Targets, state.Target{
			Kind: state.ParseKind(target.Kind), Name: target.Name, Port: uint16(target.Port),
		})
	}
	for _, each := range from.Listeners {
		to.Listeners = append(to.Listeners, storeListener(each))
	}
	to.Match = storeListener(from.Match)
	return to, from.Backends
}

func storeListener(l model.Listener) state.Listener {
	return state.Listener{Port: uint16(l.Port), Protocol: state.ParseProtocol(l.Protocol)}
}
