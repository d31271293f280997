package convert

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Resources returns the steps that create the resources of an account in a region, which it
// reads through the API. The steps are in the order of creation, and From is the ARN.
// Resources that other accounts created in a shared mesh are left out. If account is empty,
// all meshes must have the same owner, whose account is used.
func Resources(ctx context.Context, doer Doer, account string) ([]server.Step, error) {
	l := &lister{doer: doer, ctx: ctx, account: account, found: map[state.Kind][]server.Step{}}
	meshes, err := l.list(state.Mesh, nil)
	if err != nil {
		return nil, err
	}
	for _, mesh := range meshes {
		if l.account = cmp.Or(l.account, mesh.MeshOwner); account == "" && l.account != mesh.MeshOwner {
			return nil, fmt.Errorf("there are meshes of the accounts %s and %s: choose one with --account",
				l.account, mesh.MeshOwner)
		}
	}
	for _, mesh := range meshes {
		if err := l.mesh(mesh); err != nil {
			return nil, err
		}
	}
	var steps []server.Step
	for _, kind := range state.CreationOrder() {
		steps = append(steps, l.found[kind]...)
	}
	return steps, nil
}

// lister reads resources through the API.
type lister struct {
	doer    Doer
	ctx     context.Context
	account string
	found   map[state.Kind][]server.Step
}

// item is a resource in a list.
type item struct {
	Arn, MeshOwner, ResourceOwner string
	members                       map[string]any
}

// mesh reads a mesh and the resources in it.
func (l *lister) mesh(mesh item) error {
	parent := map[string]any{state.Mesh.NameMember(): mesh.members[state.Mesh.NameMember()]}
	shared := mesh.MeshOwner != l.account
	if shared {
		parent[meshOwner] = mesh.MeshOwner
	}
	if err := l.describe(state.Mesh, mesh, nil); err != nil {
		return err
	}
	for _, kind := range state.Mesh.Children() {
		if shared && kind == state.VirtualGateway {
			continue // only the owner of a mesh may list its gateways
		}
		if err := l.all(kind, parent); err != nil {
			return err
		}
	}
	return nil
}

// all reads the resources of a kind in a parent, and their children.
func (l *lister) all(kind state.Kind, parent map[string]any) error {
	items, err := l.list(kind, parent)
	if err != nil {
		return err
	}
	for _, it := range items {
		if err := l.describe(kind, it, parent); err != nil {
			return err
		}
		for _, child := range kind.Children() {
			if err := l.all(child, with(parent, kind.NameMember(), it.members[kind.NameMember()])); err != nil {
				return err
			}
		}
	}
	return nil
}

// describe reads a resource with its tags, if the account created it.
func (l *lister) describe(kind state.Kind, it item, parent map[string]any) error {
	if it.ResourceOwner != l.account {
		return nil
	}
	input := with(parent, kind.NameMember(), it.members[kind.NameMember()])
	var described struct{ Spec any }
	if err := l.do("Describe"+kind.Title(), input, &described); err != nil {
		return err
	}
	tags, err := l.tags(it.Arn)
	if err != nil {
		return err
	}
	if input["spec"] = withoutNulls(described.Spec); input["spec"] == nil {
		input["spec"] = map[string]any{}
	}
	if len(tags) > 0 {
		input["tags"] = tags
	}
	data, err := seedfile.Encode(input)
	l.found[kind] = append(l.found[kind], server.Step{Operation: "Create" + kind.Title(), Input: data, From: it.Arn})
	return err
}

// list returns the resources of a kind in a parent from all pages.
func (l *lister) list(kind state.Kind, parent map[string]any) ([]item, error) {
	var items []item
	operation := "List" + titled(kind.Plural())
	err := l.pages(operation, kind.Plural(), parent, func(raw json.RawMessage) error {
		var page []map[string]any
		if err := json.Unmarshal(raw, &page); err != nil {
			return err
		}
		for _, members := range page {
			it := item{members: members}
			it.Arn, _ = members["arn"].(string)
			it.MeshOwner, _ = members["meshOwner"].(string)
			it.ResourceOwner, _ = members["resourceOwner"].(string)
			items = append(items, it)
		}
		return nil
	})
	return items, err
}

// tags returns the tags of a resource from all pages.
func (l *lister) tags(arn string) ([]any, error) {
	var tags []any
	err := l.pages("ListTagsForResource", "tags", map[string]any{"resourceArn": arn}, func(raw json.RawMessage) error {
		var page []any
		err := json.Unmarshal(raw, &page)
		tags = append(tags, page...)
		return err
	})
	return tags, err
}

// pages calls add with the given member of each page of an operation.
func (l *lister) pages(operation, member string, input map[string]any, add func(json.RawMessage) error) error {
	for {
		var page map[string]json.RawMessage
		if err := l.do(operation, input, &page); err != nil {
			return err
		}
		if err := add(page[member]); err != nil {
			return fmt.Errorf("%s: the response cannot be read: %w", operation, err)
		}
		token := unquote(page["nextToken"])
		if token == "" || token == "null" {
			return nil
		}
		input = with(input, "nextToken", token)
	}
}

// do runs an operation and decodes its response.
func (l *lister) do(operation string, input map[string]any, into any) error {
	data, err := seedfile.Encode(input)
	if err != nil {
		return err
	}
	if input == nil {
		data = nil
	}
	response, err := l.doer.Do(l.ctx, operation, data)
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := decode(response, into); err != nil {
		return fmt.Errorf("%s: the response cannot be read: %w", operation, err)
	}
	return nil
}

// decode decodes JSON and keeps the original text of numbers.
func decode(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// with returns a copy of an object with an additional member.
func with(object map[string]any, name string, value any) map[string]any {
	more := maps.Clone(object)
	if more == nil {
		more = map[string]any{}
	}
	more[name] = value
	return more
}

// withoutNulls returns a value without the members that are null (rule 1).
func withoutNulls(value any) any {
	switch v := value.(type) {
	case map[string]any:
		object := map[string]any{}
		for name, each := range v {
			if each != nil {
				object[name] = withoutNulls(each)
			}
		}
		return object
	case []any:
		list := slices.Clone(v)
		for i, each := range v {
			list[i] = withoutNulls(each)
		}
		return list
	default:
		return value
	}
}
