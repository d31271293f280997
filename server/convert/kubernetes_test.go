package convert_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// manifests are objects of each kind, not in the order of creation.
const manifests = `
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {mesh: apps}}}
  - {apiVersion: v1, kind: Service, metadata: {name: orders, namespace: shop}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: GatewayRoute
metadata: {name: orders, namespace: shop, labels: {gateway: ingress}}
spec:
  priority: 1
  httpRoute:
    match: {prefix: /, port: 8080, hostname: {suffix: .example.com}}
    action:
      target: {virtualService: {virtualServiceRef: {name: orders}}}
      rewrite: {prefix: {defaultPrefix: DISABLED}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualGateway
metadata: {name: ingress, namespace: edge}
spec:
  namespaceSelector: {matchLabels: {mesh: apps}}
  podSelector: {matchLabels: {app: ingress}}
  gatewayRouteSelector: {matchExpressions: [{key: gateway, operator: In, values: [ingress]}]}
  meshRef: {name: apps, uid: u}
  listeners:
    - portMapping: {port: 8080, protocol: http}
      tls: {mode: STRICT, certificate: {acm: {certificateARN: "arn:aws:acm:us-east-1:123456789012:certificate/1"}}}
      connectionPool: {http: {maxConnections: 10, maxPendingRequests: 5}}
  logging: {accessLog: {file: {path: /dev/stdout}}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualGateway
metadata: {name: other, namespace: edge}
spec: {namespaceSelector: {matchLabels: {mesh: none}}, meshRef: {name: apps, uid: u}, listeners: [{portMapping: {port: 8080, protocol: http}}]}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualService
metadata: {name: orders, namespace: shop}
spec: {provider: {virtualRouter: {virtualRouterRef: {name: orders}}}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualService
metadata: {name: stock, namespace: shop}
spec: {awsName: stock.shop.svc.cluster.local, provider: {virtualNode: {virtualNodeARN: "arn:aws:appmesh:us-east-1:123456789012:mesh/apps/virtualNode/v1_shop"}}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualRouter
metadata: {name: orders, namespace: shop}
spec:
  awsName: orders-router
  listeners: [{portMapping: {port: 8080, protocol: http}}]
  routes:
    - name: main
      priority: 10
      httpRoute:
        match: {prefix: /, headers: [{name: x, match: {range: {start: 1, end: 9}}, invert: true}]}
        action:
          weightedTargets:
            - {virtualNodeRef: {name: v1}, weight: 90}
            - {virtualNodeRef: {name: v2, namespace: canary}, weight: 10, port: 8080}
        timeout: {perRequest: {unit: s, value: 5}}
        retryPolicy: {maxRetries: 2, perRetryTimeout: {unit: ms, value: 2000}, httpRetryEvents: [server-error]}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualNode
metadata: {name: v1, namespace: shop}
spec:
  podSelector: {matchLabels: {app: orders}}
  listeners:
    - portMapping: {port: 8080, protocol: http}
      healthCheck:
        {protocol: http, path: /, healthyThreshold: 2, unhealthyThreshold: 2, timeoutMillis: 2000, intervalMillis: 5000}
  backends:
    - virtualService: {virtualServiceRef: {name: stock}}
    - virtualService: {virtualServiceARN: "arn:aws:appmesh:us-east-1:123456789012:mesh/apps/virtualService/far.local"}
  backendDefaults: {clientPolicy: {tls: {ports: [], validation: {trust: {acm: {certificateAuthorityARNs: ["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1"]}}}}}}
  serviceDiscovery: {awsCloudMap: {namespaceName: shop.local, serviceName: orders, attributes: [{key: a, value: b}]}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualNode
metadata: {name: v2, namespace: canary}
spec:
  listeners: [{portMapping: {port: 8080, protocol: http}}]
  serviceDiscovery: {dns: {hostname: v2.canary.svc.cluster.local}}
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: Mesh
metadata: {name: apps}
spec:
  namespaceSelector: {}
  egressFilter: {type: DROP_ALL}
  meshServiceDiscovery: {ipPreference: IPv4_ONLY}
`

func TestManifestsBecomeTheResourcesOfTheController(t *testing.T) {
	t.Parallel()
	result, err := convert.Read([]seed.File{{Name: "all.yaml", Data: []byte(manifests)}}, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `Mesh {"meshName":"apps","spec":{"egressFilter":{"type":"DROP_ALL"},"serviceDiscovery":{"ipPreference":"IPv4_ONLY"}}}
VirtualNode {"meshName":"apps","spec":{"backendDefaults":{"clientPolicy":{"tls":{"validation":{"trust":{"acm":{"certificateAuthorityArns":["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1"]}}}}}},"backends":[{"virtualService":{"virtualServiceName":"stock.shop.svc.cluster.local"}},{"virtualService":{"virtualServiceName":"far.local"}}],"listeners":[{"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/","protocol":"http","timeoutMillis":2000,"unhealthyThreshold":2},"portMapping":{"port":8080,"protocol":"http"}}],"serviceDiscovery":{"awsCloudMap":{"attributes":[{"key":"a","value":"b"}],"namespaceName":"shop.local","serviceName":"orders"}}},"virtualNodeName":"v1_shop"}
VirtualNode {"meshName":"apps","spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"v2.canary.svc.cluster.local"}}},"virtualNodeName":"v2_canary"}
VirtualRouter {"meshName":"apps","spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]},"virtualRouterName":"orders-router"}
Route {"meshName":"apps","routeName":"main","spec":{"httpRoute":{"action":{"weightedTargets":[{"virtualNode":"v1_shop","weight":90},{"port":8080,"virtualNode":"v2_canary","weight":10}]},"match":{"headers":[{"invert":true,"match":{"range":{"end":9,"start":1}},"name":"x"}],"prefix":"/"},"retryPolicy":{"httpRetryEvents":["server-error"],"maxRetries":2,"perRetryTimeout":{"unit":"ms","value":2000}},"timeout":{"perRequest":{"unit":"s","value":5}}},"priority":10},"virtualRouterName":"orders-router"}
VirtualService {"meshName":"apps","spec":{"provider":{"virtualRouter":{"virtualRouterName":"orders-router"}}},"virtualServiceName":"orders.shop"}
VirtualService {"meshName":"apps","spec":{"provider":{"virtualNode":{"virtualNodeName":"v1_shop"}}},"virtualServiceName":"stock.shop.svc.cluster.local"}
VirtualGateway {"meshName":"apps","spec":{"listeners":[{"connectionPool":{"http":{"maxConnections":10,"maxPendingRequests":5}},"portMapping":{"port":8080,"protocol":"http"},"tls":{"certificate":{"acm":{"certificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/1"}},"mode":"STRICT"}}],"logging":{"accessLog":{"file":{"path":"/dev/stdout"}}}},"virtualGatewayName":"ingress_edge"}
VirtualGateway {"meshName":"apps","spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]},"virtualGatewayName":"other_edge"}
GatewayRoute {"gatewayRouteName":"orders_shop","meshName":"apps","spec":{"httpRoute":{"action":{"rewrite":{"prefix":{"defaultPrefix":"DISABLED"}},"target":{"virtualService":{"virtualServiceName":"orders.shop"}}},"match":{"hostname":{"suffix":".example.com"},"port":8080,"prefix":"/"}},"priority":1},"virtualGatewayName":"ingress_edge"}
`
	if got := lines(result.Steps); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	left := result.LeftOut
	if len(left) != 3 || left["apps/v1 Deployment"] != 1 || left["v1 Service"] != 1 || left["v1 Namespace"] != 1 {
		t.Errorf("left out: %v", left)
	}
	if from := result.Steps[4].From; from != "all.yaml: document 8: VirtualRouter shop/orders route main" {
		t.Errorf("a step is from %q", from)
	}
	running(t, server.Options{}, result.Steps)
}

func TestManifestsOfSeveralFilesAreReadAsOne(t *testing.T) {
	t.Parallel()
	var files []seed.File
	for _, each := range strings.Split(manifests, "\n---\n") {
		files = append(files, seed.File{Name: "part.yaml", Data: []byte(each)})
	}
	result, err := convert.Read(files, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, result.Steps, read(t, "all.yaml", manifests, convert.Options{}))
}

// object returns a manifest of v1beta2.
func object(kind, metadata, spec string) string {
	return "---\napiVersion: appmesh.k8s.aws/v1beta2\nkind: " + kind + "\nmetadata: {" + metadata + "}\nspec: {" +
		spec + "}\n"
}

func TestAMeshIsFoundByReferenceOrSelector(t *testing.T) {
	t.Parallel()
	meshes := object("Mesh", "name: a", "namespaceSelector: {matchLabels: {env: live}}") +
		object("Mesh", "name: b",
			"awsName: bee, meshOwner: '111122223333', namespaceSelector: {matchExpressions: [{key: env, operator: NotIn, values: [live]}, {key: env, operator: Exists}, {key: x, operator: DoesNotExist}]}") +
		"---\n{apiVersion: v1, kind: Namespace, metadata: {name: l, labels: {env: live}}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: t, labels: {env: test}}}\n"
	for node, want := range map[string]string{
		object("VirtualNode", "name: n, namespace: l", ""): `"meshName":"a"`,
		object("VirtualNode", "name: n, namespace: t",
			""): `"meshName":"bee","meshOwner":"111122223333"`,
		object("VirtualNode", "name: n, namespace: l", "meshRef: {name: b}"):     `"meshName":"bee"`,
		object("VirtualNode", "name: n", "meshRef: {name: a}, awsName: my-node"): `"virtualNodeName":"my-node"`,
		object("VirtualNode", "name: n", "meshRef: {name: a}, awsName: ''"):      `"virtualNodeName":"n_default"`,
	} {
		got := lines(read(t, "m.yaml", meshes+node, convert.Options{}))
		if !strings.Contains(got, want) || strings.Count(got, "Mesh {") != 1 {
			t.Errorf("%s\n got %s\nwant %s", node, got, want)
		}
	}
	_, err := readFile("m.yaml", meshes+object("VirtualNode", "name: n, namespace: u", ""), convert.Options{})
	if err == nil ||
		!strings.Contains(err.Error(), "VirtualNode u/n: spec: none of 2 objects of kind Mesh selects namespace u") {
		t.Error(err)
	}
	both := object("Mesh", "name: a", "namespaceSelector: {}") + object("Mesh", "name: b", "namespaceSelector: {}") +
		object("VirtualNode", "name: n", "")
	if _, err := readFile("m.yaml", both, convert.Options{}); err == nil ||
		!strings.Contains(err.Error(), "2 objects of kind Mesh select namespace default: a, b") {
		t.Error(err)
	}
}

func TestMistakesInManifestsHaveObjectAndPath(t *testing.T) {
	t.Parallel()
	mesh := object("Mesh", "name: m", "")
	route := func(target string) string {
		return object("VirtualRouter", "name: r",
			"routes: [{name: x, httpRoute: {match: {prefix: /}, action: {weightedTargets: [{weight: 1"+target+"}]}}}]")
	}
	for text, want := range map[string]string{
		object("VirtualNode", "name: n",
			""): `VirtualNode default/n: spec: there is no Mesh in the manifests for the object to belong to`,
		mesh + object("GatewayRoute", "name: g",
			""): `document 2: GatewayRoute default/g: spec: there is no VirtualGateway in the manifests for the object to belong to`,
		mesh + route(", virtualNodeRef: {name: n}"):                                     `document 2: VirtualRouter default/r: spec.routes.0.httpRoute.action.weightedTargets.0.virtualNodeRef: there is no VirtualNode default/n in the manifests`,
		mesh + route(", virtualNodeRef: {}"):                                            `document 2: VirtualRouter default/r: spec.routes.0.httpRoute.action.weightedTargets.0.virtualNodeRef: a reference must have a name`,
		mesh + route(`, virtualNodeARN: "arn:aws:appmesh:r:a:mesh/m/virtualService/n"`): `document 2: VirtualRouter default/r: spec.routes.0.httpRoute.action.weightedTargets.0.virtualNodeARN: must be the ARN of a virtualNode of App Mesh, not "arn:aws:appmesh:r:a:mesh/m/virtualService/n"`,
		mesh + route(", virtualNode: n"):                                                `document 2: VirtualRouter default/r: spec.routes.0.httpRoute.action.weightedTargets.0.virtualNode: unknown field; did you mean "virtualNodeARN"?`,
		mesh + route(
			", port: '80', virtualNodeRef: {name: n}"): `port: must be an integer, not "80"`,
		mesh + object("VirtualRouter", "name: r",
			"routes: {}"): `document 2: VirtualRouter default/r: spec.routes: must be a list, not an object`,
		mesh + object("VirtualRouter", "name: r",
			"routes: [{}]"): `document 2: VirtualRouter default/r: spec.routes.0.name: a route must have a name`,
		mesh + object("VirtualNode", "name: n",
			"backendGroups: [{name: b}]"): `document 2: VirtualNode default/n: spec.backendGroups.0: there is no BackendGroup default/b in the manifests`,
		mesh + object("VirtualNode", "name: n",
			"certificate: 1"): `document 2: VirtualNode default/n: spec.certificate: unknown field; there are backendDefaults, backends, listeners, logging, serviceDiscovery`,
		mesh + object("VirtualNode", "name: n",
			"meshRef: {name: x}"): `document 2: VirtualNode default/n: spec.meshRef: there is no Mesh x in the manifests`,
		mesh + mesh: `document 2: Mesh m: the object is given twice`,
		strings.Replace(mesh, "v1beta2", "v1beta1", 1): `Mesh: apiVersion: must be appmesh.k8s.aws/v1beta2`,
		strings.Replace(mesh, "name: m", "", 1):        `Mesh: metadata.name: an object must have a name`,
		mesh + "---\n[1]\n":                            `document 2: a manifest must be an object, not a list`,
		mesh + "---\n{kind: X}\n":                      `document 2: X: a manifest must have an apiVersion and a kind`,
	} {
		_, err := readFile("m.yaml", text, convert.Options{})
		if err == nil || !strings.HasPrefix(err.Error(), "m.yaml:") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

// backendGroups are virtual nodes with backends by group, by name and by namespace.
var backendGroups = object("Mesh", "name: m", "") +
	object("VirtualService", "name: a, namespace: x", "") +
	object("VirtualService", "name: b, namespace: x", "awsName: b.local") +
	object("VirtualService", "name: c, namespace: y", "") +
	object("BackendGroup", "name: g, namespace: x", "virtualservices: [{name: a}, {name: c, namespace: y}]") +
	object("VirtualNode", "name: n, namespace: x",
		"backends: [{virtualService: {virtualServiceRef: {name: a}}}], backendGroups: [{name: g}]") +
	object("VirtualNode", "name: o, namespace: y",
		"backendGroups: [{name: '*', namespace: x}, {name: g, namespace: x}]")

func TestBackendGroupsBecomeBackends(t *testing.T) {
	t.Parallel()
	got := lines(read(t, "k.yaml", backendGroups, convert.Options{}))
	for _, want := range []string{
		`"backends":[{"virtualService":{"virtualServiceName":"a.x"}},{"virtualService":{"virtualServiceName":"c.y"}}]},"virtualNodeName":"n_x"`,
		`"backends":[{"virtualService":{"virtualServiceName":"a.x"}},{"virtualService":{"virtualServiceName":"b.local"}},` +
			`{"virtualService":{"virtualServiceName":"c.y"}}]},"virtualNodeName":"o_y"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
	wrong := strings.Replace(backendGroups, "name: c, namespace: y}]", "name: d, namespace: y}]", 1)
	_, err := readFile("k.yaml", wrong, convert.Options{})
	want := "k.yaml:25: document 5: BackendGroup x/g: spec.virtualservices.1: there is no VirtualService y/d in the manifests"
	if err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
}

func TestLabelsAndSelectorsOfWrongTypesAreMistakes(t *testing.T) {
	t.Parallel()
	node := object("VirtualNode", "name: n", "")
	two := func(selector string) string {
		return object("Mesh", "name: a", "namespaceSelector: {"+selector+"}") + object("Mesh", "name: b", "") + node
	}
	for text, want := range map[string]string{
		object("Mesh", "name: m, labels: {a: [1]}",
			""): "m.yaml:4: Mesh: metadata.labels.a: must be a string, not a list",
		object("Mesh", "name: m, labels: [a]", ""): "metadata.labels: must be an object, not a list",
		object("Mesh", "name: [m]", ""):            "metadata.name: must be a string, not a list",
		two("matchLabels: {a: {b: c}}"):            "m.yaml:5: document 1: Mesh a: spec.namespaceSelector.matchLabels.a: must be a string, not an object",
		two("mathLabels: {a: b}"):                  `spec.namespaceSelector.mathLabels: unknown field; did you mean "matchLabels"?`,
		object("Mesh", "name: m", "") +
			object("VirtualNode", "name: n",
				"meshRef: {nme: m}"): `spec.meshRef.nme: unknown field; did you mean "name"?`,
		two("matchLabels: [a]"):     "spec.namespaceSelector.matchLabels: must be an object, not a list",
		two("matchExpressions: {}"): "spec.namespaceSelector.matchExpressions: must be a list, not an object",
		two("matchExpressions: [{key: a, operator: In, values: [[1], {}]}]"): "matchExpressions.0.values.0: must be a string, not a list",
		two("matchExpressions: [{key: a, operator: Near}]"):                  "matchExpressions.0.operator: must be In, NotIn, Exists or DoesNotExist",
		strings.Replace(object("Mesh", "name: m", ""), "spec: {}", "specs: {}",
			1): `specs: unknown field; did you mean "spec"?`,
	} {
		if _, err := readFile("m.yaml", text, convert.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}
