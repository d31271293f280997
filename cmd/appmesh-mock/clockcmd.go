package main

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/client"
)

func clockCommand() *cobra.Command {
	var r remote
	var o output
	var advance, set string
	var freeze, run bool
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Show, set, freeze or run the server's clock",
		Long: "clock prints the time of a running server. With flags it changes the server's clock first.\n" +
			"It does not change the system clock.",
		Example: `  appmesh-mock clock
  appmesh-mock clock --freeze --set 2026-01-01T00:00:00Z
  appmesh-mock clock --advance 1h30m
  appmesh-mock clock --run`,
		Args: noArguments,
	}
	f := cmd.Flags()
	f.StringVar(&advance, "advance", "", "move the clock by this `duration`, back if it is negative")
	f.StringVar(&set, "set", "", "set the clock to this `time` (RFC 3339)")
	f.BoolVar(&freeze, "freeze", false, "freeze the clock")
	f.BoolVar(&run, "run", false, "make the clock run from its current time")
	o.flags(f, "json", "yaml")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		admin, err := r.admin()
		if err != nil {
			return err
		}
		if freeze && run {
			return badUsage("only one of --freeze and --run can be given")
		}
		change := object{}
		if set != "" {
			change = append(change, member{"now", set})
		}
		if advance != "" {
			change = append(change, member{"advance", advance})
		}
		if freeze || run {
			change = append(change, member{"frozen", freeze})
		}
		method, body := http.MethodGet, any(nil)
		if len(change) > 0 {
			method, body = http.MethodPut, change
		}
		var clock client.Clock
		if err := admin.Do(cmd.Context(), method, "/clock", nil, body, &clock); err != nil {
			return refusedUsage(err)
		}
		return o.write(cmd.OutOrStdout(), clock, nil, func(w io.Writer, _ painter) error {
			_, err := fmt.Fprintln(w, clockText(clock))
			return err
		})
	})
}

func clockText(c client.Clock) string {
	if c.Running {
		return c.Now.UTC().Format(time.RFC3339) + " (running)"
	}
	return c.Now.UTC().Format(time.RFC3339Nano) + " (frozen)"
}
