package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// analyzeOptions holds the flags of the command analyze.
type analyzeOptions struct {
	remote
	files, ignore  []string
	format, failOn choice
}

func analyzeCommand() *cobra.Command {
	o := analyzeOptions{
		format: choice{"text", []string{"text", "json", "sarif", "github"}},
		failOn: choice{"error", []string{"error", "warning", "never"}},
	}
	cmd := &cobra.Command{
		Use:   "analyze [MESH]",
		Short: "Find mistakes in a mesh that App Mesh does not refuse",
		Long: "analyze prints certain and probable mistakes in a mesh of a running server, or in all of its\n" +
			"meshes. With --file it needs no server and reads files in the formats of import. The exit\n" +
			"status is 1 if there is a finding with the severity of --fail-on or worse.\n" +
			"server/routing/README.md explains the codes.",
		Example: `  appmesh-mock analyze shop
  appmesh-mock analyze --file mesh/ --format github --fail-on warning
  appmesh-mock analyze --file template.yaml --ignore unqualified-name --format sarif > findings.sarif`,
		Args: argumentsBetween(0, 1, "the name of a mesh"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringArrayVar(&o.files, "file", nil,
		"`file` or folder to analyze instead of a server; - is standard input; repeatable")
	f.Var(&o.format, "format", "form of the output")
	f.Var(&o.failOn, "fail-on", "severity from which the exit status is 1")
	f.StringArrayVar(&o.ignore, "ignore", nil, "`code` of findings to leave out; repeatable")
	o.tenantFlags(f, "`account` that owns the mesh; the server's if it is not given",
		"`region` of the mesh; the server's if it is not given")
	return clientCommand(cmd, &o.remote, func(cmd *cobra.Command, args []string) error { return o.run(cmd, args) })
}

func (o *analyzeOptions) run(cmd *cobra.Command, args []string) error {
	for _, code := range o.ignore {
		if !slices.ContainsFunc(routing.Codes(), func(c routing.CodeInfo) bool { return string(c.Code) == code }) {
			return badUsage("--ignore %q: there is no such code; they are listed in server/routing/README.md", code)
		}
	}
	mesh := ""
	if len(args) > 0 {
		mesh = args[0]
	}
	findings := o.remoteFindings
	if len(o.files) > 0 {
		findings = func(_ context.Context, mesh string) ([]routing.Finding, error) {
			return o.fileFindings(mesh, cmd.InOrStdin())
		}
	}
	all, err := findings(cmd.Context(), mesh)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(f routing.Finding) bool { return slices.Contains(o.ignore, string(f.Code)) })
	if err := writeFindings(cmd.OutOrStdout(), o.format.word, all); err != nil {
		return err
	}
	failing := 0
	for _, f := range all {
		failsOnError := f.Severity == routing.Error && o.failOn.word != "never"
		if failsOnError || f.Severity == routing.Warning && o.failOn.word == "warning" {
			failing++
		}
	}
	if failing > 0 {
		return fmt.Errorf("findings of severity %s or worse: %d", o.failOn.word, failing)
	}
	return nil
}

// remoteFindings returns the findings of a running server.
func (o *analyzeOptions) remoteFindings(ctx context.Context, mesh string) ([]routing.Finding, error) {
	client, err := o.admin()
	if err != nil {
		return nil, err
	}
	query := o.tenantQuery()
	if mesh != "" {
		query.Set("mesh", mesh)
	}
	var list struct{ Findings []routing.Finding }
	err = client.Do(ctx, http.MethodGet, "/analyze", query, nil, &list)
	return list.Findings, err
}

// fileFindings returns the findings for the resources in files.
func (o *analyzeOptions) fileFindings(mesh string, stdin io.Reader) ([]routing.Finding, error) {
	tenant := state.Tenant{
		Account: cmp.Or(o.account, server.DefaultAccount), Region: cmp.Or(o.region, server.DefaultRegion),
	}
	files, err := readImports(o.files, stdin)
	if err != nil {
		return nil, err
	}
	read, err := convert.Read(files, convert.Options{Account: tenant.Account, Region: tenant.Region})
	if err != nil {
		return nil, err
	}
	s, err := server.New(server.Options{Account: tenant.Account, Region: tenant.Region})
	if err != nil {
		return nil, err
	}
	if err := s.Apply("", "", read.Steps); err != nil {
		return nil, err
	}
	findings := []routing.Finding{}
	snapshot := s.Checkpoint()
	for r := range snapshot.Resources(tenant, state.Mesh) {
		if mesh != "" && r.Name() != mesh {
			continue
		}
		m, err := routing.Compile(snapshot, tenant, r.Name())
		if err != nil {
			return nil, err
		}
		findings = append(findings, m.Analyze(routing.Environment{})...)
	}
	return findings, nil
}
