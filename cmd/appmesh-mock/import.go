package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// importOptions holds the flags of the command import.
type importOptions struct {
	remote
	format                        choice
	stack                         string
	parameters                    []string
	dryRun, atomic, update, prune bool
}

func importCommand() *cobra.Command {
	i := importOptions{format: choice{convert.Auto, convert.Formats()}}
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Create the resources in CloudFormation, Kubernetes, describe or seed files",
		Long: "import creates the resources in files in a running server: a CloudFormation template (as CDK\n" +
			"writes it), Kubernetes manifests of appmesh.k8s.aws/v1beta2, a seed, or the output of\n" +
			"aws appmesh describe-mesh and of the other describe, create and update commands, one or\n" +
			"more in a file. A folder stands for its *.json, *.yaml and *.yml, and - for standard\n" +
			"input. Resources of other services are left out and counted. Without --atomic, resources\n" +
			"created before an error remain.\n\n" +
			"--parameter sets a parameter of a template. It also replaces missing values: an export\n" +
			"of another stack by its name, Ref of a resource that is left out by its logical id, and\n" +
			"Fn::GetAtt by Id.Attribute.",
		Example: `  appmesh-mock import template.yaml --parameter Environment=test
  cdk synth --json | appmesh-mock import -
  appmesh-mock import describe-mesh.json describe-virtual-node.json
  appmesh-mock import mesh.yaml services/ --update --prune --dry-run
  appmesh-mock import template.json --parameter Certificate=arn:aws:acm:us-east-1:123456789012:certificate/1`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return badUsage("import needs a file: a CloudFormation template, Kubernetes manifests, the output of " +
					"a describe command, or a seed; - is standard input")
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.Var(&i.format, "format", "what the files are")
	f.StringArrayVar(&i.parameters, "parameter", nil, "parameter of a template, as `KEY=VALUE`; repeatable")
	f.StringVar(&i.stack, "stack-name", "",
		"`name` of the stack, in generated names and for AWS::StackName; appmesh-mock if it is not given")
	f.BoolVar(&i.update, "update", false, "update existing resources that differ")
	f.BoolVar(&i.prune, "prune", false, "delete the resources of the account in the region that are not in the files")
	f.BoolVar(&i.atomic, "atomic", false, "apply all changes or none; without faults and entries in the journal")
	f.BoolVar(&i.dryRun, "dry-run", false,
		"change nothing: print the operations as a seed, or with --update or --prune the changes")
	i.actFlags(f)
	acceptEndpoint(f)
	return clientCommand(cmd, &i.remote, func(cmd *cobra.Command, args []string) error { return i.run(cmd, args) })
}

// run reads the files and applies their resources.
func (i *importOptions) run(cmd *cobra.Command, paths []string) error {
	ctx, stop := untilInterrupted(cmd)
	defer stop()
	stdout := cmd.OutOrStdout()
	result, err := i.read(paths, cmd.InOrStdin())
	if err != nil {
		return err
	}
	compares := i.update || i.prune
	if i.dryRun && !compares {
		return printSteps(stdout, result.Steps)
	}
	api, err := i.api()
	if err != nil {
		return err
	}
	plan, err := i.plan(ctx, api, result.Steps)
	if err != nil {
		return err
	}
	if i.dryRun {
		return printPlan(stdout, plan)
	}
	progress, end := progressOf(cmd.ErrOrStderr())
	made, err := plan.Apply(ctx, api, convert.ApplyOptions{Atomic: i.atomic, Progress: progress})
	end()
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted: %d of %d changes were made; import with --update does the rest",
			made, len(plan.Changes))
	}
	if err != nil {
		return withProgress(err, made, len(plan.Changes))
	}
	text := summary(made, result.LeftOut)
	if compares {
		text = planSummary(plan, result.LeftOut)
	}
	_, err = fmt.Fprintln(stdout, text)
	return err
}

// withProgress adds the number of applied changes to an error.
func withProgress(err error, made, total int) error {
	if unreachable := (*unreachableError)(nil); errors.As(err, &unreachable) && made == 0 {
		return err
	}
	return fmt.Errorf("%w (%d of %d were made before)", err, made, total)
}

// read reads the files.
func (i *importOptions) read(paths []string, stdin io.Reader) (convert.Result, error) {
	options := convert.Options{
		Format: i.format.word, Account: i.account, Region: i.region, StackName: i.stack,
		Parameters: map[string]string{},
	}
	for _, each := range i.parameters {
		name, value, ok := strings.Cut(each, "=")
		if !ok {
			return convert.Result{}, badUsage("--parameter %q: must be KEY=VALUE", each)
		}
		options.Parameters[name] = value
	}
	if _, _, err := i.endpoint(); err != nil {
		return convert.Result{}, err
	}
	files, err := readImports(paths, stdin)
	if err != nil {
		return convert.Result{}, err
	}
	return convert.Read(files, options)
}

// plan returns the changes for the steps in the files.
func (i *importOptions) plan(ctx context.Context, api *convert.Client, steps []server.Step) (*convert.Plan, error) {
	var existing []server.Step
	if i.update || i.prune {
		var err error
		if existing, err = convert.Resources(ctx, api, api.Account); err != nil {
			return nil, err
		}
	}
	return convert.NewPlan(steps, existing, convert.PlanOptions{Update: i.update, Prune: i.prune, Account: api.Account})
}

// progressOf returns a function that shows the progress of an import, and a function to call
// at its end. Both do nothing unless w is a terminal.
func progressOf(w io.Writer) (progress func(done, total int), end func()) {
	if !isTerminal(w) {
		return nil, func() {}
	}
	shown := false
	progress = func(done, total int) {
		shown = true
		fmt.Fprintf(w, "\r%d of %d", done, total) //nolint:errcheck // the import goes on without it
	}
	return progress, func() {
		if shown {
			fmt.Fprintln(w) //nolint:errcheck // as above
		}
	}
}

// printPlan prints the changes of a plan that is not applied.
func printPlan(w io.Writer, plan *convert.Plan) error {
	p := painterOf(w)
	for _, change := range plan.Changes {
		text := change.String()
		switch change.Action {
		case convert.Create:
			text = p.green(text)
		case convert.Delete:
			text = p.red(text)
		case convert.Update:
			text = p.yellow(text)
		}
		if _, err := fmt.Fprintln(w, text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "nothing was changed: "+planSummary(plan, nil))
	return err
}

// planSummary returns the number of changes by action.
func planSummary(plan *convert.Plan, leftOut map[string]int) string {
	counts := plan.Counts()
	var parts []string
	for _, action := range convert.Actions() {
		if counts[action] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[action], action))
		}
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		text = "no changes"
	}
	if len(leftOut) > 0 {
		text += "; left out: " + counted(leftOut)
	}
	return text
}

// readImports reads files, the files in folders, and standard input.
func readImports(paths []string, stdin io.Reader) ([]seed.File, error) {
	var files []seed.File
	for _, path := range paths {
		if path == "-" {
			data, err := io.ReadAll(stdin)
			if err != nil {
				return nil, fmt.Errorf("standard input: %w", err)
			}
			files = append(files, seed.File{Name: "standard input", Data: data})
			continue
		}
		some, err := convert.ReadFiles(path)
		if err != nil {
			return nil, err
		}
		files = append(files, some...)
	}
	return files, nil
}

// printSteps prints operations as a seed.
func printSteps(w io.Writer, steps []server.Step) error {
	for _, step := range steps {
		if _, err := fmt.Fprintf(w, "- {\"operation\": %q, \"input\": %s}\n", step.Operation, step.Input); err != nil {
			return err
		}
	}
	return nil
}

// summary returns the number of operations that were run and of resources that were left out.
func summary(made int, leftOut map[string]int) string {
	text := fmt.Sprintf("%d operations were run", made)
	if made == 1 {
		text = "1 operation was run"
	}
	if len(leftOut) == 0 {
		return text
	}
	return text + "; left out: " + counted(leftOut)
}
