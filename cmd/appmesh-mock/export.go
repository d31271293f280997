package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// exportOptions holds the flags of the command export.
type exportOptions struct {
	remote
	format        choice
	resource, out string
}

func exportCommand() *cobra.Command {
	formats := append([]string{convert.AWS, convert.Go}, convert.ExportFormats()...)
	o := exportOptions{format: choice{convert.CloudFormation, formats}}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the resources of a server for the AWS CLI, CloudFormation or a Go test",
		Long: "export reads the resources of an account in a region of a running server, and writes files\n" +
			"that create them again; import reads these files too. Without --out it prints the files. If\n" +
			"there are several, a line -- NAME -- is above each. The format aws is a list of commands with\n" +
			"the members as options, and go the start of a server in a Go test; both can only be printed.",
		Example: `  appmesh-mock export > template.json
  appmesh-mock export --format aws --resource mesh/shop/virtualNode/cart
  appmesh-mock export --format cli --out world && ./world/apply.sh --endpoint-url http://127.0.0.1:4600`,
		Args: noArguments,
	}
	f := cmd.Flags()
	f.Var(&o.format, "format", "tool that reads the files")
	f.StringVar(&o.resource, "resource", "", "only the resource with this `reference`, as in mesh/shop/virtualNode/web")
	f.StringVar(&o.out, "out", "", "`folder` to write to: a new one, or one that is empty")
	o.actFlags(f)
	acceptEndpoint(f)
	return clientCommand(cmd, &o.remote, func(cmd *cobra.Command, _ []string) error {
		return o.run(cmd.Context(), cmd.OutOrStdout())
	})
}

// run reads the resources and writes them.
func (o *exportOptions) run(ctx context.Context, stdout io.Writer) error {
	client, err := o.api()
	if err != nil {
		return err
	}
	steps, err := convert.Resources(ctx, client, client.Account)
	if err != nil {
		return err
	}
	if steps, err = o.selected(steps); err != nil {
		return err
	}
	if !slices.Contains(convert.ExportFormats(), o.format.word) {
		return o.print(stdout, steps)
	}
	files, err := convert.Export(o.format.word, steps)
	if err != nil {
		return err
	}
	if o.out == "" {
		return printFiles(stdout, files)
	}
	return writeFiles(o.out, files)
}

// print prints resources in a format that is not for files.
func (o *exportOptions) print(stdout io.Writer, steps []server.Step) error {
	if o.out != "" {
		return badUsage("--out: the format %s can only be printed", o.format.word)
	}
	endpoint, socket, err := o.endpoint()
	if err != nil {
		return err
	}
	if socket != "" && o.format.word == convert.AWS {
		return badUsage("--format aws: the AWS CLI cannot connect to a socket; use --format cli")
	}
	target := convert.Target{URL: endpoint, Account: o.account, Region: o.region}
	if len(steps) > 0 {
		target.Region, _ = regionAndRef(steps[0])
	}
	text, err := convert.Text(o.format.word, steps, target)
	if err != nil {
		return err
	}
	_, err = stdout.Write(text)
	return err
}

// regionAndRef returns the region and the reference in the ARN of the resource that a step creates.
func regionAndRef(step server.Step) (region, ref string) {
	parts := strings.SplitN(step.From, ":", 6) // arn, partition, service, region, account, reference
	if len(parts) < 6 {
		return "", "" // the server has returned no ARN
	}
	return parts[3], parts[5]
}

// selected returns the step that creates the resource with the reference, or all steps without one.
func (o *exportOptions) selected(steps []server.Step) ([]server.Step, error) {
	if o.resource == "" {
		return steps, nil
	}
	for _, step := range steps {
		if _, ref := regionAndRef(step); ref == o.resource {
			return []server.Step{step}, nil
		}
	}
	return nil, fmt.Errorf("there is no resource %s", o.resource)
}

// printFiles prints files in sequence.
func printFiles(w io.Writer, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if len(files) > 1 {
			if _, err := fmt.Fprintf(w, "-- %s --\n", name); err != nil {
				return err
			}
		}
		if _, err := w.Write(files[name]); err != nil {
			return err
		}
	}
	return nil
}

// writeFiles writes files to a folder. The folder must be empty, because files of an earlier
// export would be mistaken for a part of this one.
func writeFiles(folder string, files map[string][]byte) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	if len(entries) > 0 {
		return badUsage("--out %s: the folder is not empty; type one that is, or a new one", folder)
	}
	for name, content := range files {
		mode := os.FileMode(0o644)
		if strings.HasSuffix(name, ".sh") {
			mode = 0o755
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, mode); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	}
	return nil
}

// counted formats the counts by name.
func counted(of map[string]int) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		all = append(all, fmt.Sprintf("%d %s", of[name], name))
	}
	return strings.Join(all, ", ")
}
