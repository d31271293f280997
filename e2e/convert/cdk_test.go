package convert

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// template is a template that the CDK wrote.
type template struct {
	Resources map[string]struct {
		Type       string
		Properties map[string]any
	}
}

// recorded returns the path of the template and its content.
func recorded(t *testing.T) (string, template) {
	t.Helper()
	folder := os.Getenv("APPMESH_RECORDINGS")
	if folder == "" {
		t.Skip("APPMESH_RECORDINGS is not set: it names the folder that has golden/cdk_template.json")
	}
	path := filepath.Join(folder, "golden", "cdk_template.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var read template
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return path, read
}

// whole has the words that a template has in upper case; of all other words only the first letter
// is. The list is from the reference of the API, and does not depend on the code.
var whole = []string{"ACM", "DNS", "GRPC", "HTTP", "HTTP2", "SDS", "TCP", "TLS"}

// expected returns a value of the template as the API has it.
func (t template) expected(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if of, ok := v["Fn::GetAtt"].([]any); ok {
			id, attribute := of[0].(string), of[1].(string)
			return t.expected(t.Resources[id].Properties[attribute])
		}
		object := map[string]any{}
		for name, each := range v {
			if slices.Contains(whole, name) {
				name = strings.ToLower(name)
			}
			object[strings.ToLower(name[:1])+name[1:]] = t.expected(each)
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, each := range v {
			list[i] = t.expected(each)
		}
		return list
	default:
		return value
	}
}

// key returns the members that identify a resource.
func key(kind string, input map[string]any) string {
	parts := []string{kind}
	for _, member := range []string{"meshName", "virtualGatewayName", "gatewayRouteName", "virtualNodeName",
		"virtualRouterName", "routeName", "virtualServiceName"} {
		if name, ok := input[member].(string); ok {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, "/")
}

func TestATemplateOfCDKIsImportedWhole(t *testing.T) {
	t.Parallel()
	path, read := recorded(t)
	srv := appmeshtest.Start(t, importer.WithFiles(path))
	client := &convert.Client{Endpoint: srv.URL, Transport: http.DefaultTransport}
	steps, err := convert.Resources(context.Background(), client, "")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for _, step := range steps {
		var input map[string]any
		if err := json.Unmarshal(step.Input, &input); err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimPrefix(step.Operation, "Create")
		if spec, ok := input["spec"].(map[string]any); ok && kind == "VirtualNode" {
			if backends, ok := spec["backends"].([]any); ok && len(backends) == 0 {
				delete(spec, "backends") // the only default in a response
			}
		}
		got[key(kind, input)] = input
	}
	if len(read.Resources) != 14 || len(got) != 14 {
		t.Fatalf("%d of %d resources were made, want 14", len(got), len(read.Resources))
	}
	for id, resource := range read.Resources {
		want, _ := read.expected(resource.Properties).(map[string]any)
		kind := strings.TrimPrefix(resource.Type, "AWS::AppMesh::")
		if have := got[key(kind, want)]; !reflect.DeepEqual(have, want) {
			t.Errorf("%s\n got %v\nwant %v", id, have, want)
		}
	}
}

func TestATemplateOfCDKComesBackFromItsExport(t *testing.T) {
	t.Parallel()
	path, _ := recorded(t)
	world := func(path string) string {
		srv := appmeshtest.Start(t, importer.WithFiles(path))
		client := &convert.Client{Endpoint: srv.URL, Transport: http.DefaultTransport}
		steps, err := convert.Resources(context.Background(), client, "")
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		files, err := convert.Export(convert.CloudFormation, steps)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return folder
	}
	text := func(folder string) string {
		data, err := os.ReadFile(filepath.Join(folder, "template.json"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := world(path)
	if again := text(world(first)); again != text(first) {
		t.Errorf("the second export differs:\n%s\n%s", text(first), again)
	}
}
