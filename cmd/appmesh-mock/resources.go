package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// kindNames lists the names that commands accept for kinds, in lower case: "virtualnode",
// "virtualnodes" and "vn", the initials of a name of several words.
var kindNames = func() map[string]state.Kind {
	names := map[string]state.Kind{}
	for _, kind := range state.Kinds() {
		names[strings.ToLower(kind.String())], names[strings.ToLower(kind.Plural())] = kind, kind
		initials := strings.Map(func(c rune) rune {
			if unicode.IsUpper(c) {
				return unicode.ToLower(c)
			}
			return -1
		}, kind.Title())
		if len(initials) > 1 {
			names[initials] = kind
		}
	}
	return names
}()

// parseKind returns the kind with a name such as "virtual-nodes" or "vn".
func parseKind(word string) (state.Kind, error) {
	kind, ok := kindNames[strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(word))]
	if ok {
		return kind, nil
	}
	var all []string
	for _, kind := range state.Kinds() {
		all = append(all, kind.String())
	}
	if meant := suggest(word, all); meant != "" {
		return 0, badUsage("there is no kind %q: did you mean %s?", word, meant)
	}
	return 0, badUsage("there is no kind %q: the kinds are %s, and all", word, strings.Join(all, ", "))
}

// tenants returns the tenants in a state that the flags select.
func (r *remote) tenants(s client.State) []state.Tenant {
	return slices.DeleteFunc(slices.Clone(s.Tenants), func(t state.Tenant) bool {
		return r.account != "" && t.Account != r.account || r.region != "" && t.Region != r.region
	})
}

// state reads the state of the server.
func (r *remote) state(ctx context.Context) (client.State, error) {
	admin, err := r.admin()
	if err != nil {
		return client.State{}, err
	}
	return admin.State(ctx)
}

// resources returns the resources of some kinds that the flags select, by tenant and kind.
func (r *remote) resources(s client.State, kinds ...state.Kind) []*state.Resource {
	var all []*state.Resource
	for _, tenant := range r.tenants(s) {
		for _, kind := range kinds {
			all = slices.AppendSeq(all, s.Resources(tenant, kind))
		}
	}
	return all
}

// refOf returns the part of a resource's ARN after the region and account, such as
// "mesh/shop/virtualNode/cart". Commands use it to identify resources.
func refOf(k state.Key) string {
	if k.Kind == state.Mesh {
		return "mesh/" + k.Names[0]
	}
	return refOf(k.Parent()) + "/" + k.Kind.String() + "/" + k.Name()
}

// find returns the only resource that a reference identifies: an ARN, the result of refOf, or
// a unique name.
func (r *remote) find(s client.State, ref string) (*state.Resource, error) {
	var found []*state.Resource
	var names []string
	for _, each := range r.resources(s, state.Kinds()...) {
		if server.ARN(each) == ref || refOf(each.Key) == ref || each.Name() == ref {
			found = append(found, each)
		}
		names = append(names, each.Name())
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("%q may be any of %s: type one of these", ref, listRefs(found))
	}
	if meant := suggest(ref[strings.LastIndexByte(ref, '/')+1:], names); meant != "" {
		return nil, fmt.Errorf("there is no resource %q: did you mean %q?", ref, meant)
	}
	return nil, fmt.Errorf("there is no resource %q: appmesh-mock get all lists those there are", ref)
}

// maxListed is the largest number of resources in an error.
const maxListed = 8

// listRefs lists resources in a form that find accepts. It uses ARNs if the short form is
// ambiguous.
func listRefs(found []*state.Resource) string {
	byRef := map[string]int{}
	for _, each := range found {
		byRef[refOf(each.Key)]++
	}
	var texts []string
	for i, each := range found {
		if i == maxListed {
			texts = append(texts, "…")
			break
		}
		text := refOf(each.Key)
		if byRef[text] > 1 {
			text = server.ARN(each)
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// object is a JSON object with ordered members.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%q:", m.name)
		if err := encoder.Encode(m.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// describedResource returns a resource for -o json and -o yaml. The names are in the members
// that App Mesh uses.
func describedResource(r *state.Resource) object {
	o := object{{"kind", r.Kind.String()}, {"ref", refOf(r.Key)}}
	for kind := r.Kind; kind != 0; kind = kind.Parent() {
		o = slices.Insert(o, 2, member{kind.NameMember(), r.Names[kind.Depth()-1]})
	}
	o = append(o, member{"metadata", object{
		{"arn", server.ARN(r)}, {"uid", r.UID.String()}, {"version", r.Version},
		{"meshOwner", r.Tenant.Account}, {"resourceOwner", r.Owner},
		{"createdAt", time.UnixMilli(r.Created).UTC()}, {"lastUpdatedAt", time.UnixMilli(r.Updated).UTC()},
	}}, member{"spec", json.RawMessage(r.Spec)})
	if len(r.Tags) > 0 {
		var tags []object
		for _, tag := range r.Tags {
			tags = append(tags, object{{"key", tag.Key}, {"value", tag.Value}})
		}
		o = append(o, member{"tags", tags})
	}
	return o
}

// summaryOf returns a short description of a resource, including its references.
func summaryOf(r *state.Resource) string {
	text := meshtree.Summary(r)
	var to []string
	for _, ref := range meshtree.References(r) {
		name := ref.Kind.String() + " " + ref.Name
		if strings.HasPrefix(ref.Role, "weight") {
			name = ref.Name + " (" + ref.Role + ")"
		}
		to = append(to, name)
	}
	arrow := " → "
	if r.Kind == state.VirtualNode {
		arrow = ", backends "
	}
	if len(to) == 0 {
		return text
	}
	return strings.TrimPrefix(text+arrow+strings.Join(to, ", "), " ")
}
