package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/client"
)

// faultToAdd holds the flags of the command faults add.
type faultToAdd struct {
	remote
	server.Fault
	profile choice
}

func faultsAddCommand() *cobra.Command {
	a := faultToAdd{profile: choice{of: server.ProfileNames()}}
	cmd := &cobra.Command{
		Use:   "add [JSON|@FILE]",
		Short: "Add a fault, or a ready-made set of them",
		Long: "add adds a fault to a running server and prints its number. The fault is described by\n" +
			"flags, or as JSON with the members that server/README.md#faults lists.",
		Example: `  appmesh-mock faults add --operation 'Delete*' --code ServiceUnavailableException --first 1
  appmesh-mock faults add --delay 100ms --delay-up-to 2s --share 0.1
  appmesh-mock faults add '{"operation": "List*", "status": 502, "body": "bad gateway"}'
  appmesh-mock faults add --profile throttling`,
		Args: argumentsBetween(0, 1, "a fault as JSON, or flags"),
	}
	f := cmd.Flags()
	f.StringVar((*string)(&a.Calls.Operation), "operation", "",
		"`operations` to apply it to, such as 'Create*,Update*'")
	f.StringVarP(&a.Calls.Mesh, "mesh", "m", "", "`names` of meshes to apply it to")
	f.StringVar(&a.Calls.Resource, "resource", "", "`names` of resources to apply it to")
	a.tenantFlags(f, "`account` of the callers to apply it to", "`region` to apply it to")
	f.StringVar((*string)(&a.Code), "code", "", "`exception` to respond with")
	f.StringVar(&a.Message, "message", "", "`text` of the exception")
	f.IntVar(&a.Status, "status", 0, "HTTP `status` to respond with, instead of an exception")
	f.StringVar(&a.Body, "body", "", "`text` of the response with --status")
	f.StringVar(&a.ContentType, "content-type", "", "media `type` of --body")
	f.StringVar((*string)(&a.Cut), "cut", "", "close the connection: `before` the response or in the middle of it")
	f.DurationVar(&a.Delay, "delay", 0, "`duration` to wait before the response")
	f.DurationVar(&a.DelayUpTo, "delay-up-to", 0, "`duration` up to which delays are spread")
	f.IntVar(&a.Nth, "nth", 0, "only the nth matching call")
	f.IntVar(&a.Every, "every", 0, "only every nth matching call")
	f.IntVar(&a.First, "first", 0, "only the first n matching calls")
	f.Float64Var(&a.Share, "share", 0, "only this fraction of the matching calls, from 0 to 1")
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

// bodies returns the faults in the arguments or the flags.
func (a *faultToAdd) bodies(args []string) ([]any, error) {
	if len(args) == 0 {
		fault := a.Fault
		fault.Calls.Account, fault.Calls.Region = a.account, a.region
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
			return nil, badUsage("%s", `the fault must be JSON, as in `+
				`{"operation":"Create*","code":"TooManyRequestsException","first":2}, or @FILE`)
		}
		bodies = append(bodies, each)
	}
	return bodies, nil
}

// refusedUsage returns a usage error if the server refused a fault as invalid.
func refusedUsage(err error) error {
	var refused *client.Error
	if errors.As(err, &refused) && refused.Status == http.StatusBadRequest {
		return usageError{err}
	}
	return err
}
