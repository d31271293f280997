package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const importTemplate = `
Parameters: {Name: {Type: String}, Kept: {Type: String, Default: a=b}}
Resources:
  Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref Name, Tags: [{Key: in, Value: !Sub "${AWS::AccountId} ${AWS::Region} ${AWS::StackName} ${Kept}"}]}}
  Bucket: {Type: AWS::S3::Bucket}
`

func TestATemplateIsImported(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: "999999999999", Region: "eu-west-1"})
	m.want(m.send("POST", "/_mock/import?parameter=Name%3Dapps&parameter=Kept%3Dc%3Dd&stack-name=s", importTemplate),
		http.StatusOK,
		`{"applied":1,"leftOut":{"AWS::S3::Bucket":1}}`)
	mesh := m.api.View().Get(state.Mesh, "apps")
	if mesh == nil || mesh.Tags[0].Value != "999999999999 eu-west-1 s c=d" {
		t.Errorf("%+v", mesh)
	}
	m.want(m.send("POST", "/_mock/import?account=111122223333&region=us-west-2&parameter=Name=apps", importTemplate),
		http.StatusOK, "")
	mesh = m.api.View().In("111122223333", "us-west-2").Get(state.Mesh, "apps")
	if mesh == nil || mesh.Tags[0].Value != "111122223333 us-west-2 appmesh-mock a=b" {
		t.Errorf("%+v", mesh)
	}
}

func TestManifestsAndSeedsAreImported(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("POST", "/_mock/import", "{apiVersion: appmesh.k8s.aws/v1beta2, kind: Mesh, metadata: {name: k}}"),
		http.StatusOK, `{"applied":1,"leftOut":{}}`)
	m.want(m.send("POST", "/_mock/import?format=seed", `[{"meshName":"s"}]`), http.StatusOK,
		`{"applied":1,"leftOut":{}}`)
}

// Each name contains the previous one ten times, so that the last one would have 10 TB.
func TestAnImportThatGrowsBeyondItsLimitIsRefused(t *testing.T) {
	t.Parallel()
	var template strings.Builder
	template.WriteString("Resources:\n  M0: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: aaaaaaaaaa}}\n")
	for i := 1; i <= 12; i++ {
		names := strings.Repeat(fmt.Sprintf("!GetAtt M%d.MeshName, ", i-1), 10)
		fmt.Fprintf(&template, "  M%d: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Join ['', [%s]]}}\n", i,
			names[:len(names)-2])
	}
	m := start(t, server.Options{})
	w := m.send("POST", "/_mock/import", template.String())
	if w.Code != http.StatusBadRequest ||
		!strings.Contains(w.Body.String(), "bytes of text, the limit for files of this size") {
		t.Errorf("%d %.300s", w.Code, w.Body)
	}
}

func TestFailedImportCreatesNothing(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for _, each := range []struct{ query, body, want string }{
		{"", importTemplate, "import.yaml:4: resource Mesh: Properties.MeshName.Ref: parameter Name has no default"},
		{"?format=pulumi", "", `there is no format \"pulumi\"`},
		{"?parameter=Name", "", `parameter \"Name\" must be Key=Value`},
		{"?formats=seed", "", "there is no parameter formats; there are format, parameter, stack-name, update, dry-run, account and region"},
		{"?account=1", "meshName: m", `account \"1\": must be 12 digits`},
		{"?%zz", "", "the query cannot be read"},
		{"", `[{"meshName":"m"},{"meshName":"m"}]`, "import.json: entry 2: CreateMesh m: ConflictException"},
	} {
		w := m.send("POST", "/_mock/import"+each.query, each.body)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), each.want) {
			t.Errorf("%s %s: %d %s", each.query, each.body, w.Code, w.Body)
		}
	}
	if n := m.api.Count(state.Mesh); n != 0 {
		t.Errorf("there are %d meshes", n)
	}
	m.want(m.send("POST", "/_mock/import?parameter="+url.QueryEscape("Name=apps"), importTemplate), http.StatusOK, "")
}

func TestADryRunReturnsThePlanAndChangesNothing(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	m.want(m.send("POST", "/_mock/import?format=seed", `[
		{"meshName":"s","tags":[{"key":"team","value":"a"}]},{"meshName":"s","virtualNodeName":"same","spec":{}}]`), http.StatusOK, "")
	const seed = `[
		{"meshName":"s","spec":{"egressFilter":{"type":"ALLOW_ALL"}},"tags":[{"key":"team","value":"b"}]},
		{"meshName":"s","virtualNodeName":"same","spec":{}},{"meshName":"s","virtualNodeName":"new","spec":{}}]`
	before := string(m.api.Save())
	m.want(m.send("POST", "/_mock/import?format=seed&dry-run=true&update=true", seed), http.StatusOK,
		`{"plan":[{"action":"update","resource":"mesh s","reason":"spec.egressFilter: absent becomes {\"type\":\"ALLOW_ALL\"}; tags differ"},`+
			`{"action":"unchanged","resource":"virtualNode s/same"},{"action":"create","resource":"virtualNode s/new"}],"leftOut":{}}`)
	m.want(m.send("POST", "/_mock/import?format=seed&dry-run=true", seed), http.StatusOK,
		`{"plan":[{"action":"create","resource":"mesh s"},{"action":"create","resource":"virtualNode s/same"},`+
			`{"action":"create","resource":"virtualNode s/new"}],"leftOut":{}}`)
	if string(m.api.Save()) != before {
		t.Error("the state changed")
	}
	m.want(m.send("POST", "/_mock/import?format=seed&update=true", seed), http.StatusOK, `{"applied":3,"leftOut":{}}`)
	mesh := m.api.View().Get(state.Mesh, "s")
	if !strings.Contains(mesh.Spec, "ALLOW_ALL") || mesh.Tags[0].Value != "b" || m.api.View().Get(state.VirtualNode, "s", "new") == nil {
		t.Errorf("%+v", mesh)
	}
	m.want(m.send("POST", "/_mock/import?format=seed&update=true&dry-run=true", `{"operation":"DeleteMesh","input":{"meshName":"s"}}`),
		http.StatusBadRequest, "")
	m.want(m.send("POST", "/_mock/import?dry-run=yes", seed), http.StatusBadRequest, `{"message":"dry-run must be true or false, not \"yes\""}`)
}

func TestUpdateChangesOnlyTheMeshesOfItsAccountAndRegion(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	const seed = `[{"meshName":"s","spec":{"egressFilter":{"type":"ALLOW_ALL"}}}]`
	m.want(m.send("POST", "/_mock/import?format=seed", seed), http.StatusOK, "")
	m.want(m.send("POST", "/_mock/import?format=seed&update=true&dry-run=true&region=cn-north-1", seed), http.StatusOK,
		`{"plan":[{"action":"create","resource":"mesh s"}],"leftOut":{}}`)
	m.want(m.send("POST", "/_mock/import?format=seed&update=true&dry-run=true", seed), http.StatusOK,
		`{"plan":[{"action":"unchanged","resource":"mesh s"}],"leftOut":{}}`)
}
