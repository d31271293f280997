package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

func checkpointCommand() *cobra.Command {
	return groupCommand(&cobra.Command{
		Use:   "checkpoint",
		Short: "Save the state of the server under a name, and restore it",
		Long: "checkpoint saves, restores, lists and removes checkpoints of a running server. A checkpoint\n" +
			"holds the resources of all accounts and regions; the clock, the journal and faults are not\n" +
			"part of it. It exists until it is removed or the server ends.",
		Example: `  appmesh-mock checkpoint save before
  appmesh-mock diff before
  appmesh-mock checkpoint restore before`,
	}, checkpointChangeCommand("save", http.MethodPut, "", "Save the current state", "checkpoint %s was saved"),
		checkpointChangeCommand("restore", http.MethodPost, "/restore", "Restore the state of a checkpoint",
			"checkpoint %s was restored"),
		checkpointListCommand(),
		checkpointChangeCommand("rm", http.MethodDelete, "", "Remove a checkpoint", "checkpoint %s was removed"))
}

// checkpointChangeCommand returns a command that sends one request about a checkpoint.
func checkpointChangeCommand(verb, method, suffix, about, report string) *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:     verb + " NAME",
		Short:   about,
		Example: "  appmesh-mock checkpoint " + verb + " before",
		Args:    argumentsBetween(1, 1, "the name of a checkpoint"),
		ValidArgsFunction: completing(func(ctx context.Context, args []string) ([]string, error) {
			if len(args) > 0 || verb == "save" {
				return nil, nil
			}
			return r.checkpointNames(ctx)
		}),
	}
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		if args[0] == "" {
			return badUsage("the name of a checkpoint cannot be empty")
		}
		admin, err := r.admin()
		if err != nil {
			return err
		}
		path := "/checkpoints/" + url.PathEscape(args[0]) + suffix
		if err := admin.Do(cmd.Context(), method, path, nil, nil, nil); err != nil {
			return r.checkpointError(cmd.Context(), args[0], err)
		}
		return done(cmd, report, args[0])
	})
}

func checkpointListCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:     "ls",
		Aliases: []string{"list"},
		Short:   "List the checkpoints",
		Example: "  appmesh-mock checkpoint ls",
		Args:    noArguments,
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		all, err := r.checkpoints(cmd.Context())
		if err != nil {
			return err
		}
		if len(all) == 0 && o.format.word == "table" {
			_, err := fmt.Fprintln(cmd.ErrOrStderr(), "there are no checkpoints")
			return err
		}
		t := table{{"NAME", "SAVED"}}
		var names []string
		for _, each := range all {
			t, names = append(t, []string{each.Name, timeText(each.Time)}), append(names, each.Name)
		}
		return o.write(cmd.OutOrStdout(), all, names, func(w io.Writer, p painter) error { return t.write(w, p, nil) })
	})
}

func (r *remote) checkpoints(ctx context.Context) ([]client.Checkpoint, error) {
	admin, err := r.admin()
	if err != nil {
		return nil, err
	}
	var list struct{ Checkpoints []client.Checkpoint }
	err = admin.Do(ctx, http.MethodGet, "/checkpoints", nil, nil, &list)
	return list.Checkpoints, err
}

// checkpointError returns err. If a checkpoint is missing, it returns an error that lists the
// existing ones.
func (r *remote) checkpointError(ctx context.Context, name string, err error) error {
	var refused *client.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusNotFound {
		return err
	}
	names, listErr := r.checkpointNames(ctx)
	if listErr != nil || slices.Contains(names, name) {
		return err
	}
	return missing("checkpoint", name, names)
}

func (r *remote) checkpointNames(ctx context.Context) ([]string, error) {
	all, err := r.checkpoints(ctx)
	var names []string
	for _, each := range all {
		names = append(names, each.Name)
	}
	return names, err
}
