package convert

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// World reads, through the API, all that the client's account made in its region, and answers
// the steps that make it again, by kind and name: what a mesh's consumers made in it (§8) is
// theirs. Without an account in the client there must be meshes of one owner only, whose world
// it is then.
func (c *Client) World(ctx context.Context) ([]server.Step, error) {
	w := &reader{client: c, ctx: ctx, account: c.Account}
	meshes, err := w.list(state.Mesh, nil)
	if err != nil {
		return nil, err
	}
	for _, mesh := range meshes {
		if w.account == "" {
			w.account = mesh.MeshOwner
		}
		if c.Account == "" && w.account != mesh.MeshOwner {
			return nil, fmt.Errorf("there are meshes of the accounts %s and %s: say with --account whose world it is", w.account, mesh.MeshOwner)
		}
	}
	for _, mesh := range meshes {
		if err := w.mesh(mesh); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(w.found, func(a, b found) int { return rank(a.kind) - rank(b.kind) })
	steps := make([]server.Step, len(w.found))
	for i := range w.found {
		steps[i] = w.found[i].step
	}
	return steps, nil
}

// reader reads a world.
type reader struct {
	client  *Client
	ctx     context.Context
	account string
	found   []found
}

// found is a resource that was read.
type found struct {
	kind state.Kind
	step server.Step
}

// listed is what lists show of a resource.
type listed struct {
	Arn, MeshOwner, ResourceOwner string
	names                         map[string]any // all members
}

// mesh reads a mesh and all that lives in it.
func (w *reader) mesh(mesh listed) error {
	home := map[string]any{"meshName": mesh.names["meshName"]}
	if mesh.MeshOwner != w.account {
		home["meshOwner"] = mesh.MeshOwner
	}
	if err := w.read(state.Mesh, mesh, nil); err != nil {
		return err
	}
	kinds := []state.Kind{state.VirtualNode, state.VirtualRouter, state.VirtualService, state.VirtualGateway}
	if mesh.MeshOwner != w.account {
		kinds = kinds[:3] // a consumer has no gateways, and may not list them (§8)
	}
	for _, kind := range kinds {
		if err := w.all(kind, home); err != nil {
			return err
		}
	}
	return nil
}

// inside says what lives in a router and a gateway.
var inside = map[state.Kind]state.Kind{state.VirtualRouter: state.Route, state.VirtualGateway: state.GatewayRoute}

// all reads all resources of a kind in a home, and what lives in them.
func (w *reader) all(kind state.Kind, home map[string]any) error {
	items, err := w.list(kind, home)
	if err != nil {
		return err
	}
	for _, item := range items {
		if err := w.read(kind, item, home); err != nil {
			return err
		}
		if inner := inside[kind]; inner != 0 {
			of := with(home, nameMember(kind), item.names[nameMember(kind)])
			if err := w.all(inner, of); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads one resource with its tags, if the account made it.
func (w *reader) read(kind state.Kind, item listed, home map[string]any) error {
	if item.ResourceOwner != w.account {
		return nil
	}
	input := with(home, nameMember(kind), item.names[nameMember(kind)])
	var described struct{ Spec any }
	if err := w.call("Describe"+titled(kind.String()), input, &described); err != nil {
		return err
	}
	tags, err := w.tags(item.Arn)
	if err != nil {
		return err
	}
	if input["spec"] = withoutNulls(described.Spec); input["spec"] == nil {
		input["spec"] = map[string]any{}
	}
	if len(tags) > 0 {
		input["tags"] = tags
	}
	step, err := stepOf("Create"+titled(kind.String()), input, item.Arn)
	w.found = append(w.found, found{kind, step})
	return err
}

// list answers the resources of a kind in a home, from all pages.
func (w *reader) list(kind state.Kind, home map[string]any) ([]listed, error) {
	plural := kind.String() + "s"
	if kind == state.Mesh {
		plural = "meshes"
	}
	var items []listed
	err := w.pages("List"+titled(plural), plural, home, func(raw json.RawMessage) error {
		var page []map[string]any
		if err := json.Unmarshal(raw, &page); err != nil {
			return err
		}
		for _, names := range page {
			item := listed{names: names}
			item.Arn, _ = names["arn"].(string)
			item.MeshOwner, _ = names["meshOwner"].(string)
			item.ResourceOwner, _ = names["resourceOwner"].(string)
			items = append(items, item)
		}
		return nil
	})
	return items, err
}

// tags answers the tags of a resource, from all pages.
func (w *reader) tags(arn string) ([]any, error) {
	var tags []any
	err := w.pages("ListTagsForResource", "tags", map[string]any{"resourceArn": arn}, func(raw json.RawMessage) error {
		var page []any
		err := json.Unmarshal(raw, &page)
		tags = append(tags, page...)
		return err
	})
	return tags, err
}

// pages hands the items of each page of an operation on.
func (w *reader) pages(operation, member string, input map[string]any, take func(json.RawMessage) error) error {
	for next := any(nil); ; {
		if next != nil {
			input = with(input, "nextToken", next)
		}
		var page map[string]json.RawMessage
		if err := w.call(operation, input, &page); err != nil {
			return err
		}
		if err := take(page[member]); err != nil {
			return fmt.Errorf("%s: the answer cannot be read: %w", operation, err)
		}
		token := plain(page["nextToken"])
		if token == "" || token == "null" {
			return nil
		}
		next = token
	}
}

// call runs an operation. Numbers are read as they are written.
func (w *reader) call(operation string, input map[string]any, into any) error {
	data, err := encode(with(input, "", nil))
	if err != nil {
		return err
	}
	answer, err := w.client.Call(w.ctx, operation, data)
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := decode(answer, into); err != nil {
		return fmt.Errorf("%s: the answer cannot be read: %w", operation, err)
	}
	return nil
}

// with answers a copy of an object with one member more; none if the name is empty.
func with(object map[string]any, name string, value any) map[string]any {
	more := make(map[string]any, len(object)+1)
	for key, each := range object {
		more[key] = each
	}
	if name != "" {
		more[name] = value
	}
	return more
}

// withoutNulls answers a value without the members that are null (rule 1).
func withoutNulls(value any) any {
	switch v := value.(type) {
	case map[string]any:
		object := map[string]any{}
		for key, each := range v {
			if each != nil {
				object[key] = withoutNulls(each)
			}
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, each := range v {
			list[i] = withoutNulls(each)
		}
		return list
	default:
		return value
	}
}
