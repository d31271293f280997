package admin_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

const shop = `[{"meshName":"shop","tags":[{"key":"team","value":"it's"}]},
	{"meshName":"shop","virtualNodeName":"cart","spec":{"logging":{"accessLog":{"file":{"path":"/dev/stdout"}}}}}]`

func TestExportReturnsTheResourcesOfATenant(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.want(m.send("POST", "/_mock/seed", shop), http.StatusOK, "")
	m.want(m.send("POST", "/_mock/seed?account="+consumer+"&region=eu-west-1", `[{"meshName":"other"}]`),
		http.StatusOK, "")
	const local = " \\\n  --region us-east-1 \\\n  --endpoint-url http://127.0.0.1:4600\n"
	const mesh = "aws appmesh create-mesh \\\n  --mesh-name shop \\\n  --spec '{}' \\\n" +
		`  --tags '[{"key":"team","value":"it'\''s"}]'` + local
	const node = "aws appmesh create-virtual-node \\\n  --mesh-name shop \\\n  --virtual-node-name cart \\\n" +
		`  --spec '{"backends":[],"logging":{"accessLog":{"file":{"path":"/dev/stdout"}}}}'` + local
	for query, want := range map[string]string{
		"?format=aws": mesh + node,
		"?format=aws&resource=mesh/shop/virtualNode/cart":    node,
		"?format=aws&account=" + owner + "&region=eu-west-1": "",
		"?format=aws&account=" + consumer + "&region=eu-west-1": "AWS_ACCESS_KEY_ID=" + consumer +
			" AWS_SECRET_ACCESS_KEY=secret aws appmesh create-mesh \\\n  --mesh-name other \\\n  --spec '{}' \\\n" +
			"  --region eu-west-1 \\\n  --endpoint-url http://127.0.0.1:4600\n",
		"?format=go&resource=mesh/shop": "srv := appmeshtest.Start(t, appmeshtest.WithSeed(`[\n  {\n" +
			"    \"meshName\": \"shop\",\n    \"spec\": {},\n    \"tags\": [\n      {\n" +
			"        \"key\": \"team\",\n        \"value\": \"it's\"\n      }\n    ]\n  }\n]`))\n",
	} {
		w := m.raw("GET", "/_mock/export"+query, "")
		if got := w.Body.String(); w.Code != http.StatusOK || got != want {
			t.Errorf("%s: %d %s\nwant %s", query, w.Code, got, want)
		}
		if got := w.Header().Get("Content-Type"); got != "text/plain; charset=utf-8" {
			t.Errorf("%s: content type %q", query, got)
		}
	}
	template := m.send("GET", "/_mock/export?resource=mesh/shop/virtualNode/cart", "").Body.String()
	for _, want := range []string{`"Type": "AWS::AppMesh::VirtualNode"`, `"MeshName": "shop"`, `"AccessLog": {`} {
		if !strings.Contains(template, want) {
			t.Errorf("%s does not contain %s", template, want)
		}
	}
}

func TestAnExportedTemplateCanBeImported(t *testing.T) {
	t.Parallel()
	steps, err := worlds.Steps("storefront")
	if err != nil {
		t.Fatal(err)
	}
	m, other := start(t, server.Options{}), start(t, server.Options{})
	if err := m.api.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	template := m.send("GET", "/_mock/export", "").Body.String()
	other.want(other.send("POST", "/_mock/import", template), http.StatusOK, "")
	if got := other.send("GET", "/_mock/export", "").Body.String(); got != template {
		t.Errorf("got %s\nwant %s", got, template)
	}
}

func TestCommandsAreForTheAddressOfTheRequest(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{}, func(o *admin.Options) { o.Loopback = false })
	m.want(m.send("POST", "/_mock/seed", `[{"meshName":"m"}]`), http.StatusOK, "")
	r := httptest.NewRequest("GET", "/_mock/export?format=aws", nil)
	r.Host, r.TLS = "mock.example:8443", &tls.ConnectionState{}
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, r)
	if got := w.Body.String(); !strings.HasSuffix(got, "--endpoint-url https://mock.example:8443\n") {
		t.Error(got)
	}
}

func TestAResourceInASharedMeshIsExportedAsThatOfItsOwner(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	m.want(m.send("POST", "/_mock/shares", `{"meshName":"m","account":"`+consumer+`"}`), http.StatusOK, "")
	const nodes = "/v20190125/meshes/m/virtualNodes?meshOwner=" + owner
	if w := m.call("PUT", nodes, `{"virtualNodeName":"guest","spec":{}}`, consumer); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	const want = "AWS_ACCESS_KEY_ID=" + consumer + " AWS_SECRET_ACCESS_KEY=secret aws appmesh create-virtual-node \\\n" +
		"  --mesh-name m \\\n  --virtual-node-name guest \\\n  --mesh-owner " + owner + " \\\n  --spec '{\"backends\":[]}'"
	got := m.raw("GET", "/_mock/export?format=aws&resource=mesh/m/virtualNode/guest", "").Body.String()
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %s\nwant %s", got, want)
	}
	template := m.send("GET", "/_mock/export?resource=mesh/m/virtualNode/guest", "").Body.String()
	if !strings.Contains(template, `"MeshOwner": "`+owner+`"`) {
		t.Error(template)
	}
	if all := m.send("GET", "/_mock/export", "").Body.String(); strings.Contains(all, "guest") {
		t.Error(all)
	}
}

func TestAnExportOfNothingIsRefused(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("shop")
	for query, want := range map[string]string{
		"?format=cli":                       `there is no format \"cli\"; there are aws, cloudformation and go`,
		"?resource=shop":                    `resource: \"shop\" is not a reference to a resource such as mesh/shop/virtualGateway/ingress`,
		"?resource=mesh/shop/route/r":       `resource: \"mesh/shop/route/r\" is not a reference to a resource such as mesh/shop/virtualGateway/ingress`,
		"?ressource=mesh/shop":              `there is no parameter ressource; there are format, resource, account and region`,
		"?format=go&resource=mesh/s%0a&x=1": `there is no parameter x; there are format, resource, account and region`,
	} {
		m.want(m.send("GET", "/_mock/export"+query, ""), http.StatusBadRequest, `{"message":"`+want+`"}`)
	}
	for _, ref := range []string{"mesh/none", "mesh/shop/virtualNode/none", "mesh/shop/virtualRouter/a/route/b"} {
		m.want(m.send("GET", "/_mock/export?resource="+ref, ""), http.StatusNotFound,
			`{"message":"there is no `+ref+` of account `+owner+` in us-east-1"}`)
	}
	m.want(m.send("GET", "/_mock/export?resource=mesh/shop&region=eu-west-1", ""), http.StatusNotFound, "")
}
