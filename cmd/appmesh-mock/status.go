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

	"github.com/appmesh-mock/appmesh-mock/server/client"
	"github.com/appmesh-mock/appmesh-mock/server/meshtree"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func statusCommand() *cobra.Command {
	var r remote
	var o output
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the state and the activity of a running server",
		Long: "status shows the version and uptime of a running server, its clock, the accounts and\n" +
			"regions that have meshes, its resources by kind, its faults, and the last refused calls.",
		Example: `  appmesh-mock status
  appmesh-mock status --server http://127.0.0.1:4601 -o json | jq .resources`,
		Args: noArguments,
	}
	o.flags(cmd.Flags(), "json", "yaml")
	return clientCommand(cmd, &r, func(cmd *cobra.Command, _ []string) error {
		s, err := r.status(cmd.Context())
		if err != nil {
			return err
		}
		return o.write(cmd.OutOrStdout(), s, nil, s.write)
	})
}

// status is the JSON of the command.
type status struct {
	Server      string         `json:"server"`
	Version     string         `json:"version"`
	Uptime      float64        `json:"uptimeSeconds"`
	Clock       client.Clock   `json:"clock"`
	Tenants     []tenantStatus `json:"tenants"`
	Resources   object         `json:"resources"` // number by kind
	Faults      []client.Fault `json:"faults"`
	LastRefused []client.Call  `json:"lastRefused"`
}

type tenantStatus struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Meshes  int    `json:"meshes"`
}

// maxRefused is the largest number of refused calls in the status.
const maxRefused = 5

func (r *remote) status(ctx context.Context) (*status, error) {
	admin, err := r.admin()
	if err != nil {
		return nil, err
	}
	var health client.Health
	if err := admin.Do(ctx, http.MethodGet, "/health", nil, nil, &health); err != nil {
		return nil, err
	}
	s := &status{Server: r.server, Version: health.Version, Uptime: health.Uptime, Tenants: []tenantStatus{}}
	if err := admin.Do(ctx, http.MethodGet, "/clock", nil, nil, &s.Clock); err != nil {
		return nil, err
	}
	if s.Faults, err = faultsOf(ctx, admin); err != nil {
		return nil, err
	}
	var journal struct{ Calls []client.Call }
	if err := admin.Do(ctx, http.MethodGet, "/calls", url.Values{"code": {"*Exception"}}, nil, &journal); err != nil {
		return nil, err
	}
	s.LastRefused = journal.Calls[max(0, len(journal.Calls)-maxRefused):]
	now, err := admin.State(ctx)
	if err != nil {
		return nil, err
	}
	for _, kind := range state.Kinds() {
		s.Resources = append(s.Resources, member{kind.String(), len(r.resources(now, kind))})
	}
	for _, tenant := range now.Tenants {
		meshes := 0
		for range now.Resources(tenant, state.Mesh) {
			meshes++
		}
		s.Tenants = append(s.Tenants, tenantStatus{tenant.Account, tenant.Region, meshes})
	}
	return s, nil
}

// write writes the status as text.
func (s *status) write(w io.Writer, p painter) error {
	var out strings.Builder
	line := func(label, format string, args ...any) {
		fmt.Fprintf(&out, "%s %s\n", p.bold(fmt.Sprintf("%-10s", label)),
			meshtree.Printable(fmt.Sprintf(format, args...)))
	}
	line("server", "%s", s.Server)
	line("version", "%s, up for %s", s.Version, (time.Duration(s.Uptime) * time.Second).String())
	line("clock", "%s", clockText(s.Clock))
	for _, t := range s.Tenants {
		line("meshes", "%d of account %s in %s", t.Meshes, t.Account, t.Region)
	}
	var counts []string
	for _, count := range s.Resources {
		if count.value != 0 {
			name := count.name
			if count.value != 1 {
				name = state.ParseKind(name).Plural()
			}
			counts = append(counts, fmt.Sprintf("%v %s", count.value, name))
		}
	}
	if len(counts) == 0 {
		counts = []string{"none"}
	}
	line("resources", "%s", strings.Join(counts, ", "))
	line("faults", "%s", numberOr(len(s.Faults), "none"))
	if len(s.Faults) > 0 {
		if err := faultTable(s.Faults).write(&out, p, nil); err != nil {
			return err
		}
	}
	line("refused", "%s", numberOr(len(s.LastRefused), "no call in the journal"))
	if len(s.LastRefused) > 0 {
		if err := callTable(s.LastRefused).write(&out, p, paintCalls(p)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func numberOr(n int, none string) string {
	if n == 0 {
		return none
	}
	return fmt.Sprint(n)
}
