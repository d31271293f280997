package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// listing holds the flags of the command get.
type listing struct {
	remote
	output
	mesh string
}

func getCommand() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:     "get KIND [NAME]",
		Aliases: []string{"ls"},
		Short:   "List the resources of a kind",
		Long: "get lists the resources of a kind in all accounts and regions of a running server, or\n" +
			"prints the one of a name. KIND is mesh, virtualGateway (vg), gatewayRoute (gr),\n" +
			"virtualNode (vn), virtualRouter (vr), route, virtualService (vs) or all; case, hyphens\n" +
			"and a plural do not matter. It makes no App Mesh calls.",
		Example: `  appmesh-mock get all
  appmesh-mock get virtual-nodes --mesh storefront
  appmesh-mock get route search -m storefront -o yaml
  appmesh-mock get meshes --region eu-west-1 -o name`,
		Args: argumentsBetween(1, 2, "a kind, such as virtualNode or all, and perhaps a name"),
		ValidArgsFunction: completing(func(ctx context.Context, args []string) ([]string, error) {
			return l.complete(ctx, args)
		}),
	}
	f := cmd.Flags()
	f.StringVarP(&l.mesh, "mesh", "m", "", "only resources of the mesh of this `name`")
	l.output.flags(f, "json", "yaml", "name")
	l.filterFlags(f)
	completeWith(cmd, "mesh", func(ctx context.Context) ([]string, error) { return l.names(ctx, state.Mesh) })
	return clientCommand(cmd, &l.remote, func(cmd *cobra.Command, args []string) error {
		return l.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
	})
}

func (l *listing) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	kinds, err := kindsOf(args[0])
	if err != nil {
		return err
	}
	s, err := l.state(ctx)
	if err != nil {
		return err
	}
	if l.mesh != "" {
		if err := l.checkMesh(s); err != nil {
			return err
		}
	}
	found := slices.DeleteFunc(l.resources(s, kinds...), func(r *state.Resource) bool {
		return l.mesh != "" && r.Names[0] != l.mesh
	})
	if len(args) == 2 {
		what := "resource"
		if len(kinds) == 1 {
			what = kinds[0].String()
		}
		one, err := named(found, what, args[1])
		if err != nil {
			return err
		}
		return l.output.write(stdout, describedResource(one), []string{refOf(one.Key)},
			resourceTable(kinds, []*state.Resource{one}))
	}
	list, names := []object{}, []string{}
	for _, r := range found {
		list, names = append(list, describedResource(r)), append(names, refOf(r.Key))
	}
	if len(found) == 0 && l.output.format.word == "table" {
		_, err := fmt.Fprintln(stderr, "there are none")
		return err
	}
	return l.output.write(stdout, list, names, resourceTable(kinds, found))
}

// checkMesh returns an error if the mesh in --mesh does not exist.
func (l *listing) checkMesh(s client.State) error {
	var names []string
	for _, mesh := range l.resources(s, state.Mesh) {
		names = append(names, mesh.Name())
	}
	if !slices.Contains(names, l.mesh) {
		return missing("mesh", l.mesh, names)
	}
	return nil
}

// kindsOf returns the kinds for a word.
func kindsOf(word string) ([]state.Kind, error) {
	if word == "all" {
		return state.Kinds(), nil
	}
	kind, err := parseKind(word)
	return []state.Kind{kind}, err
}

// named returns the only resource with a name.
func named(all []*state.Resource, kind, name string) (*state.Resource, error) {
	var found []*state.Resource
	var names []string
	for _, r := range all {
		if r.Name() == name {
			found = append(found, r)
		}
		names = append(names, r.Name())
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("there are several of the name %q: type appmesh-mock describe and one of %s",
			name, listRefs(found))
	}
	return nil, missing(kind, name, names)
}

// missing returns the error for an unknown name. It suggests a similar name or lists the
// existing names.
func missing(what, name string, names []string) error {
	if meant := suggest(name, names); meant != "" {
		return fmt.Errorf("there is no %s %q: did you mean %q?", what, name, meant)
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no %s %q, and no other %s", what, name, what)
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > maxListed {
		names = append(names[:maxListed], "…")
	}
	return fmt.Errorf("there is no %s %q; there are: %s", what, name, strings.Join(names, ", "))
}

// resourceTable returns a function that writes resources as a table. It omits columns that
// are empty or the same in all rows.
func resourceTable(kinds []state.Kind, found []*state.Resource) func(io.Writer, painter) error {
	tenants, depth := map[state.Tenant]bool{}, math.MaxInt
	for _, r := range found {
		tenants[r.Tenant] = true
	}
	head := []string{"REF"}
	if len(kinds) == 1 {
		depth = kinds[0].Depth()
		head = [][]string{{"NAME"}, {"MESH", "NAME"}, {"MESH", "PARENT", "NAME"}}[depth-1]
	}
	head = append(head, "VERSION", "UPDATED", "SUMMARY")
	if len(tenants) > 1 {
		head = append([]string{"ACCOUNT", "REGION"}, head...)
	}
	t := table{head}
	for _, r := range found {
		var row []string
		if len(tenants) > 1 {
			row = append(row, r.Tenant.Account, r.Tenant.Region)
		}
		if len(kinds) == 1 {
			row = append(row, r.Names[:depth]...)
		} else {
			row = append(row, refOf(r.Key))
		}
		t = append(t, append(row, fmt.Sprint(r.Version), timeText(time.UnixMilli(r.Updated)), summaryOf(r)))
	}
	return func(w io.Writer, p painter) error { return t.write(w, p, nil) }
}

// complete completes arguments: a kind, then the name of a resource.
func (l *listing) complete(ctx context.Context, args []string) ([]string, error) {
	switch len(args) {
	case 0:
		words := []string{"all"}
		for _, kind := range state.Kinds() {
			words = append(words, kind.String())
		}
		return words, nil
	case 1:
		kinds, err := kindsOf(args[0])
		if err != nil {
			return nil, err
		}
		return l.names(ctx, kinds...)
	}
	return nil, nil
}

// names returns the names of all resources of the given kinds, without duplicates.
func (r *remote) names(ctx context.Context, kinds ...state.Kind) ([]string, error) {
	s, err := r.state(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, each := range r.resources(s, kinds...) {
		names = append(names, each.Name())
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// completeWith completes the values of a flag with names on the running server.
func completeWith(cmd *cobra.Command, flag string, names func(context.Context) ([]string, error)) {
	complete := completing(func(ctx context.Context, _ []string) ([]string, error) { return names(ctx) })
	cmd.RegisterFlagCompletionFunc(flag, complete) //nolint:errcheck // the flag exists and has none yet
}
