package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func describeCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:   "describe REF",
		Short: "Describe a resource, its references and its last change",
		Long: "describe prints the spec of a resource, its references, the resources that refer to it, and\n" +
			"the last call in the journal that changed it. REF is an ARN, the part of an ARN after the\n" +
			"account (mesh/shop/virtualNode/cart), or a unique name. The command makes no App Mesh\n" +
			"calls: it does not appear in the journal, and faults do not apply.",
		Example: `  appmesh-mock describe catalog-v1
  appmesh-mock describe mesh/storefront/virtualRouter/catalog/route/search
  appmesh-mock describe arn:aws:appmesh:us-east-1:123456789012:mesh/storefront -o json`,
		Args: argumentsBetween(1, 1, "a resource, such as mesh/shop/virtualNode/cart"),
		ValidArgsFunction: completing(func(ctx context.Context, args []string) ([]string, error) {
			if len(args) > 0 {
				return nil, nil
			}
			return r.refs(ctx)
		}),
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	r.filterFlags(cmd.Flags())
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		s, err := r.state(cmd.Context())
		if err != nil {
			return err
		}
		resource, err := r.find(s, args[0])
		if err != nil {
			return err
		}
		d, err := r.describe(cmd.Context(), s, resource)
		if err != nil {
			return err
		}
		return o.write(cmd.OutOrStdout(), d.json(), []string{refOf(resource.Key)}, d.write)
	})
}

// refs returns the references to all resources, without duplicates.
func (r *remote) refs(ctx context.Context) ([]string, error) {
	s, err := r.state(ctx)
	if err != nil {
		return nil, err
	}
	var refs []string
	for _, each := range r.resources(s, state.Kinds()...) {
		refs = append(refs, refOf(each.Key))
	}
	slices.Sort(refs)
	return slices.Compact(refs), nil
}

// description holds the details of a resource.
type description struct {
	resource *state.Resource
	to, from []relation
	contains []*state.Resource
	last     *client.Call // nil if the journal has none
}

// relation is a reference between the resource and another one.
type relation struct {
	Ref     string `json:"ref"`
	Role    string `json:"role"`
	Missing bool   `json:"missing,omitempty"`
}

func (r *remote) describe(ctx context.Context, s client.State, resource *state.Resource) (*description, error) {
	d := &description{resource: resource, to: []relation{}, from: []relation{}}
	mesh := resource.Mesh()
	for _, ref := range meshtree.References(resource) {
		key := mesh.Child(ref.Kind, ref.Name)
		d.to = append(d.to, relation{refOf(key), ref.Role, s.Get(key) == nil})
	}
	for _, kind := range state.Kinds() {
		for each := range s.Resources(resource.Tenant, kind) {
			if kind != state.Mesh && each.Parent() == resource.Key {
				d.contains = append(d.contains, each)
			}
			if each.Mesh() != mesh {
				continue
			}
			for _, ref := range meshtree.References(each) {
				if mesh.Child(ref.Kind, ref.Name) == resource.Key {
					d.from = append(d.from, relation{refOf(each.Key), ref.Role, false})
				}
			}
		}
	}
	var err error
	d.last, err = r.lastChange(ctx, resource)
	return d, err
}

// lastChange returns the last call in the journal that changed a resource, or nil.
func (r *remote) lastChange(ctx context.Context, resource *state.Resource) (*client.Call, error) {
	admin, err := r.admin()
	if err != nil {
		return nil, err
	}
	var journal struct{ Calls []client.Call }
	query := url.Values{
		"operation": {"Create*,Update*,TagResource,UntagResource"}, "code": {"-"}, "region": {resource.Tenant.Region},
	}
	if err := admin.Do(ctx, http.MethodGet, "/calls", query, nil, &journal); err != nil {
		return nil, err
	}
	for _, call := range slices.Backward(journal.Calls) {
		if changes(&call, resource) {
			return &call, nil
		}
	}
	return nil, nil
}

// changes reports whether a call has changed a resource.
func changes(call *client.Call, r *state.Resource) bool {
	input, err := client.Input(call)
	if err != nil {
		return false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(input, &members) != nil {
		return false
	}
	text := func(name string) string {
		var value string
		if json.Unmarshal(members[name], &value) != nil {
			return ""
		}
		return value
	}
	if arn := text("resourceArn"); arn != "" {
		return arn == server.ARN(r)
	}
	kind := strings.TrimPrefix(strings.TrimPrefix(call.Operation, "Create"), "Update")
	if !strings.EqualFold(kind, r.Kind.String()) || cmp.Or(text("meshOwner"), call.Account) != r.Tenant.Account {
		return false
	}
	for of := r.Kind; of != 0; of = of.Parent() {
		if text(of.NameMember()) != r.Names[of.Depth()-1] {
			return false
		}
	}
	return true
}

// json returns the description for -o json and -o yaml.
func (d *description) json() object {
	o := describedResource(d.resource)
	contains := []string{}
	for _, r := range d.contains {
		contains = append(contains, refOf(r.Key))
	}
	o = append(o, member{"refersTo", d.to}, member{"referredToBy", d.from}, member{"contains", contains})
	if d.last != nil {
		o = append(o, member{"lastChange", d.last})
	}
	return o
}

// write writes the description as text.
func (d *description) write(w io.Writer, p painter) error {
	r := d.resource
	var out strings.Builder
	line := func(label, format string, args ...any) {
		fmt.Fprintf(&out, "  %-10s %s\n", label, meshtree.Printable(fmt.Sprintf(format, args...)))
	}
	out.WriteString(r.Kind.String() + " " + p.bold(meshtree.Printable(r.Name())) + "\n")
	line("ref", "%s", refOf(r.Key))
	line("arn", "%s", server.ARN(r))
	line("account", "%s, region %s", r.Tenant.Account, r.Tenant.Region)
	if r.Owner != r.Tenant.Account {
		line("made by", "account %s, with which the mesh is shared", r.Owner)
	}
	line("version", "%d", r.Version)
	line("created", "%s", timeText(time.UnixMilli(r.Created)))
	line("updated", "%s", timeText(time.UnixMilli(r.Updated)))
	for i, tag := range r.Tags {
		line([]string{"tags", ""}[min(i, 1)], "%s=%s", tag.Key, tag.Value)
	}
	if summary := summaryOf(r); summary != "" {
		line("summary", "%s", summary)
	}
	if d.last != nil {
		line("last call", "%d: %s by account %s at %s",
			d.last.Number, d.last.Operation, d.last.Account, timeText(d.last.Time))
	} else {
		line("last call", "the journal has no call that changed it")
	}
	d.relations(&out, p, "refers to", d.to)
	d.relations(&out, p, "referred to by", d.from)
	if len(d.contains) > 0 {
		out.WriteString(p.bold("contains") + "\n")
	}
	for _, each := range d.contains {
		out.WriteString("  " + meshtree.Printable(each.Kind.String()+" "+each.Name()+"  "+summaryOf(each)) + "\n")
	}
	var spec bytes.Buffer
	if err := writeYAML(&spec, json.RawMessage(r.Spec)); err != nil {
		return err
	}
	out.WriteString(p.bold("spec") + "\n")
	for text := range strings.Lines(spec.String()) {
		out.WriteString("  " + meshtree.Printable(strings.TrimSuffix(text, "\n")) + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (d *description) relations(out *strings.Builder, p painter, heading string, all []relation) {
	if len(all) > 0 {
		out.WriteString(p.bold(heading) + "\n")
	}
	for _, each := range all {
		out.WriteString("  " + meshtree.Printable(each.Ref) + " (" + each.Role + ")")
		if each.Missing {
			out.WriteString("  " + p.red("MISSING"))
		}
		out.WriteByte('\n')
	}
}
