package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

// callQuery holds the flags of the command calls.
type callQuery struct {
	remote
	output
	operation, mesh, resource, code string
	failed, follow, clear           bool
	last                            uint
	show                            string
}

func callsCommand() *cobra.Command {
	var q callQuery
	cmd := &cobra.Command{
		Use:   "calls",
		Short: "List the last calls, follow new ones, or show one",
		Long: "calls lists the last calls that a running server received. --show prints one of them with\n" +
			"its request, its response, the violated rule, a hint, and commands that repeat it with the\n" +
			"AWS CLI and curl. -o aws and -o curl print these commands for all listed calls. Filters are\n" +
			"comma-separated lists of patterns with * and ?.",
		Example: `  appmesh-mock calls --failed
  appmesh-mock calls --follow --operation 'Create*,Update*' --mesh storefront
  appmesh-mock calls --show 12
  appmesh-mock calls --failed -o curl
  appmesh-mock calls --last 0 -o json | jq -r '.[].operation' | sort | uniq -c`,
		Args: noArguments,
	}
	q.callFlags(cmd.Flags())
	q.output.flags(cmd.Flags(), "json", "yaml", "name", "aws", "curl")
	q.tenantFlags(cmd.Flags(), "only calls of this `account`", "only calls to this `region`")
	return clientCommand(cmd, &q.remote, q.run)
}

func (q *callQuery) callFlags(f *pflag.FlagSet) {
	f.BoolVarP(&q.follow, "follow", "f", false, "print new calls as they arrive, until interrupted")
	f.StringVar(&q.show, "show", "", "print the one call of this number or request `ID`")
	f.StringVar(&q.operation, "operation", "", "only calls of these `operations`, such as 'Create*,Update*'")
	f.StringVarP(&q.mesh, "mesh", "m", "", "only calls about the mesh of this `name`")
	f.StringVar(&q.resource, "resource", "", "only calls about the resource of this `name`")
	f.StringVar(&q.code, "code", "", "only calls refused with this `exception`")
	f.BoolVar(&q.failed, "failed", false, "only calls that did not succeed")
	f.UintVar(&q.last, "last", 20, "number of calls to list; 0: all calls in the journal")
	f.BoolVar(&q.clear, "clear", false, "empty the journal, and print nothing")
}

func (q *callQuery) run(cmd *cobra.Command, _ []string) error {
	admin, err := q.admin()
	if err != nil {
		return err
	}
	if q.clear {
		return admin.Do(cmd.Context(), http.MethodDelete, "/calls", nil, nil, nil)
	}
	calls, err := q.calls(cmd.Context(), admin, 0)
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	if q.show != "" {
		call, err := numbered(calls, q.show)
		if err != nil {
			return err
		}
		if !q.isScript() {
			return q.output.write(w, call, []string{call.ID}, q.detailWriter(&call))
		}
		calls = []client.Call{call}
	}
	if q.last > 0 {
		calls = calls[max(0, len(calls)-int(q.last)):]
	}
	if q.follow {
		ctx, stop := untilInterrupted(cmd)
		defer stop()
		return q.followCalls(ctx, admin, w, calls)
	}
	if q.isScript() {
		return q.writeScript(w, calls)
	}
	if len(calls) == 0 && q.output.format.word == "table" {
		_, err := fmt.Fprintln(cmd.ErrOrStderr(), "the journal has no such call")
		return err
	}
	return q.output.write(w, calls, callIDs(calls), func(w io.Writer, p painter) error {
		return callTable(calls).write(w, p, paintCalls(p))
	})
}

// calls returns the calls in the journal that match and have a number greater than since.
func (q *callQuery) calls(ctx context.Context, admin *client.Client, since int64) ([]client.Call, error) {
	query := url.Values{"since": {fmt.Sprint(since)}}
	for name, value := range map[string]string{
		"operation": q.operation, "mesh": q.mesh, "resource": q.resource, "code": q.code,
		"account": q.account, "region": q.region,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	var journal struct{ Calls []client.Call }
	if err := admin.Do(ctx, http.MethodGet, "/calls", query, nil, &journal); err != nil {
		return nil, refusedUsage(err)
	}
	calls := []client.Call{}
	for _, call := range journal.Calls {
		if !q.failed || call.Failed() {
			calls = append(calls, call)
		}
	}
	return calls, nil
}

// numbered returns the call with the given number or request id.
func numbered(calls []client.Call, id string) (client.Call, error) {
	for _, call := range calls {
		if call.ID == id || fmt.Sprint(call.Number) == id {
			return call, nil
		}
	}
	return client.Call{}, fmt.Errorf("the journal has no call %q: appmesh-mock calls lists the last ones", id)
}

// pollInterval is the interval at which followCalls polls for new calls.
const pollInterval = 250 * time.Millisecond

// followCalls prints calls, and then new calls as they arrive, until the context ends.
func (q *callQuery) followCalls(ctx context.Context, admin *client.Client, w io.Writer, calls []client.Call) error {
	since, heading := int64(0), true
	for {
		if len(calls) > 0 || heading {
			if err := q.print(w, calls, heading); err != nil {
				return err
			}
			heading = false
		}
		for _, call := range calls {
			since = max(since, call.Number)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pollInterval):
		}
		var err error
		if calls, err = q.calls(ctx, admin, since); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

// print prints calls as JSON with one call per line, as YAML documents, or in columns of
// fixed width.
func (q *callQuery) print(w io.Writer, calls []client.Call, heading bool) error {
	switch q.output.format.word {
	case "json": // one per line, for programs that read them as they arrive
		for _, call := range calls {
			if _, err := fmt.Fprintf(w, "%s\n", call.JSON); err != nil {
				return err
			}
		}
		return nil
	case "yaml":
		for _, call := range calls {
			if _, err := io.WriteString(w, "---\n"); err != nil {
				return err
			}
			if err := writeYAML(w, call.JSON); err != nil {
				return err
			}
		}
		return nil
	case "name":
		return q.output.write(w, nil, callIDs(calls), nil)
	case "aws", "curl":
		return q.writeScript(w, calls)
	}
	p := painterOf(w)
	t := callTable(calls)
	for _, row := range t {
		row[3], row[4] = fmt.Sprintf("%-22s", row[3]), fmt.Sprintf("%-28s", row[4])
	}
	var out strings.Builder
	if err := t.write(&out, p, paintCalls(p)); err != nil {
		return err
	}
	text := out.String()
	if !heading {
		_, text, _ = strings.Cut(text, "\n")
	}
	_, err := io.WriteString(w, text)
	return err
}

func callIDs(calls []client.Call) []string {
	var ids []string
	for _, call := range calls {
		ids = append(ids, call.ID)
	}
	return ids
}
