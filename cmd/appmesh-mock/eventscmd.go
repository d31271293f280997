package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// eventQuery holds the flags of the command events.
type eventQuery struct {
	remote
	output
	kind, mesh, resource string
	count                uint
	follow               bool
}

func eventsCommand() *cobra.Command {
	var q eventQuery
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Print changes of the state as they happen",
		Long: "events prints the resources that are created, updated, deleted and tagged from now on, one\n" +
			"per line, until it is interrupted or has printed --count events. It cannot list earlier\n" +
			"events; see appmesh-mock calls and appmesh-mock diff. After the first line, on stderr, no\n" +
			"change is missed. Filters are patterns with * and ?.",
		Example: `  appmesh-mock events --follow
  appmesh-mock events --kind virtualNode,route --mesh storefront
  appmesh-mock events --count 1 -o json`,
		Args: noArguments,
	}
	q.eventFlags(cmd.Flags())
	q.output.flags(cmd.Flags(), "json", "yaml", "name")
	q.tenantFlags(cmd.Flags(), "only meshes of this `account`", "only meshes in this `region`")
	return clientCommand(cmd, &q.remote, q.run)
}

func (q *eventQuery) eventFlags(f *pflag.FlagSet) {
	f.BoolVarP(&q.follow, "follow", "f", true, "continue until interrupted; always true")
	f.StringVar(&q.kind, "kind", "", "only resources of these `kinds`")
	f.StringVarP(&q.mesh, "mesh", "m", "", "only resources of the mesh of this `name`")
	f.StringVar(&q.resource, "resource", "", "only the resource of this `name`")
	f.UintVar(&q.count, "count", 0, "`number` of events after which to end; 0: never")
}

// errCounted ends a stream after the last requested event.
var errCounted = errors.New("the last event was printed")

func (q *eventQuery) run(cmd *cobra.Command, _ []string) error {
	if !q.follow {
		return badUsage("--follow=false: there are no earlier events; appmesh-mock calls lists the last calls")
	}
	admin, err := q.admin()
	if err != nil {
		return err
	}
	query := url.Values{}
	for name, value := range map[string]string{
		"kind": q.kind, "mesh": q.mesh, "resource": q.resource, "account": q.account, "region": q.region,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	ctx, stop := untilInterrupted(cmd)
	defer stop()
	left := int(q.count)
	err = admin.Events(ctx, query, func(event *client.Event) error {
		if event == nil {
			_, err := fmt.Fprintln(cmd.ErrOrStderr(), "watching")
			return err
		}
		if err := q.print(cmd, event); err != nil {
			return err
		}
		if left--; left == 0 {
			return errCounted
		}
		return nil
	})
	if errors.Is(err, errCounted) || errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (q *eventQuery) print(cmd *cobra.Command, event *client.Event) error {
	w := cmd.OutOrStdout()
	p := painterOf(w)
	ref := eventRef(event)
	switch q.output.format.word {
	case "json":
		_, err := fmt.Fprintf(w, "%s\n", event.JSON)
		return err
	case "yaml":
		if _, err := fmt.Fprintln(w, "---"); err != nil {
			return err
		}
		return writeYAML(w, event.JSON)
	case "name":
		_, err := fmt.Fprintln(w, ref)
		return err
	}
	if event.Kind == "" {
		_, err := fmt.Fprintln(w, p.yellow(event.Change)+"  the whole state was replaced")
		return err
	}
	change := fmt.Sprintf("%-8s", event.Change)
	switch event.Change {
	case string(state.Created):
		change = p.green(change)
	case string(state.Deleted):
		change = p.red(change)
	}
	_, err := fmt.Fprintf(w, "%s %s  version %d  (account %s, %s)\n",
		change, ref, event.Version, event.Account, event.Region)
	return err
}

// eventRef returns the reference to the resource of an event, or "" if the event concerns the
// whole state.
func eventRef(event *client.Event) string {
	kind := state.ParseKind(event.Kind)
	if kind == 0 || len(event.Names) != kind.Depth() {
		return strings.Join(event.Names, "/")
	}
	key := state.Key{Kind: kind}
	copy(key.Names[:], event.Names)
	return meshtree.Printable(refOf(key))
}
