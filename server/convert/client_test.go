package convert_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestAClientActsForAnAccountInARegion(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, nil)
	theirs := client(s)
	theirs.Account, theirs.Region = "111122223333", "eu-west-1"
	steps := read(t, "m.yaml", "[{meshName: m}, {meshName: m, virtualServiceName: 'a:b ü', spec: {}}]",
		convert.Options{})
	if n, err := apply(theirs, steps); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if own := resources(t, s); len(own) != 0 {
		t.Errorf("the server's own account has %d resources", len(own))
	}
	if got := s.View().In("111122223333", "eu-west-1").Get(state.VirtualService, "m", "a:b ü"); got == nil {
		t.Error("the virtual service is missing")
	}
	got, err := convert.Resources(context.Background(), theirs, theirs.Account)
	if err != nil || len(got) != 2 {
		t.Errorf("%d steps, %v", len(got), err)
	}
}

func TestARefusedStepIsNamedWithAppMeshsError(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, nil)
	steps := read(t, "m.yaml", "[{meshName: m}, {meshName: m, virtualNodeName: n, spec: {}}, {meshName: m}]",
		convert.Options{})
	n, err := apply(client(s), steps)
	var refusal *server.Error
	if n != 1 || !errors.As(err, &refusal) || refusal.Code != "ConflictException" ||
		!strings.HasPrefix(err.Error(), "m.yaml: entry 3: CreateMesh: ") {
		t.Errorf("%d, %v", n, err)
	}
}

func TestAServerWithoutAppMeshIsReported(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	c := &convert.Client{Endpoint: other.URL, Transport: &http.Transport{}}
	if _, err := convert.Resources(context.Background(), c, ""); err == nil ||
		!strings.Contains(err.Error(), "does not serve App Mesh: 404") {
		t.Error(err)
	}
	other.Close()
	if _, err := convert.Resources(context.Background(), c, ""); err == nil ||
		!strings.Contains(err.Error(), "no response from "+other.URL) {
		t.Error(err)
	}
	for operation, want := range map[string]string{"CreateMash": "\"CreateMash\" is not an operation of App Mesh",
		"DescribeMesh": "the input has no meshName"} {
		if _, err := c.Do(context.Background(), operation, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Error(err)
		}
	}
}

func TestResourcesReturnsThoseOfOneAccount(t *testing.T) {
	t.Parallel()
	const us, them = "123456789012", "111122223333"
	s := running(t, server.Options{},
		read(t, "m.yaml", "[{meshName: ours}, {meshName: ours, virtualNodeName: n, spec: {}}]", convert.Options{}))
	if _, err := s.Share(server.Share{MeshName: "ours", Account: them}); err != nil {
		t.Fatal(err)
	}
	theirs := client(s)
	theirs.Account = them
	made := read(t, "t.yaml", "[{meshName: own}, {meshName: ours, meshOwner: '"+us+"', virtualNodeName: v, spec: {}}]",
		convert.Options{})
	if _, err := apply(theirs, made); err != nil {
		t.Fatal(err)
	}
	got, err := convert.Resources(context.Background(), theirs, theirs.Account)
	if err != nil {
		t.Fatal(err)
	}
	if text := lines(got); text != `Mesh {"meshName":"own","spec":{}}
VirtualNode {"meshName":"ours","meshOwner":"`+us+`","spec":{"backends":[]},"virtualNodeName":"v"}
` {
		t.Error(text)
	}
	for _, format := range []string{convert.CLI, convert.CloudFormation} {
		same(t, again(t, format, got), got)
	}
	if own := lines(resources(t, s)); strings.Contains(own, `"v"`) || !strings.Contains(own, `"n"`) {
		t.Errorf("the list has a resource of a consumer: %s", own)
	}
}

func TestResourcesReadsAllPagesAndLeavesOutNulls(t *testing.T) {
	t.Parallel()
	var tags, nodes strings.Builder
	for i := range 45 {
		tags.WriteString("{key: k" + strings.Repeat("x", i) + ", value: v}, ")
	}
	for i := range 150 {
		nodes.WriteString("- {meshName: m, virtualNodeName: n" + strings.Repeat("x", i) + ", spec: {}}\n")
	}
	text := "- {meshName: m, spec: {}, tags: [" + tags.String() + "]}\n" + nodes.String()
	plain := resources(t, running(t, server.Options{}, read(t, "m.yaml", text, convert.Options{})))
	nulls := resources(t, running(t, server.Options{Relax: []int{1}}, read(t, "m.yaml", text, convert.Options{})))
	same(t, nulls, plain)
	if len(plain) != 151 || strings.Count(string(plain[0].Input), `"key"`) != 45 {
		t.Errorf("%d steps", len(plain))
	}
}

func TestFilesOfSeveralFormatsAreReadTogether(t *testing.T) {
	t.Parallel()
	files := []seed.File{
		{Name: "a.json",
			Data: []byte("{\"Resources\": {\"M\": {\"Type\": \"AWS::AppMesh::Mesh\",\n\t\"Properties\": {\"MeshName\": \"a\"}}}}")},
		{Name: "b.yaml", Data: []byte("meshName: b")},
		{Name: "c.yaml", Data: []byte(object("Mesh", "name: c", ""))},
		{Name: "d.json", Data: []byte(`[{"operation": "CreateMesh", "input": {"meshName": "d"}}]`)},
	}
	result, err := convert.Read(files, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `Mesh {"meshName":"a"}
Mesh {"meshName":"b"}
Mesh {"meshName":"d"}
Mesh {"meshName":"c","spec":{}}
`
	if got := strings.ReplaceAll(lines(result.Steps), ": ", ":"); got != strings.ReplaceAll(want, ": ", ":") {
		t.Errorf("%s", got)
	}
	for format, want := range map[string]string{"pulumi": "there is no format",
		convert.Kubernetes: "a.json:1: a manifest must have an apiVersion and a kind"} {
		if _, err := convert.Read(files[:1], convert.Options{Format: format}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", format, err)
		}
	}
	deep := strings.Repeat("[", 600) + strings.Repeat("]", 600)
	for name, text := range map[string]string{
		"x.yaml:1: not YAML": "a: [", "x.yaml:1: entry 1: neither an operation nor a resource": "1",
		"x.yaml: values are nested more than 500 deep": "- " + deep,
	} {
		if _, err := readFile("x.yaml", text, convert.Options{}); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestColonsWithinBracketsStayInTheirTexts(t *testing.T) {
	t.Parallel()
	const text = `Resources: {M: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Sub a:b, Tags: [{Key: !Ref AWS::Region, Value: 12:30}, {Key: !Join [":", [arn:x:y, !Ref AWS::Partition]], Value: http://a.b/c}]}}}`
	want := `Mesh {"meshName":"a:b","tags":[{"key":"us-east-1","value":"12:30"},{"key":"arn:x:y:aws","value":"http://a.b/c"}]}` + "\n"
	if got := lines(read(t, "c.yaml", text, convert.Options{})); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
