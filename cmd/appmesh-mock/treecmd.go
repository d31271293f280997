package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func treeCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:   "tree [MESH]",
		Short: "Show a mesh as a tree in the order that requests pass it",
		Long: "tree shows meshes as trees: gateways, their routes, the services that these lead to,\n" +
			"routers, routes with their weights, and nodes. Resources that no gateway leads to\n" +
			"come last. Missing resources are marked MISSING. The command makes no App Mesh calls: it does\n" +
			"not appear in the journal, and faults do not apply.",
		Example: `  appmesh-mock tree
  appmesh-mock tree storefront
  appmesh-mock tree storefront -o json | jq '.. | objects | select(.missing) | .name'`,
		Args: argumentsBetween(0, 1, "the name of a mesh"),
		ValidArgsFunction: completing(func(ctx context.Context, args []string) ([]string, error) {
			if len(args) > 0 {
				return nil, nil
			}
			return r.names(ctx, state.Mesh)
		}),
	}
	o.flags(cmd.Flags(), "json", "yaml")
	r.filterFlags(cmd.Flags())
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		s, err := r.state(cmd.Context())
		if err != nil {
			return err
		}
		nodes, mesh := []meshtree.Node{}, ""
		if len(args) > 0 {
			mesh = args[0]
		}
		for _, tenant := range r.tenants(s) {
			nodes = append(nodes, meshtree.Build(s.Snapshot, tenant, mesh)...)
		}
		if len(nodes) == 0 && mesh != "" {
			_, err := named(r.resources(s, state.Mesh), "mesh", mesh)
			return err
		}
		if len(nodes) == 0 && o.format.word == "table" {
			_, err := fmt.Fprintln(cmd.ErrOrStderr(), "there are no meshes")
			return err
		}
		return o.write(cmd.OutOrStdout(), nodes, nil, func(w io.Writer, p painter) error {
			return meshtree.Write(w, nodes, meshtree.Style{Name: p.bold, Dim: p.dim, Warn: p.red})
		})
	})
}
