package server_test

import (
	"fmt"
	"strings"
	"testing"
)

// Rules 11 and 45 to 48: references that prevent a delete, with the exact messages.
func TestDeleteOfAResourceInUseIsRefused(t *testing.T) {
	t.Parallel()
	provider := func(kind, name string) string {
		return fmt.Sprintf(`{"provider":{"%s":{"%sName":"%s"}}}`, kind, kind, name)
	}
	const meshText = "Mesh m for account 123456789012 has active %[1]s, please delete %[1]s before deleting the Mesh"
	for _, c := range []struct {
		name       string
		make       func(*api) // in an empty mesh m
		kind, what string     // the resource to delete
		rule       int
		text       string              // of the refusal; "" if it is deleted
		free       func(*api) response // removes the reference
	}{
		{"mesh with a virtual node", func(a *api) { a.make("virtualNode", "n", "") }, "mesh", "m",
			45, fmt.Sprintf(meshText, "VirtualNodes"), func(a *api) response { return a.remove("virtualNode", "n") }},
		{"mesh with a virtual router", func(a *api) { a.make("virtualRouter", "r", "") }, "mesh", "m",
			45, fmt.Sprintf(meshText, "VirtualRouters"), func(a *api) response { return a.remove("virtualRouter", "r") }},
		{"mesh with a virtual service", func(a *api) { a.make("virtualService", "s", "") }, "mesh", "m",
			45, fmt.Sprintf(meshText, "VirtualServices"),
			func(a *api) response { return a.remove("virtualService", "s") }},
		{"mesh with a virtual gateway", func(a *api) { a.make("virtualGateway", "g", "") }, "mesh", "m",
			45, fmt.Sprintf(meshText, "VirtualGateways"),
			func(a *api) response { return a.remove("virtualGateway", "g") }},
		{"mesh with all: nodes are reported first", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			a.make("virtualRouter", "r", "")
			a.make("virtualNode", "n", "")
		}, "mesh", "m", 45, fmt.Sprintf(meshText, "VirtualNodes"), nil},
		{"mesh without nodes: routers are reported next", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			a.make("virtualRouter", "r", "")
		}, "mesh", "m", 45, fmt.Sprintf(meshText, "VirtualRouters"), nil},
		{"mesh without routers: services are reported next", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
		}, "mesh", "m", 45, fmt.Sprintf(meshText, "VirtualServices"), nil},
		{"mesh with implicit virtual services only", func(a *api) {
			a.make("virtualNode", "n", `{"backends":[{"virtualService":{"virtualServiceName":"implicit"}}]}`)
			a.remove("virtualNode", "n").ok()
		}, "mesh", "m", 0, "", nil},

		{"virtual node that a route targets", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualRouter", "r", "")
			a.make("route", "x", "")
		}, "virtualNode", "n", 47,
			"VirtualNode with name n cannot be deleted because it is the target of one or more routes.",
			func(a *api) response { return a.remove("route", "x") }},
		{"virtual node that a route targets until its update", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualNode", "n2", "")
			a.make("virtualRouter", "r", "")
			a.make("route", "x", "")
		}, "virtualNode", "n", 47,
			"VirtualNode with name n cannot be deleted because it is the target of one or more routes.",
			func(a *api) response { return a.change("route", "x", strings.Replace(routeSpec, `"n"`, `"n2"`, 1)) }},
		{"virtual node that is a provider", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualService", "s", provider("virtualNode", "n"))
		}, "virtualNode", "n", 11, "VirtualNode with name n cannot be deleted because it is a VirtualService provider",
			func(a *api) response { return a.change("virtualService", "s", `{}`) }},
		{"virtual node that is both: routes are reported first", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualRouter", "r", "")
			a.make("virtualService", "s", provider("virtualNode", "n"))
			a.make("route", "x", "")
		}, "virtualNode", "n", 47,
			"VirtualNode with name n cannot be deleted because it is the target of one or more routes.", nil},
		{"virtual node beside one that is a target", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualNode", "nn", "")
			a.make("virtualNode", "N", "")
			a.make("virtualRouter", "r", "")
			a.make("route", "x", "")
		}, "virtualNode", "nn", 0, "", nil},

		{"virtual router with a route", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualRouter", "r", "")
			a.make("route", "x", "")
		}, "virtualRouter", "r", 11, "VirtualRouter with name r cannot be deleted because it has active Routes",
			func(a *api) response { return a.remove("route", "x") }},
		{"virtual router that is a provider", func(a *api) {
			a.make("virtualRouter", "r", "")
			a.make("virtualService", "s", provider("virtualRouter", "r"))
		}, "virtualRouter", "r", 46,
			"VirtualRouter with name r cannot be deleted because it is a VirtualService provider",
			func(a *api) response { return a.remove("virtualService", "s") }},
		{"virtual router of the name of a node that is a provider", func(a *api) {
			a.make("virtualRouter", "both", "")
			a.make("virtualNode", "both", "")
			a.make("virtualService", "s", provider("virtualNode", "both"))
		}, "virtualRouter", "both", 0, "", nil},

		{"virtual gateway with a gateway route", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			a.make("gatewayRoute", "x", "")
		}, "virtualGateway", "g", 11,
			"VirtualGateway with name g cannot be deleted because it has active GatewayRoutes",
			func(a *api) response { return a.remove("gatewayRoute", "x") }},

		{"virtual service that a gateway route targets", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			a.make("gatewayRoute", "x", "")
		}, "virtualService", "s", 48, "VirtualService s is being referenced in the following: GATEWAY_ROUTE: [x]",
			func(a *api) response { return a.remove("gatewayRoute", "x") }},
		{"virtual service that several gateway routes target: all are named, sorted", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			for _, name := range []string{"z", "a", "m"} {
				a.make("gatewayRoute", name, "")
			}
			a.make("virtualGateway", "h", "")
			a.put("/meshes/m/virtualGateway/h/gatewayRoutes", `{"gatewayRouteName":"b","spec":`+gatewayRoute+`}`).ok()
		}, "virtualService", "s", 48, "VirtualService s is being referenced in the following: GATEWAY_ROUTE: [a, b, m, z]",
			nil},
		{"virtual service that is only a backend (rule 10)", func(a *api) {
			a.make("virtualService", "s", "")
			a.make("virtualNode", "n", `{"backends":[{"virtualService":{"virtualServiceName":"s"}}]}`)
		}, "virtualService", "s", 0, "", nil},

		{"route", func(a *api) {
			a.make("virtualNode", "n", "")
			a.make("virtualRouter", "r", "")
			a.make("route", "x", "")
		}, "route", "x", 0, "", nil},
		{"gateway route", func(a *api) {
			a.make("virtualGateway", "g", "")
			a.make("virtualService", "s", "")
			a.make("gatewayRoute", "x", "")
		}, "gatewayRoute", "x", 0, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.make("mesh", "m", "")
			c.make(a)
			got := a.remove(c.kind, c.what)
			if c.text == "" {
				got.ok().is("status.status", "DELETED")
				return
			}
			got.refused("ResourceInUseException", c.rule, c.text)
			a.describe(c.kind, c.what).ok().is("metadata.version", "1")
			if c.free != nil {
				c.free(a).ok()
				a.remove(c.kind, c.what).ok()
			}
		})
	}
}

// Rules 7, 9 and 44: the targets of references must exist in the same mesh, on create and update.
func TestReferenceToAnAbsentResourceIsRefused(t *testing.T) {
	t.Parallel()
	replace := func(spec, from, to string) string { return strings.Replace(spec, from, to, 1) }
	for _, c := range []struct {
		name, kind, good, bad string
		rule                  int
		text                  string
	}{
		{"route to a node", "route", routeSpec, replace(routeSpec, `"n"`, `"none"`), 44,
			"VirtualNode with name none is missing"},
		{"route to several nodes: the first missing one is named", "route", routeSpec,
			replace(routeSpec, `{"virtualNode":"n","weight":1}`,
				`{"virtualNode":"n","weight":1},{"virtualNode":"b","weight":1},{"virtualNode":"a","weight":1}`),
			44, "VirtualNode with name b is missing"},
		{"grpc route to a node", "route", routeSpec,
			`{"grpcRoute":{"action":{"weightedTargets":[{"virtualNode":"none","weight":1}]},"match":{}}}`,
			44, "VirtualNode with name none is missing"},
		{"http2 route to a node", "route", routeSpec,
			replace(replace(routeSpec, "httpRoute", "http2Route"), `"n"`, `"none"`),
			44, "VirtualNode with name none is missing"},
		{"tcp route to a node", "route", routeSpec,
			`{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"none","weight":1}]}}}`,
			44, "VirtualNode with name none is missing"},
		{"provider node", "virtualService", `{}`, `{"provider":{"virtualNode":{"virtualNodeName":"none"}}}`, 7,
			"VirtualNode with name none is missing"},
		{"provider node of the name of a router", "virtualService", `{}`,
			`{"provider":{"virtualNode":{"virtualNodeName":"r"}}}`, 7, "VirtualNode with name r is missing"},
		{"provider router", "virtualService", `{}`, `{"provider":{"virtualRouter":{"virtualRouterName":"none"}}}`, 7,
			"VirtualRouter with name none is missing"},
		{"gateway route to a service", "gatewayRoute", gatewayRoute, replace(gatewayRoute, `"s"`, `"none"`), 7,
			"VirtualService with name none is missing"},
		{"grpc gateway route to a service", "gatewayRoute", gatewayRoute,
			`{"grpcRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"none"}}},"match":{"serviceName":"x"}}}`, 7, "VirtualService with name none is missing"},
		{"gateway route to an implicit service", "gatewayRoute", gatewayRoute,
			replace(gatewayRoute, `"s"`, `"implicit"`), 9, "VirtualService with name implicit is missing"},
		{"route to a node of another mesh", "route", routeSpec, replace(routeSpec, `"n"`, `"elsewhere"`), 44,
			"VirtualNode with name elsewhere is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			a.make("virtualNode", "b2", `{"backends":[{"virtualService":{"virtualServiceName":"implicit"}}]}`)
			a.make("mesh", "other", "")
			a.put("/meshes/other/virtualNodes", `{"virtualNodeName":"elsewhere","spec":{}}`).ok()
			a.try(c.kind, "x", c.bad).refused("NotFoundException", c.rule, c.text)
			a.make(c.kind, "x", c.good)
			a.change(c.kind, "x", c.bad).refused("NotFoundException", c.rule, c.text)
			a.describe(c.kind, "x").ok().is("metadata.version", "1")
			same(t, "the spec", a.describe(c.kind, "x").spec(), compact(c.good))
		})
	}
}

func TestBackendAndProviderMayBeAbsent(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	a.make("virtualService", "s", `{}`)
	a.make("virtualNode", "n", `{"backends":[{"virtualService":{"virtualServiceName":"nowhere"}}]}`)
	a.change("virtualNode", "n", `{"backends":[{"virtualService":{"virtualServiceName":"elsewhere"}}]}`).ok()
}

// Rules 3 and 43.
func TestNotFoundNamesTheOutermostAbsentResource(t *testing.T) {
	t.Parallel()
	const account = " for account 123456789012"
	for _, c := range []struct {
		kind, path string
		rule       int
		text       string
	}{
		{"mesh", "/meshes/x", 3, "Mesh with name x is not present" + account},
		{"virtualNode", "/meshes/x/virtualNodes/x", 3, "Mesh with name x is not present" + account},
		{"virtualNode", "/meshes/m/virtualNodes/x", 43,
			"VirtualNode with name x is not present under mesh m" + account},
		{"virtualRouter", "/meshes/x/virtualRouters/x", 3, "Mesh with name x is not present" + account},
		{"virtualRouter", "/meshes/m/virtualRouters/x", 3,
			"VirtualRouter with name x is not present under mesh m" + account},
		{"virtualService", "/meshes/x/virtualServices/x", 3, "Mesh with name x is not present" + account},
		{"virtualService", "/meshes/m/virtualServices/x", 3,
			"VirtualService with name x is not present under mesh m" + account},
		{"virtualGateway", "/meshes/x/virtualGateways/x", 3, "Mesh with name x is not present" + account},
		{"virtualGateway", "/meshes/m/virtualGateways/x", 3,
			"VirtualGateway with name x is not present under mesh m" + account},
		{"route", "/meshes/x/virtualRouter/x/routes/x", 3, "Mesh with name x is not present" + account},
		{"route", "/meshes/m/virtualRouter/x/routes/x", 3,
			"VirtualRouter with name x is not present under mesh m" + account},
		{"route", "/meshes/m/virtualRouter/r/routes/x", 3,
			"Route with name x is not present under VirtualRouter r in mesh m" + account},
		{"gatewayRoute", "/meshes/x/virtualGateway/x/gatewayRoutes/x", 3, "Mesh with name x is not present" + account},
		{"gatewayRoute", "/meshes/m/virtualGateway/x/gatewayRoutes/x", 3,
			"VirtualGateway with name x is not present under mesh m" + account},
		{"gatewayRoute", "/meshes/m/virtualGateway/g/gatewayRoutes/x", 3,
			"GatewayRoute with name x is not present under VirtualGateway g in mesh m" + account},
	} {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			a.get(c.path).refused("NotFoundException", c.rule, c.text)
			a.delete(c.path).refused("NotFoundException", c.rule, c.text)
			a.put(c.path, `{"spec":`+kindOf(c.kind).spec+`}`).refused("NotFoundException", c.rule, c.text)
			parent := c.path[:strings.LastIndexByte(c.path, '/')]
			if c.kind != "mesh" && !strings.HasPrefix(c.text, kindOf(c.kind).title+" ") { // the parent is missing
				a.get(parent).refused("NotFoundException", c.rule, c.text)
				a.put(parent, kindOf(c.kind).body("x", "", "")).refused("NotFoundException", c.rule, c.text)
			}
		})
	}
}
