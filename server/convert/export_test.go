package convert_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// again exports steps, imports the files, and returns the steps.
func again(t failer, format string, steps []server.Step) []server.Step {
	t.Helper()
	files, err := convert.Export(format, steps)
	if err != nil {
		t.Fatal(err)
	}
	var seeds []seed.File
	for name, content := range files {
		if strings.HasSuffix(name, ".json") {
			seeds = append(seeds, seed.File{Name: name, Data: content})
		}
	}
	slices.SortFunc(seeds, func(a, b seed.File) int { return strings.Compare(a.Name, b.Name) })
	result, err := convert.Read(seeds, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Steps
}

func TestADataSetComesBackFromItsExport(t *testing.T) {
	t.Parallel()
	for _, name := range worlds.Names() {
		for _, format := range []string{convert.CLI, convert.CloudFormation} {
			t.Run(name+" "+format, func(t *testing.T) {
				t.Parallel()
				made, err := worlds.Steps(name)
				if err != nil {
					t.Fatal(err)
				}
				first := resources(t, running(t, server.Options{}, made))
				if len(first) < len(made) {
					t.Fatalf("%d of %d resources were read", len(first), len(made))
				}
				second := again(t, format, first)
				same(t, second, first)
				same(t, resources(t, running(t, server.Options{}, second)), first)
			})
		}
	}
}

// lenient returns options in which all assumed rules are relaxed.
func lenient() server.Options {
	var options server.Options
	for _, rule := range server.Rules() {
		if rule.Relaxed != "" {
			options.Relax = append(options.Relax, rule.Number)
		}
	}
	return options
}

func TestGeneratedResourcesComeBackFromTheirExport(t *testing.T) {
	t.Parallel()
	options := lenient()
	kept, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s, err := server.New(options)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range drawResources(t) {
			drawn++
			if s.Apply("", "", []server.Step{step}) == nil { // a rule between fields may refuse it
				kept++
			}
		}
		first := resources(t, s)
		format := rapid.SampledFrom([]string{convert.CLI, convert.CloudFormation}).Draw(t, "format")
		second := again(t, format, first)
		same(t, second, first)
		same(t, resources(t, running(t, options, second)), first)
	})
	t.Logf("%d of %d resources were made", kept, drawn)
	if kept*4 < drawn {
		t.Errorf("only %d of %d resources were made", kept, drawn)
	}
}

func TestEveryOperationComesBackUnchanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		steps := drawResources(t)
		same(t, again(t, convert.CLI, steps), steps)
		same(t, again(t, convert.CloudFormation, steps), steps)
	})
}

func TestTheScriptRunsTheFilesInOrder(t *testing.T) {
	t.Parallel()
	steps := read(t, "s.yaml", "[{meshName: m}, {meshName: m, virtualNodeName: 'a b;rm -rf $HOME', spec: {}}]",
		convert.Options{})
	files, err := convert.Export(convert.CLI, steps)
	if err != nil {
		t.Fatal(err)
	}
	script := string(files["apply.sh"])
	want := "aws appmesh create-mesh --cli-input-json file://001-create-mesh-m.json \"$@\"\n" +
		"aws appmesh create-virtual-node --cli-input-json file://002-create-virtual-node-m-a-b-rm--rf--HOME.json \"$@\"\n"
	if !strings.HasSuffix(script, want) || len(files) != 3 {
		t.Errorf("%s", script)
	}
}

func TestNamesInATemplateAreReferences(t *testing.T) {
	t.Parallel()
	steps, err := worlds.Steps("storefront")
	if err != nil {
		t.Fatal(err)
	}
	files, err := convert.Export(convert.CloudFormation, steps)
	if err != nil {
		t.Fatal(err)
	}
	text := string(files["template.json"])
	if n := strings.Count(text, `"Fn::GetAtt"`); n < len(steps)-1 {
		t.Errorf("%d references in %d resources", n, len(steps))
	}
}

func TestOperationsThatCannotBeExportedAreRefused(t *testing.T) {
	t.Parallel()
	for format, step := range map[string]server.Step{
		"there is no format":         {Operation: "CreateMesh"},
		"only create operations":     {Operation: "DeleteMesh"},
		"the input is not an object": {Operation: "CreateMesh", Input: []byte("[]")},
	} {
		as := convert.CLI
		if strings.Contains(format, "format") {
			as = "pulumi"
		}
		if _, err := convert.Export(as, []server.Step{step}); err == nil || !strings.Contains(err.Error(), format) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
