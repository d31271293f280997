package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

func faultsCommand() *cobra.Command {
	return groupCommand(&cobra.Command{
		Use:   "faults",
		Short: "List, add and remove faults",
		Long: "faults lists, adds and removes the faults of a running server: what goes wrong, with which\n" +
			"calls, and when.",
		Example: `  appmesh-mock faults add --operation 'Create*' --code TooManyRequestsException --first 2
  appmesh-mock faults ls
  appmesh-mock faults rm 1`,
	}, faultsListCommand(), faultsAddCommand(), faultsRemoveCommand(), faultsProfilesCommand())
}

func faultsListCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:     "ls",
		Aliases: []string{"list"},
		Short:   "List the faults, and how many calls each was applied to",
		Example: "  appmesh-mock faults ls -o json",
		Args:    noArguments,
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		faults, err := faultsOf(cmd.Context(), admin)
		if err != nil {
			return err
		}
		if len(faults) == 0 && o.format.word == "table" {
			_, err := fmt.Fprintln(cmd.ErrOrStderr(), "there are no faults")
			return err
		}
		return o.write(cmd.OutOrStdout(), faults, faultNumbers(faults), func(w io.Writer, p painter) error {
			return faultTable(faults).write(w, p, nil)
		})
	})
}

// faultsOf returns the faults of a server.
func faultsOf(ctx context.Context, admin *client.Client) ([]client.Fault, error) {
	var list struct{ Faults []client.Fault }
	err := admin.Do(ctx, http.MethodGet, "/faults", nil, nil, &list)
	return list.Faults, err
}

func faultNumbers(faults []client.Fault) []string {
	var numbers []string
	for _, fault := range faults {
		numbers = append(numbers, fmt.Sprint(fault.Number))
	}
	return numbers
}

// faultTable returns faults as a table.
func faultTable(faults []client.Fault) table {
	t := table{{"FAULT", "NAME", "MATCHED", "APPLIED", "SUMMARY"}}
	for _, f := range faults {
		t = append(t, []string{
			fmt.Sprint(f.Number), f.Name, fmt.Sprint(f.Matched), fmt.Sprint(f.Applied), f.Summary,
		})
	}
	return t
}

func faultsRemoveCommand() *cobra.Command {
	var r remote
	var all bool
	cmd := &cobra.Command{
		Use:     "rm NUMBER...",
		Short:   "Remove faults",
		Example: "  appmesh-mock faults rm 1 2\n  appmesh-mock faults rm --all",
		ValidArgsFunction: completing(func(ctx context.Context, _ []string) ([]string, error) {
			admin, err := r.admin()
			if err != nil {
				return nil, err
			}
			faults, err := faultsOf(ctx, admin)
			return faultNumbers(faults), err
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "remove all faults")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, args []string) error {
		admin, err := r.admin()
		switch {
		case err != nil:
			return err
		case all == (len(args) > 0):
			return badUsage("rm needs the numbers of faults, or --all: appmesh-mock faults ls lists them")
		case all:
			return admin.Do(cmd.Context(), http.MethodDelete, "/faults", nil, nil, nil)
		}
		for _, number := range args {
			path := "/faults/" + url.PathEscape(number)
			if err := admin.Do(cmd.Context(), http.MethodDelete, path, nil, nil, nil); err != nil {
				return refusedUsage(err)
			}
		}
		return nil
	})
}

func faultsProfilesCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:     "profiles",
		Short:   "List the ready-made sets of faults",
		Example: "  appmesh-mock faults profiles",
		Args:    noArguments,
	}
	o.flags(cmd.Flags(), "json", "yaml", "name")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		var list struct{ Profiles []client.Profile }
		if err := admin.Do(cmd.Context(), http.MethodGet, "/faults/profiles", nil, nil, &list); err != nil {
			return err
		}
		t := table{{"PROFILE", "SUMMARY"}}
		var names []string
		for _, profile := range list.Profiles {
			names = append(names, profile.Name)
			for _, fault := range profile.Faults {
				t = append(t, []string{profile.Name, fault.Summary})
			}
		}
		return o.write(cmd.OutOrStdout(), list.Profiles, names, func(w io.Writer, p painter) error {
			return t.write(w, p, nil)
		})
	})
}
