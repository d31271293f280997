package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

func TestHintsExplainWhatToDo(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	a.make("route", "x", "")
	a.make("gatewayRoute", "y", "")
	a.make("virtualNode", "cart", "")
	a.make("virtualRouter", "second", "")
	for i := range 6 {
		a.make("virtualService", fmt.Sprint("p", i+1), `{"provider":{"virtualRouter":{"virtualRouterName":"second"}}}`)
	}
	a.as("111122223333", "us-east-1").put("/meshes", `{"meshName":"theirs"}`).ok()
	a.as("123456789012", "eu-west-1").put("/meshes", `{"meshName":"elsewhere"}`).ok()
	a.put("/meshes", `{"meshName":"token","clientToken":"t"}`).ok()
	const (
		node   = `"spec":{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],`
		target = `{"routeName":"z","spec":{"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[{"virtualNode":"carr","weight":1}]}}}}`
		tagged = "/tags?resourceArn="
	)
	for _, test := range []struct{ method, path, body, want string }{
		{"GET", "/meshes/elsewhere", "", "Mesh elsewhere exists in eu-west-1 in account 123456789012"},
		{"GET", "/meshes/theirs", "", "Mesh theirs exists in us-east-1 in account 111122223333"},
		{"GET", "/meshes/M", "", "Did you mean Mesh m?"},
		{"GET", "/meshes/nothing-like-it", "", "Account 123456789012 in us-east-1 has these Meshes: m, token."},
		{"GET", "/meshes/token/virtualNodes/zebra", "", "Mesh token has no VirtualNode."},
		{"GET", "/meshes/m/virtualNodes/zebra", "", "Mesh m has these VirtualNodes: cart, n."},
		{"GET", "/meshes/token/virtualNodes/cart", "", "VirtualNode cart exists in Mesh m."},
		{"GET", "/meshes/m/virtualRouters/cart", "", "There is a VirtualNode cart in mesh m."},
		{"GET", "/meshes/m/virtualRouter/r/routes/zebra", "", "VirtualRouter r in mesh m has these Routes: x."},
		{"GET", "/meshes/m/virtualRouter/second/routes/x", "", "Route x exists in VirtualRouter r in mesh m."},
		{"GET", "/meshes/m/virtualRouter/other/routes/x", "", "Mesh m has these VirtualRouters: r, second."},
		{"GET", "/meshes/m/virtualNodes/crat", "", "Did you mean VirtualNode cart?"},
		{"GET", "/meshes/m/virtualNodes/CART", "", "Did you mean VirtualNode cart?"},
		{"GET", "/meshes/m/virtualRouters/q", "", "Did you mean VirtualRouter r?"},
		{"DELETE", "/meshes/m/virtualServices/t", "", "Did you mean VirtualService s?"},
		{"GET", "/meshes/arn:aws:appmesh:us-east-1:123456789012:mesh%2Fm", "", "pass the resource's name, not its ARN"},
		{"GET", "/meshes/m/virtualNodes/a%2Fb", "", "A name in the path contains a slash"},
		{"POST", "/meshes", `{"meshName":"n"}`, "CreateMesh is PUT /v20190125/meshes, not POST"},
		{"POST", "/meshes/m", `{}`, "UpdateMesh is PUT /v20190125/meshes/{meshName}, not POST"},
		{"PATCH", "/tag?resourceArn=x", `{}`, "TagResource is PUT /v20190125/tag, not PATCH"},
		{"DELETE", "/untag?resourceArn=x", "", "UntagResource is PUT /v20190125/untag, not DELETE"},
		{"GET", "!/meshes/m", "",
			"DescribeMesh is GET /v20190125/meshes/{meshName}: the path must begin with /v20190125"},
		{"GET", "!/", "", "The paths of App Mesh begin with /v20190125"},
		{"GET", "!/v20190125", "", "The paths of App Mesh begin with /v20190125"},
		{"GET", "!/v2019-01-25/meshes", "", "Did you mean ListMeshes, GET /v20190125/meshes?"},
		{"GET", "/m/virtualNodes/cart", "", "The paths of App Mesh begin with /v20190125/meshes"},
		{"GET", "/Meshes", "", "Did you mean ListMeshes, GET /v20190125/meshes?"},
		{"GET", "/mesh/m", "", "Did you mean DescribeMesh, GET /v20190125/meshes/m?"},
		{"PUT", "/meshes/m/virtualNode", "{}", "Did you mean CreateVirtualNode, PUT /v20190125/meshes/m/virtualNodes?"},
		{"PUT", "/meshes/m/virtual-nodes", "{}", "Did you mean CreateVirtualNode, PUT /v20190125/meshes/m/virtualNodes?"},
		{"POST", "/meshes/m/virtualNode", "{}", "Did you mean CreateVirtualNode, PUT /v20190125/meshes/m/virtualNodes?"},
		{"GET", "/meshes/m/virtualnodes/a%20b", "",
			"Did you mean DescribeVirtualNode, GET /v20190125/meshes/m/virtualNodes/a%20b?"},
		{"GET", "/meshes/m/virtualRoutes", "",
			"Did you mean ListVirtualRouters, GET /v20190125/meshes/m/virtualRouters?"},
		{"DELETE", "/meshes/m/virtualRouter/r", "",
			"Did you mean DeleteVirtualRouter, DELETE /v20190125/meshes/m/virtualRouters/r?"},
		{"PUT", "/meshes/m/nodes", "{}", "must be followed by one of virtualNodes, virtualRouters"},
		{"GET", "/meshes/m/nodes/cart", "", "must be followed by one of virtualNodes, virtualRouters"},
		{"GET", "/meshes/m/", "", "A segment of the path is empty"},
		{"GET", "/meshes//virtualNodes", "", "A segment of the path is empty"},
		{"DELETE", "/meshes/m/virtualNodes/", "", "A segment of the path is empty"},
		{"GET", "/meshes/m/virtualNodes/cart/spec", "", "remove the last segment of the path"},
		{"GET", "/meshes/m/virtualRouters/r/routes", "",
			"Did you mean ListRoutes, GET /v20190125/meshes/m/virtualRouter/r/routes?"},
		{"GET", "/meshes/m/virtualGateways/g/gatewayRoutes/y", "",
			"Did you mean DescribeGatewayRoute, GET /v20190125/meshes/m/virtualGateway/g/gatewayRoutes/y?"},
		{"PUT", "/meshes", `{"meshName":"m"}`, "Mesh m exists: change it with UpdateMesh, or delete it first"},
		{"PUT", "/meshes/m/virtualServices", `{"virtualServiceName":"s","spec":{}}`, "VirtualService s exists"},
		{"PUT", "/meshes", `{"meshName":"token","clientToken":"t","tags":[{"key":"k","value":"v"}]}`,
			"Leave clientToken out"},
		{"DELETE", "/meshes/m", "", "Delete or change each VirtualNode that needs Mesh m first"},
		{"DELETE", "/meshes/m/virtualNodes/n", "", "Delete or change each Route that needs VirtualNode n first: r/x."},
		{"DELETE", "/meshes/m/virtualServices/s", "",
			"Delete or change each GatewayRoute that needs VirtualService s first: g/y."},
		{"DELETE", "/meshes/m/virtualRouters/second", "",
			"Delete or change each VirtualService that needs VirtualRouter second first: p1, p2, p3, p4, p5 and others."},
		{"PUT", "/meshes/m/virtualRouter/r/routes", target,
			"There is no VirtualNode carr in mesh m: create it first, or did you mean cart?"},
		{"PUT", "/meshes/m/virtualRouter/r/routes", strings.Replace(target, "carr", "zebra", 1),
			"There is no VirtualNode zebra in mesh m: create it first."},
		{"PUT", "/meshes/m/virtualNodes",
			`{"virtualNodeName":"v",` + node + `"serviceDiscovery":{"hostname":"localhost"}}}`, "hostname"},
		{"PUT", "/meshes/m/virtualNodes",
			`{"virtualNodeName":"v",` + node + `"serviceDiscovery":{"dnss":{"hostname":"x"}}}}`, "dnss"},
		{"PUT", "/meshes/m/virtualNodes",
			`{"virtualNodeName":"v","spec":{"listeners2":[],"serviceDiscovery":{"dns":{"hostname":"x"}}}}`,
			"The request has an unknown member, which was ignored: spec.listeners2 (did you mean listeners?)."},
		{"PUT", "/meshes", `{"meshNam":"n"}`, "Unknown member 'meshNam': did you mean 'meshName'?"},
		{"GET", tagged + "arn:aws:appmesh:us-east-1:123456789012:m", "", "An ARN of App Mesh has the form"},
		{"GET", tagged + "m", "", "An ARN of App Mesh has the form"},
		{"GET", tagged + "arn:aws:appmesh:us-east-1:111122223333:mesh%2Ftheirs", "", "signed by account 123456789012"},
	} {
		response := a.do(test.method, test.path, test.body)
		got := response.header.Get("X-Appmesh-Mock-Hint")
		if response.status == 200 || !strings.Contains(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s %s %s: %d\n got %q\nwant %q", test.method, test.path, test.body, response.status, got,
				test.want)
		}
	}
	calls := a.srv.Calls(appmeshtest.CallFilter{Code: "NotFoundException", Mesh: "elsewhere"})
	if len(calls) != 1 || !strings.Contains(calls[0].Hint, "eu-west-1") {
		t.Errorf("the journal has no hint: %+v", calls)
	}
}
