package convert_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// again imports what was exported.
func again(t failer, format string, steps []server.Step) []server.Step {
	t.Helper()
	files, err := convert.Export(format, steps)
	if err != nil {
		t.Fatal(err)
	}
	var seeds []server.SeedFile
	for name, content := range files {
		if strings.HasSuffix(name, ".json") {
			seeds = append(seeds, server.SeedFile{Name: name, Data: content})
		}
	}
	slices.SortFunc(seeds, func(a, b server.SeedFile) int { return strings.Compare(a.Name, b.Name) })
	result, err := convert.Read(seeds, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Steps
}

func TestAWorldComesBackFromItsExport(t *testing.T) {
	t.Parallel()
	for _, name := range worlds.Names() {
		for _, format := range []string{convert.CLI, convert.CloudFormation} {
			t.Run(name+" "+format, func(t *testing.T) {
				t.Parallel()
				made, err := worlds.Steps(name)
				if err != nil {
					t.Fatal(err)
				}
				first := world(t, running(t, server.Options{}, made))
				if len(first) < len(made) {
					t.Fatalf("%d of %d resources were read", len(first), len(made))
				}
				second := again(t, format, first)
				same(t, second, first)
				same(t, world(t, running(t, server.Options{}, second)), first)
			})
		}
	}
}

// lenient has no assumed rule in force that refuses what the model allows.
func lenient() server.Options {
	var options server.Options
	for _, rule := range server.Rules() {
		if rule.Relaxed != "" {
			options.Relax = append(options.Relax, rule.Number)
		}
	}
	return options
}

func TestAnyWorldComesBackFromItsExport(t *testing.T) {
	t.Parallel()
	options := lenient()
	kept, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s, err := server.New(options)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range drawWorld(t) {
			drawn++
			if s.Apply("", "", []server.Step{step}) == nil { // a rule between fields may refuse it
				kept++
			}
		}
		first := world(t, s)
		format := rapid.SampledFrom([]string{convert.CLI, convert.CloudFormation}).Draw(t, "format")
		second := again(t, format, first)
		same(t, second, first)
		same(t, world(t, running(t, options, second)), first)
	})
	t.Logf("%d of %d resources were made", kept, drawn)
	if kept*4 < drawn {
		t.Errorf("only %d of %d resources were made", kept, drawn)
	}
}

func TestEveryOperationComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		steps := drawWorld(t)
		same(t, again(t, convert.CLI, steps), steps)
		same(t, again(t, convert.CloudFormation, steps), steps)
	})
}

func TestTheScriptRunsTheFilesInOrder(t *testing.T) {
	t.Parallel()
	steps := read(t, "s.yaml", "[{meshName: m}, {meshName: m, virtualNodeName: 'a b;rm -rf $HOME', spec: {}}]", convert.Options{})
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

// balanced tells whether brackets outside of texts are in pairs.
func balanced(text string) bool {
	var open []rune
	quoted, escaped, comment := false, false, false
	pairs := map[rune]rune{'}': '{', ']': '['}
	for _, c := range text {
		switch {
		case comment:
			comment = c != '\n'
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '#':
			comment = true
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			open = append(open, c)
		case pairs[c] != 0:
			if len(open) == 0 || open[len(open)-1] != pairs[c] {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0 && !quoted
}

// line is what a line of Terraform's may be.
var line = regexp.MustCompile(`^ *(|}|#.*|resource "aws_appmesh_[a-z_]+" "[A-Za-z0-9_]+" {|[a-z0-9_]+ {|[a-z0-9_]+ = (\{|"([^"\\]|\\.)*"|-?\d+|true|false|\[.*\]|aws_appmesh_[a-z_]+\.[A-Za-z0-9_]+\.name)|"([^"\\]|\\.)*" = "([^"\\]|\\.)*")$`)

func TestTerraformFilesHaveTheFormOfTerraformFiles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		steps := drawWorld(t)
		files, err := convert.Export(convert.Terraform, steps)
		if err != nil {
			t.Fatal(err)
		}
		resources := 0
		for name, content := range files {
			text := string(content)
			resources += strings.Count(text, "\nresource \"")
			if !balanced(text) || !strings.Contains(text, "Terraform was not\n# run on it") {
				t.Errorf("%s: %s", name, text)
			}
			for _, each := range strings.Split(text, "\n") {
				if !line.MatchString(each) {
					t.Errorf("%s: %q", name, each)
				}
			}
			if strings.Contains(strings.ReplaceAll(text, "$${", ""), "${") || strings.Contains(strings.ReplaceAll(text, "%%{", ""), "%{") {
				t.Errorf("%s has something that Terraform would work out: %s", name, text)
			}
		}
		if resources != len(steps) {
			t.Errorf("%d resources, want %d", resources, len(steps))
		}
	})
}

func TestTerraformHasBlocksListsMapsAndReferences(t *testing.T) {
	t.Parallel()
	steps, err := worlds.Steps("everything")
	if err != nil {
		t.Fatal(err)
	}
	files, err := convert.Export(convert.Terraform, steps)
	if err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"mesh.tf":            {`resource "aws_appmesh_mesh" "everything" {`, "egress_filter {"},
		"virtual_node.tf":    {"mesh_name = aws_appmesh_mesh.everything.name", "attributes = {", `"stage" = "test"`, "aws_cloud_map {", "ports = [8443, 9443]", "listener {", "tags = {", "json {"},
		"virtual_router.tf":  {"listener {", "port_mapping {"},
		"route.tf":           {"virtual_router_name = aws_appmesh_virtual_router.everything_router.name", "virtual_node = aws_appmesh_virtual_node.everything_many.name", "weighted_target {", "query_parameter {", "http2_route {", `grpc_retry_events = [`, "per_retry_timeout {"},
		"virtual_service.tf": {"virtual_router_name = aws_appmesh_virtual_router.everything_router.name", "spec {\n  }"},
		"gateway_route.tf":   {"virtual_service_name = aws_appmesh_virtual_service.everything_routed_everything_local.name", "default_target_hostname = \"ENABLED\""},
		"virtual_gateway.tf": {"certificate_arn = \"arn:aws:acm:", "mode = \"STRICT\""},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
	if len(files) != 7 {
		t.Errorf("%d files", len(files))
	}
}

func TestWhatCannotBeExportedIsRefused(t *testing.T) {
	t.Parallel()
	for format, step := range map[string]server.Step{
		"there is no format":         {Operation: "CreateMesh"},
		"only what creates":          {Operation: "DeleteMesh"},
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
