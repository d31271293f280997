package server

import (
	"errors"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// ruleNameInUse says that a create of a name in use is a conflict.
const ruleNameInUse = 4

// The five verbs, each once for all kinds.

func create(kind state.Kind) func(*call) ([]byte, error) {
	return func(c *call) ([]byte, error) {
		d, echo, err := c.draft(kind)
		if err != nil {
			return nil, err
		}
		if err := c.server.checkNewName(kind, d.Name()); err != nil {
			return nil, err
		}
		if d.Tags, err = c.tags(); err != nil {
			return nil, err
		}
		r, err := c.server.store.Create(d)
		if exists := (state.ExistsError{}); errors.As(err, &exists) && !c.server.inForce(ruleNameInUse) {
			r, err = c.server.store.Get(c.caller, d.Key)
		}
		return c.written(r, err, d.Spec, echo)
	}
}

func update(kind state.Kind) func(*call) ([]byte, error) {
	return func(c *call) ([]byte, error) {
		d, echo, err := c.draft(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.server.store.Update(d)
		return c.written(r, err, d.Spec, echo)
	}
}

func describe(kind state.Kind) func(*call) ([]byte, error) {
	return func(c *call) ([]byte, error) {
		k, err := c.key(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.server.store.Get(c.caller, k)
		if err != nil {
			return nil, err
		}
		return c.resource(r, r.Spec, active), nil
	}
}

func remove(kind state.Kind) func(*call) ([]byte, error) {
	return func(c *call) ([]byte, error) {
		k, err := c.key(kind)
		if err != nil {
			return nil, err
		}
		r, err := c.server.store.Delete(c.caller, k)
		if err != nil {
			return nil, err
		}
		return c.resource(r, r.Spec, deleted), nil
	}
}

// defaultPage is how many resources a page has when the request sets no limit (§6).
const defaultPage = 100

func list(kind state.Kind) func(*call) ([]byte, error) {
	return func(c *call) ([]byte, error) {
		home, err := c.home(kind)
		if err != nil {
			return nil, err
		}
		scope := pageScope(kind, home)
		from, err := c.pageStart(scope)
		if err != nil {
			return nil, err
		}
		page, err := c.server.store.List(c.caller, home, kind, from, c.limit(defaultPage))
		if err != nil {
			return nil, err
		}
		return c.page(kind, page, scope.token(page.Next)), nil
	}
}

func (c *call) limit(otherwise int) int {
	if n, ok := c.in.Int("limit"); ok {
		return int(n)
	}
	return otherwise
}

// draft answers what a create or an update asks for, and the spec as the answer to it shows it.
func (c *call) draft(kind state.Kind) (d state.Draft, echo string, err error) {
	d.Caller = c.caller
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
	if broken := spec.Check(c.server.inForce); broken != nil {
		return d, "", broken
	}
	settled := spec.ApplyDefaults()
	d.References, d.Backends = facts(spec.References())
	if echo = c.in.Canonical(); echo == "" || settled {
		echo = encoded(spec)
	}
	d.Spec = echo
	if spec.ApplyDescribeDefaults(c.server.inForce) {
		d.Spec = encoded(spec)
	}
	return d, echo, nil
}

func encoded(spec model.Spec) string { return string(model.Encode(nil, spec, false)) }

// written answers a create or an update: its spec as it was sent, which differs from what
// Describe shows by the defaults that only Describe has (rule 56). An answer to a repeated
// request shows the resource as it stands.
func (c *call) written(r *state.Resource, err error, stored, echo string) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if r.Spec != stored {
		echo = r.Spec
	}
	return c.resource(r, echo, active), nil
}

// facts takes over what a spec says to other resources.
func facts(f model.References) (state.References, []string) {
	var to state.References
	for _, target := range f.Targets {
		to.Targets = append(to.Targets, state.Target{
			Kind: state.ParseKind(target.Kind), Name: target.Name, Port: uint16(target.Port),
		})
	}
	for _, each := range f.Listeners {
		to.Listeners = append(to.Listeners, listener(each))
	}
	to.Match = listener(f.Match)
	return to, f.Backends
}

func listener(l model.Listener) state.Listener {
	return state.Listener{Port: uint16(l.Port), Protocol: state.ParseProtocol(l.Protocol)}
}
