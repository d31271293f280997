package convert_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

func TestSeedsAreReadInEachForm(t *testing.T) {
	t.Parallel()
	const node = `CreateVirtualNode {"meshName":"m","spec":{"listeners":[{"portMapping":{"port":16,"protocol":"http"}}]},` +
		`"tags":[{"key":"a","value":"8080"}],"virtualNodeName":"n"}`
	for _, test := range []struct{ name, file, text, want string }{
		{"nothing", "s.yaml", "", ""},
		{"comments", "s.yaml", "# nothing\n", ""},
		{"an empty list", "s.json", "[]", ""},
		{"a resource", "s.yaml", "meshName: m", `CreateMesh {"meshName":"m"}`},
		{"a resource in JSON", "s.json", ` {"meshName":"m"} `, `CreateMesh {"meshName":"m"}`},
		{"JSON in YAML", "s.yml", `[{"meshName":"m"}]`, `CreateMesh {"meshName":"m"}`},
		{"an operation", "s.yaml", "operation: DeleteMesh\ninput: {meshName: m}", `DeleteMesh {"meshName":"m"}`},
		{"an operation without input", "s.yaml", "operation: ListMeshes", `ListMeshes {}`},
		{"several documents", "s.yaml", "meshName: a\n---\n- meshName: b\n- meshName: c\n---\n# nothing\n",
			`CreateMesh {"meshName":"a"} CreateMesh {"meshName":"b"} CreateMesh {"meshName":"c"}`},
		{"an alias", "s.yaml", "- &m {meshName: m}\n- {<<: *m, virtualServiceName: s, spec: {}}",
			`CreateMesh {"meshName":"m"} CreateVirtualService {"meshName":"m","spec":{},"virtualServiceName":"s"}`},
		{"numbers and texts of YAML", "s.yaml", `{meshName: m, virtualNodeName: n, tags: [{key: a, value: "8080"}], ` +
			`spec: {listeners: [{portMapping: {port: 0x10, protocol: http}}]}}`, node},
		{"output of describe", "s.json", `{"mesh":{"meshName":"m","spec":{},"metadata":{"version":4},"status":{"status":"ACTIVE"}}}`,
			`CreateMesh {"meshName":"m","spec":{}}`},
		{"a response of HTTP", "s.json", `{"meshName":"m","spec":{},"metadata":{"version":4},"status":{"status":"ACTIVE"}}`,
			`CreateMesh {"meshName":"m","spec":{}}`},
		{"output of boto3", "s.yaml", "{mesh: {meshName: m, metadata: {createdAt: 2024-05-06T07:08:09Z}}, ResponseMetadata: {}}",
			`CreateMesh {"meshName":"m"}`},
		{"outputs in one file", "s.json", "{\"virtualService\":{\"meshName\":\"m\",\"virtualServiceName\":\"s\",\"spec\":{}}}\n" +
			`{"mesh":{"meshName":"m"}}`,
			`CreateMesh {"meshName":"m"} CreateVirtualService {"meshName":"m","spec":{},"virtualServiceName":"s"}`},
		{"texts with what HTML escapes", "s.json", `{"meshName":"<&>"}`, `CreateMesh {"meshName":"<&>"}`},
	} {
		var got []string
		for _, step := range read(t, test.file, test.text, convert.Options{Format: convert.Seed}) {
			got = append(got, step.Operation+" "+string(step.Input))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.name, strings.Join(got, " "), test.want)
		}
	}
}

func TestConsecutiveResourcesAreOrderedByDependency(t *testing.T) {
	t.Parallel()
	const target = `action: {target: {virtualService: {virtualServiceName: s}}}`
	steps := read(t, "s.yaml", `
- {meshName: m, virtualGatewayName: g, gatewayRouteName: x, spec: {httpRoute: {match: {prefix: /}, `+target+`}}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: []}}
- {meshName: m, virtualServiceName: s, spec: {}}
- {meshName: m, virtualRouterName: r, routeName: a, spec: {}}
- {meshName: m, virtualRouterName: r, spec: {}}
- {meshName: m, virtualNodeName: n, spec: {}}
- {meshName: m}
- {operation: DeleteMesh, input: {meshName: m}}
- {meshName: k, virtualNodeName: n, spec: {}}
- {meshName: k}
`, convert.Options{})
	var got []string
	for _, step := range steps {
		got = append(got, strings.TrimPrefix(step.From, "s.yaml: entry ")+" "+step.Operation)
	}
	if want := []string{
		"7 CreateMesh", "6 CreateVirtualNode", "5 CreateVirtualRouter", "4 CreateRoute", "3 CreateVirtualService",
		"2 CreateVirtualGateway", "1 CreateGatewayRoute", "8 DeleteMesh", "10 CreateMesh", "9 CreateVirtualNode",
	}; !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

func TestAllMistakesOfASeedAreReportedWithLineEntryAndPath(t *testing.T) {
	t.Parallel()
	text := `- meshName: m
  spec: {egresFilter: {type: ALLOW_ALL}}
- meshName: m
  virtualNodeName: n
  spec:
    listners: []
    listeners:
      - portMapping: {port: 70000, protocol: http, extra: 1}
- operation: CreateMash
- {meshNam: m}
- 5
`
	_, err := convert.ReadSeed("s.yaml", []byte(text))
	want := []string{
		`s.yaml:2: entry 1: CreateMesh m: spec.egresFilter: unknown member; did you mean "egressFilter"?`,
		`s.yaml:8: entry 2: CreateVirtualNode m/n: spec.listeners.0.portMapping.port: ` +
			`Member must have value less than or equal to 65535`,
		`s.yaml:8: entry 2: CreateVirtualNode m/n: spec.listeners.0.portMapping.extra: unknown member; the members are port, protocol`,
		`s.yaml:6: entry 2: CreateVirtualNode m/n: spec.listners: unknown member; did you mean "listeners"?`,
		`s.yaml:9: entry 3: operation: App Mesh has no operation "CreateMash"; did you mean "CreateMesh"?`,
		`s.yaml:10: entry 4: neither an operation nor a resource: it has no member operation, and none that names a ` +
			`resource, such as meshName; did you mean "meshName"?`,
		`s.yaml:11: entry 5: neither an operation nor a resource, but 5`,
	}
	var mistakes convert.Errors
	if !errors.As(err, &mistakes) || err.Error() != strings.Join(want, "\n") {
		t.Errorf("\n got %v\nwant %s", err, strings.Join(want, "\n"))
	}
	var first *convert.Error
	if !errors.As(err, &first) || first.Line != 2 || first.Entry != 1 || first.Suggestion != "egressFilter" {
		t.Errorf("%+v", first)
	}
}

func TestInvalidSeedsAreRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text, want string }{
		{"s.json", "[\n{\"meshName\":}]", "s.json:2: not JSON: "},
		{"s.json", "", "s.json:1: not JSON: "},
		{"s.json", "{\"meshName\":\"m\"}\n}", "s.json:2: not JSON: "},
		{"s.json", "{\"meshName\":\"m\"}\n{}", "s.json:2: document 2: entry 2: neither an operation nor a resource: "},
		{"s.json", "{\"mesh\":{\"meshName\":\"m\",\n\"spec\":{\"x\":1}}}", `s.json:2: entry 1: CreateMesh m: mesh.spec.x: unknown member`},
		{"s.json", `{"meshes":[{"meshName":"m"}]}`, "s.json:1: entry 1: meshes: the output of ListMeshes has no specs; " +
			"use the output of DescribeMesh for each item"},
		{"s.yaml", "mesh: {meshName: m, status: {status: DELETED}}", "s.yaml:1: entry 1: mesh.status: the resource was deleted; "},
		{"s.json", `{"virtualNode":{"meshName":"m"}}`, "s.json:1: entry 1: virtualNode: lacks the member virtualNodeName"},
		{"s.json", `{"mesh":{"meshName":"m"},"status":{}}`, "s.json:1: entry 1: neither an operation nor a resource: "},
		{"s.json", "{\"meshName\":\"a\",\n\"meshName\":\"b\"}", `s.json:2: member "meshName" is given twice`},
		{"s.yaml", "a: b: c", "s.yaml: not YAML: mapping values are not allowed"},
		{"s.yaml", "meshName: a\nmeshName: b", `s.yaml:2: member "meshName" is given twice`},
		{"s.yaml", "meshName: m\nspec: {a: .nan}", "s.yaml:1: entry 1: CreateMesh: JSON cannot hold a value: "},
		{"s.json", `[{"meshName":"m"},null]`, "s.json:1: entry 2: neither an operation nor a resource, but null"},
		{"s.yaml", "{meshName: m, virtualNodeName: n, virtualServiceName: s}",
			"s.yaml:1: entry 1: a resource has one kind: it cannot have both virtualNodeName and virtualServiceName"},
		{"s.yaml", "- operation: [CreateMesh]", `s.yaml:1: entry 1: operation: must be a name, not a list`},
		{"s.yaml", "- {operation: CreateMesh, inputs: {}}",
			`s.yaml:1: entry 1: inputs: an operation has only the members operation and input`},
		{"s.yaml", "- {operation: CreateMesh, input: [m]}",
			"s.yaml:1: entry 1: CreateMesh: input: must be an object, not a list"},
		{"s.yaml", "- {operation: DescribeMesh, input: {meshName: m, Limit: 1}}",
			`s.yaml:1: entry 1: DescribeMesh m: input.Limit: unknown member; the members are meshName, meshOwner`},
	} {
		_, err := convert.ReadSeed(test.file, []byte(test.text))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q\n got %v\nwant %s", test.file, test.text, err, test.want)
		}
	}
}

func TestInlineSeedsAreReadLikeFiles(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`[{"meshName":"m"}]`, ` {meshName: m}`, "[{meshName: m}]"} {
		steps, err := convert.ReadSource(text, convert.Options{})
		if err != nil || len(steps) != 1 || steps[0].Operation != "CreateMesh" {
			t.Errorf("%s: %v, %v", text, steps, err)
		}
	}
	if convert.IsInline("./seeds/mesh.yaml") || convert.IsInline("") {
		t.Error("a path counts as text")
	}
}
