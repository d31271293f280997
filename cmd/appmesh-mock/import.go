package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// remote is a running server, and in whose name it is asked.
type remote struct{ endpoint, account, region string }

func (r *remote) flags(f *pflag.FlagSet) {
	f.StringVar(&r.endpoint, "endpoint", "http://"+defaultAddr, "`URL` of the server")
	f.StringVar(&r.account, "account", "", "`account` that asks; the server's if it is not given")
	f.StringVar(&r.region, "region", "", "`region` that is asked; the server's if it is not given")
}

// client answers a client of the server. It goes by no proxy.
func (r *remote) client() (*convert.Client, error) {
	if u, err := url.Parse(r.endpoint); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, badUsage("--endpoint %q: must be a URL, as in http://%s", r.endpoint, defaultAddr)
	}
	return &convert.Client{Endpoint: r.endpoint, Account: r.account, Region: r.region, Transport: &http.Transport{}}, nil
}

// imports are what to import.
type imports struct {
	remote
	format     choice
	stack      string
	parameters []string
	dryRun     bool
}

func importCommand() *cobra.Command {
	i := imports{format: choice{convert.Auto, convert.Formats()}}
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Make what CloudFormation, Kubernetes or seed files describe",
		Long: "import makes in a running server what files describe: a CloudFormation template (what CDK\n" +
			"writes is one), Kubernetes manifests of appmesh.k8s.aws/v1beta2, or a seed. A folder stands\n" +
			"for its *.json, *.yaml and *.yml, and - for standard input. Resources that are not App\n" +
			"Mesh's are left out and counted. What was made before an error stays.\n\n" +
			"--parameter sets a parameter of a template. It also stands for what is not there: an export\n" +
			"of another stack by its name, Ref of a resource that is left out by its logical id, and\n" +
			"Fn::GetAtt by Id.Attribute. What App Mesh's resources do not refer to is not asked for.",
		Example: `  appmesh-mock import template.yaml --parameter Environment=test
  cdk synth --json | appmesh-mock import -
  appmesh-mock import mesh.yaml services/ --dry-run
  appmesh-mock import template.json --parameter Certificate=arn:aws:acm:us-east-1:123456789012:certificate/1`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return badUsage("import needs a file: a CloudFormation template, Kubernetes manifests or a seed; - is standard input")
			}
			return nil
		},
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, args []string) error {
			return i.run(cmd.Context(), args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(&i.format, "format", "what the files are")
	f.StringArrayVar(&i.parameters, "parameter", nil, "parameter of a template, as `KEY=VALUE`; repeatable")
	f.StringVar(&i.stack, "stack-name", "", "`name` of the stack, in generated names and for AWS::StackName; appmesh-mock if it is not given")
	f.BoolVar(&i.dryRun, "dry-run", false, "print the operations as a seed, and run none")
	i.remote.flags(f)
	return cmd
}

// run reads the files and sends what they say.
func (i *imports) run(ctx context.Context, paths []string, stdin io.Reader, stdout io.Writer) error {
	client, err := i.client()
	if err != nil {
		return err
	}
	options := convert.Options{
		Format: i.format.word, Account: i.account, Region: i.region, StackName: i.stack, Parameters: map[string]string{},
	}
	for _, each := range i.parameters {
		name, value, ok := strings.Cut(each, "=")
		if !ok {
			return badUsage("--parameter %q: must be KEY=VALUE", each)
		}
		options.Parameters[name] = value
	}
	files, err := readImports(paths, stdin)
	if err != nil {
		return err
	}
	result, err := convert.Read(files, options)
	if err != nil {
		return err
	}
	if i.dryRun {
		return printSteps(stdout, result.Steps)
	}
	plan, err := convert.NewPlan(result.Steps, nil, convert.PlanOptions{})
	if err != nil {
		return err
	}
	made, err := plan.Apply(ctx, client, convert.ApplyOptions{})
	if err != nil {
		return fmt.Errorf("%w (%d of %d were made before)", err, made, len(result.Steps))
	}
	_, err = fmt.Fprintln(stdout, summary(made, result.LeftOut))
	return err
}

// readImports reads files, those of folders, and standard input.
func readImports(paths []string, stdin io.Reader) ([]seed.File, error) {
	var files []seed.File
	for _, path := range paths {
		if path == "-" {
			data, err := io.ReadAll(stdin)
			if err != nil {
				return nil, fmt.Errorf("standard input: %w", err)
			}
			name := "standard input"
			if json.Valid(data) {
				name += ".json" // a seed is read by its name
			}
			files = append(files, seed.File{Name: name, Data: data})
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

// printSteps prints operations as a seed that does the same.
func printSteps(w io.Writer, steps []server.Step) error {
	for _, step := range steps {
		if _, err := fmt.Fprintf(w, "- {\"operation\": %q, \"input\": %s}\n", step.Operation, step.Input); err != nil {
			return err
		}
	}
	return nil
}

// summary says what was made and what was not.
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
