package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
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
	t := table{{"FAULT", "NAME", "OPERATION", "TARGET", "MATCHED", "APPLIED", "SETTINGS"}}
	for _, f := range faults {
		var target []string
		for _, part := range []string{f.Account, f.Region, f.Mesh, f.Resource} {
			if part != "" {
				target = append(target, part)
			}
		}
		t = append(t, []string{
			fmt.Sprint(f.Number), f.Name, orAny(f.Operation), orAny(strings.Join(target, "/")),
			fmt.Sprint(f.Fits), fmt.Sprint(f.Hits), faultSettings(f),
		})
	}
	return t
}

func orAny(text string) string {
	if text == "" {
		return "any"
	}
	return text
}

// faultSettings returns the members of a fault that have no column, in their order.
func faultSettings(f client.Fault) string {
	own := []string{"number", "name", "operation", "mesh", "resource", "account", "region", "fits", "hits"}
	members, err := membersOf(f.JSON)
	if err != nil {
		return ""
	}
	var parts []string
	for _, m := range members {
		if !slices.Contains(own, m.name) {
			parts = append(parts, fmt.Sprintf("%s=%s", m.name, strings.Trim(fmt.Sprintf("%s", m.value), `"`)))
		}
	}
	return strings.Join(parts, " ")
}

// faultToAdd is a fault as flags describe it.
type faultToAdd struct {
	remote
	server.Fault
	delay, delayUpTo time.Duration
	profile          choice
}

func faultsAddCommand() *cobra.Command {
	a := faultToAdd{profile: choice{of: server.ProfileNames()}}
	cmd := &cobra.Command{
		Use:   "add [JSON|@FILE]",
		Short: "Add a fault, or a ready-made set of them",
		Long: "add adds a fault to a running server and prints its number. The fault is described by\n" +
			"flags, or as JSON with the members that server/README.md#faults lists.",
		Example: `  appmesh-mock faults add --operation 'Update*,Delete*' --mesh shop --code ServiceUnavailableException --first 1
  appmesh-mock faults add --delay 100ms --delay-up-to 2s --share 0.1
  appmesh-mock faults add '{"operation": "List*", "status": 502, "body": "bad gateway"}'
  appmesh-mock faults add --profile throttling`,
		Args: argumentsBetween(0, 1, "a fault as JSON, or flags"),
	}
	f := cmd.Flags()
	f.StringVar(&a.Operation, "operation", "", "`operations` to apply it to, such as 'Create*,Update*'")
	f.StringVarP(&a.Mesh, "mesh", "m", "", "`names` of meshes to apply it to")
	f.StringVar(&a.Resource, "resource", "", "`names` of resources to apply it to")
	a.tenantFlags(f, "`account` of the callers to apply it to", "`region` to apply it to")
	f.StringVar(&a.Code, "code", "", "`exception` to respond with")
	f.StringVar(&a.Message, "message", "", "`text` of the exception")
	f.IntVar(&a.Status, "status", 0, "HTTP `status` to respond with, instead of an exception")
	f.StringVar(&a.Body, "body", "", "`text` of the response with --status")
	f.StringVar(&a.ContentType, "content-type", "", "media `type` of --body")
	f.StringVar(&a.Cut, "cut", "", "close the connection: `before` the response or in the middle of it")
	f.DurationVar(&a.delay, "delay", 0, "`duration` to wait before the response")
	f.DurationVar(&a.delayUpTo, "delay-up-to", 0, "`duration` up to which delays are spread")
	f.IntVar(&a.Nth, "nth", 0, "only the nth matching call")
	f.IntVar(&a.Every, "every", 0, "only every nth matching call")
	f.IntVar(&a.First, "first", 0, "only the first n matching calls")
	f.Float64Var(&a.Share, "share", 0, "only this share of the matching calls, from 0 to 1")
	f.Float64Var(&a.Rate, "rate", 0, "only calls above so many a second")
	f.IntVar(&a.Burst, "burst", 0, "with --rate: so many at once are allowed")
	f.Uint64Var(&a.Seed, "random-seed", 0, "with --share: the same number applies it to the same calls")
	f.BoolVar(&a.After, "after", false, "run the operation first, so that only its response is lost")
	f.StringVar(&a.Name, "name", "", "`name` in the journal")
	f.Var(&a.profile, "profile", "add this ready-made set of faults, and nothing else")
	return clientCommand(cmd, &a.remote, a.run)
}

func (a *faultToAdd) run(cmd *cobra.Command, args []string) error {
	admin, err := a.admin()
	if err != nil {
		return err
	}
	if a.profile.word != "" {
		var added struct{ Numbers []int64 }
		path := "/faults/profiles/" + url.PathEscape(a.profile.word)
		if err := admin.Do(cmd.Context(), http.MethodPost, path, nil, nil, &added); err != nil {
			return err
		}
		for _, number := range added.Numbers {
			if err := done(cmd, "fault %d was added", number); err != nil {
				return err
			}
		}
		return nil
	}
	bodies, err := a.bodies(args)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		var added struct{ Number int64 }
		if err := admin.Do(cmd.Context(), http.MethodPost, "/faults", nil, body, &added); err != nil {
			return refusedUsage(err)
		}
		if err := done(cmd, "fault %d was added", added.Number); err != nil {
			return err
		}
	}
	return nil
}

// bodies returns the faults that the arguments or the flags describe.
func (a *faultToAdd) bodies(args []string) ([]any, error) {
	if len(args) == 0 {
		fault := a.Fault
		fault.Account, fault.Region = a.account, a.region
		fault.Delay, fault.DelayUpTo = server.Duration(a.delay), server.Duration(a.delayUpTo)
		return []any{fault}, nil
	}
	data := []byte(args[0])
	if file, isFile := strings.CutPrefix(args[0], "@"); isFile {
		var err error
		if data, err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil {
		list = []json.RawMessage{data}
	}
	var bodies []any
	for _, each := range list {
		if !json.Valid(each) {
			return nil, badUsage(`the fault must be JSON, as in {"operation":"Create*","code":"TooManyRequestsException","first":2}, or @FILE`)
		}
		bodies = append(bodies, each)
	}
	return bodies, nil
}

// refusedUsage returns an error of usage for what a server refuses as impossible.
func refusedUsage(err error) error {
	if refused, ok := err.(*client.Error); ok && refused.Status == http.StatusBadRequest { //nolint:errorlint // client wraps nothing
		return usageError{err}
	}
	return err
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
			if err := admin.Do(cmd.Context(), http.MethodDelete, "/faults/"+url.PathEscape(number), nil, nil, nil); err != nil {
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
		t := table{{"PROFILE", "OPERATION", "SETTINGS"}}
		var names []string
		for _, profile := range list.Profiles {
			names = append(names, profile.Name)
			for _, fault := range profile.Faults {
				t = append(t, []string{profile.Name, orAny(fault.Operation), faultSettings(fault)})
			}
		}
		return o.write(cmd.OutOrStdout(), list.Profiles, names, func(w io.Writer, p painter) error { return t.write(w, p, nil) })
	})
}
