package server_test

import (
	"fmt"
	"strings"
	"testing"
)

// Rule 56 has all defaults.
func TestDefaultsAreFilledIn(t *testing.T) {
	t.Parallel()
	health := func(port string) string {
		return `"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,` + port +
			`"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":2},`
	}
	healthy := func(port, more string) string {
		return `{"listeners":[{` + health(port) + `"portMapping":{"port":8080,"protocol":"http"}}]` + more + `}`
	}
	for _, c := range []struct {
		name, kind, sent string
		echo             string // of create and update; as sent if empty
		stored           string // of describe and delete; the echo if empty
	}{
		{"backends unset: absent on create and update, [] on describe and delete", "virtualNode", `{}`, `{}`,
			`{"backends":[]}`},
		{"backends null: as unset", "virtualNode", `{"backends":null}`, `{}`, `{"backends":[]}`},
		{"backends []: [] everywhere", "virtualNode", `{"backends":[]}`, "", ""},
		{"backends set: as sent", "virtualNode", `{"backends":[{"virtualService":{"virtualServiceName":"a"}}]}`, "",
			""},
		{"health check of a node without a port: the listener's", "virtualNode", healthy("", ","+dns),
			healthy(`"port":8080,`, ","+dns),
			strings.Replace(healthy(`"port":8080,`, ","+dns), `{"lis`, `{"backends":[],"lis`, 1)},
		{"health check of a gateway without a port: the listener's", "virtualGateway", healthy("", ""),
			healthy(`"port":8080,`, ""), ""},
		{"health check with a port: as sent", "virtualGateway", healthy(`"port":8080,`, ""), "", ""},
		{"listeners of a node unset: absent (rule 30)", "virtualNode", `{"backends":[]}`, "", ""},
		{"listeners of a node []: kept", "virtualNode", `{"backends":[],"listeners":[]}`, "", ""},
		{"listeners of a router unset: absent", "virtualRouter", `{}`, "", ""},
		{"listeners of a router []: kept", "virtualRouter", `{"listeners":[]}`, "", ""},
		{"listeners of a gateway []: kept", "virtualGateway", `{"listeners":[]}`, "", ""},
		{"egress filter of a mesh unset: absent", "mesh", `{}`, "", ""},
		{"provider of a service unset: absent", "virtualService", `{}`, "", ""},
		{"empty structures: kept (rule 61)", "virtualGateway",
			`{"backendDefaults":{"clientPolicy":{}},"listeners":[` + listener + `],"logging":{}}`, "", ""},
		{"tls.enforce unset: absent", "virtualGateway",
			`{"backendDefaults":{"clientPolicy":{"tls":{"validation":{"trust":{"file":{"certificateChain":"/c"}}}}}},"listeners":[]}`, "", ""},
		{"rewrite, priority and headers of a gateway route unset: absent", "gatewayRoute", gatewayRoute, "", ""},
		{"retry policy, timeouts and priority of a route unset: absent", "route", routeSpec, "", ""},
		{"maxPendingRequests unset: absent", "virtualGateway",
			`{"listeners":[{"connectionPool":{"http":{"maxConnections":1}},"portMapping":{"port":80,"protocol":"http"}}]}`, "", ""},
		{"invert false: kept", "route",
			`{"httpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{"headers":[{"invert":false,"name":"x"}],"prefix":"/"}}}`, "", ""},
		{"grpc metadata names: as sent", "route",
			`{"grpcRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{"metadata":[{"name":"X-Testing1"},{"name":"myMetadata"}]}}}`, "", ""},
		{"order of arrays: as sent (rule 61)", "virtualNode",
			`{"backends":[{"virtualService":{"virtualServiceName":"z"}},{"virtualService":{"virtualServiceName":"a"}}]}`, "", ""},
		{"unknown members: dropped (rule 34)", "virtualNode",
			`{"backends":[],"x":{"y":[1,2.5,null]},"logging":{"accessLog":{"file":{"path":"/p","mode":"x"}},"z":true}}`,
			`{"backends":[],"logging":{"accessLog":{"file":{"path":"/p"}}}}`, ""},
		{"names in another case: unknown", "virtualNode", `{"Backends":[1],"backends":[]}`, `{"backends":[]}`, ""},
		{"characters that other encoders escape: as they are", "virtualNode",
			`{"backends":[],"logging":{"accessLog":{"file":{"path":"/<&>'\u2028ü😀"}}}}`,
			"{\"backends\":[],\"logging\":{\"accessLog\":{\"file\":{\"path\":\"/<&>'\u2028ü😀\"}}}}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.echo == "" {
				c.echo = c.sent
			}
			if c.stored == "" {
				c.stored = c.echo
			}
			a := start(t)
			a.populate()
			same(t, "create", a.make(c.kind, "x", c.sent).spec(), c.echo)
			same(t, "describe", a.describe(c.kind, "x").ok().spec(), c.stored)
			same(t, "update", a.change(c.kind, "x", c.sent).ok().spec(), c.echo)
			same(t, "describe after the update", a.describe(c.kind, "x").ok().spec(), c.stored)
			same(t, "delete", a.remove(c.kind, "x").ok().spec(), c.stored)
		})
	}
}

func TestMeshIsMadeAndUpdatedWithoutASpec(t *testing.T) {
	t.Parallel()
	a := start(t)
	same(t, "create", a.put("/meshes", `{"meshName":"m"}`).ok().spec(), `{}`)
	same(t, "update", a.put("/meshes/m", `{}`).ok().spec(), `{}`)
	same(t, "update with a null spec", a.put("/meshes/m", `{"spec":null}`).ok().spec(), `{}`)
	same(t, "describe", a.get("/meshes/m").ok().spec(), `{}`)
}

// Rule 27: specs that App Mesh accepted must be accepted.
func TestSpecsThatAppMeshAcceptedAreAccepted(t *testing.T) {
	t.Parallel()
	weights := func(weights ...int) string {
		var targets []string
		for _, w := range weights {
			targets = append(targets, fmt.Sprintf(`{"virtualNode":"n","weight":%d}`, w))
		}
		return `{"httpRoute":{"action":{"weightedTargets":[` + strings.Join(targets, ",") +
			`]},"match":{"prefix":"/"}}}`
	}
	for _, c := range []struct{ name, kind, spec string }{
		{"weights above 100 together", "route", weights(100, 100, 100)},
		{"weights below 100 together", "route", weights(8, 2)},
		{"weight 0", "route", weights(0)},
		{"the same target twice", "route", weights(50, 50)},
		{"ten targets", "route", weights(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)},
		{"route of another protocol than the router's listener", "route",
			`{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]}}}`},
		{"route that matches a port that its router has not", "route",
			strings.Replace(routeSpec, `"prefix"`, `"port":9999,"prefix"`, 1)},
		{"route to a port that its target has not", "route",
			strings.Replace(routeSpec, `"weight"`, `"port":9999,"weight"`, 1)},
		{"gateway route prefix without a slash at its end", "gatewayRoute",
			strings.Replace(gatewayRoute, `"/"`, `"/conor"`, 1)},
		{"gateway route that matches by port alone", "gatewayRoute",
			strings.Replace(gatewayRoute, `"prefix":"/"`, `"port":8080`, 1)},
		{"gateway route to a service without a provider", "gatewayRoute", gatewayRoute},
		{"gateway route of another protocol than the gateway's listener", "gatewayRoute",
			strings.Replace(gatewayRoute, "httpRoute", "http2Route", 1)},
		{"the same backend twice", "virtualNode",
			`{"backends":[{"virtualService":{"virtualServiceName":"a"}},{"virtualService":{"virtualServiceName":"a"}}]}`},
		{"a virtual service name that is no DNS name (rule 16)", "virtualNode",
			`{"backends":[{"virtualService":{"virtualServiceName":"not a DNS name!"}}]}`},
		{"two listeners on one port", "virtualNode", `{"listeners":[` + listener + `,` + listener + `],` + dns + `}`},
		{"a node with nothing", "virtualNode", `{}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			a.make(c.kind, "x", c.spec)
			a.make(c.kind, "y", c.spec) // and a second of the same priority, match and all
			a.change(c.kind, "x", c.spec).ok()
		})
	}
	t.Run("equal priorities", func(t *testing.T) {
		t.Parallel()
		a := start(t)
		a.populate()
		for _, name := range []string{"x", "y"} {
			a.make("route", name, strings.TrimSuffix(routeSpec, "}")+`,"priority":0}`)
			a.make("gatewayRoute", name, strings.TrimSuffix(gatewayRoute, "}")+`,"priority":1000}`)
		}
	})
}

// Rules 52, 53, 54 and 74: with several listeners, ports must be named.
func TestPortsMustBeNamedWithSeveralListeners(t *testing.T) {
	t.Parallel()
	const (
		two = `{"listeners":[` + twoListeners + `]}`

		twoOfNode  = `{"listeners":[` + twoListeners + `],` + dns + `}`
		matchPort  = `{"httpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{"port":8080,"prefix":"/"}}}`
		targetPort = `{"httpRoute":{"action":{"weightedTargets":[{"port":8080,"virtualNode":"n","weight":1}]},"match":{"prefix":"/"}}}`
		gwPort     = `{"httpRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"s"}}},"match":{"port":8080,"prefix":"/"}}}`
		gwTarget   = `{"httpRoute":{"action":{"target":{"port":8080,"virtualService":{"virtualServiceName":"s"}}},"match":{"prefix":"/"}}}`
		tcpRoute   = `{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]}}}`
		byNode     = `{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`
		byRouter   = `{"provider":{"virtualRouter":{"virtualRouterName":"r"}}}`
	)
	const routePort = "Route must define a port match criteria if the Virtual Router has multiple listeners"
	const routesPort = "All Routes for this Virtual Router must define a port match before adding multiple listeners to this Virtual Router. "
	for _, c := range []struct {
		name  string
		setup func(*api)
		send  func(*api) response
		rule  int // 0: accepted
		text  string
	}{
		{"route without a port, router with two listeners", func(a *api) { a.change("virtualRouter", "r", two).ok() },
			func(a *api) response { return a.try("route", "x", "") }, 52, routePort},
		{"tcp route without a match, router with two listeners",
			func(a *api) { a.change("virtualRouter", "r", two).ok() },
			func(a *api) response { return a.try("route", "x", tcpRoute) }, 52, routePort},
		{"route with a port, router with two listeners", func(a *api) { a.change("virtualRouter", "r", two).ok() },
			func(a *api) response { return a.try("route", "x", matchPort) }, 0, ""},
		{"update of a route to no port, router with two listeners", func(a *api) {
			a.change("virtualRouter", "r", two).ok()
			a.make("route", "x", matchPort)
		}, func(a *api) response { return a.change("route", "x", routeSpec) }, 52, routePort},
		{"second listener for a router with a route without a port", func(a *api) { a.make("route", "conor-grpc", "") },
			func(a *api) response { return a.change("virtualRouter", "r", two) }, 53,
			routesPort + "1 Route(s) are missing port. Listing up to 5 route names: [conor-grpc]"},
		{"second listener for a router with seven routes without a port: five are named", func(a *api) {
			for _, name := range []string{"g", "f", "e", "d", "c", "b", "a"} {
				a.make("route", name, "")
			}
			a.make("route", "0", matchPort)
		}, func(a *api) response { return a.change("virtualRouter", "r", two) }, 53,
			routesPort + "7 Route(s) are missing port. Listing up to 5 route names: [a, b, c, d, e]"},
		{"second listener for a router whose routes name ports", func(a *api) { a.make("route", "x", matchPort) },
			func(a *api) response { return a.change("virtualRouter", "r", two) }, 0, ""},
		{"other single listener for a router with a route without a port", func(a *api) { a.make("route", "x", "") },
			func(a *api) response {
				return a.change("virtualRouter", "r", `{"listeners":[{"portMapping":{"port":9090,"protocol":"http"}}]}`)
			}, 0, ""},
		{"no listeners left for a router with a route", func(a *api) { a.make("route", "x", "") },
			func(a *api) response { return a.change("virtualRouter", "r", `{}`) }, 0, ""},
		{"first listeners, two at once, for a router with a route without a port", func(a *api) {
			a.change("virtualRouter", "r", `{}`).ok()
			a.make("route", "x", "")
		}, func(a *api) response { return a.change("virtualRouter", "r", two) }, 53,
			routesPort + "1 Route(s) are missing port. Listing up to 5 route names: [x]"},

		{"route without a target's port, node with two listeners",
			func(a *api) { a.change("virtualNode", "n", twoOfNode).ok() },
			func(a *api) response { return a.try("route", "x", "") }, 54, "…"},
		{"route with a target's port, node with two listeners",
			func(a *api) { a.change("virtualNode", "n", twoOfNode).ok() },
			func(a *api) response { return a.try("route", "x", targetPort) }, 0, ""},
		{"second listener for a node that a route targets without a port", func(a *api) { a.make("route", "x", "") },
			func(a *api) response { return a.change("virtualNode", "n", twoOfNode) }, 74, "…"},
		{"second listener for a node that a route targets with a port", func(a *api) { a.make("route", "x", targetPort) },
			func(a *api) response { return a.change("virtualNode", "n", twoOfNode) }, 0, ""},
		{"second listener for a node that no route targets any more", func(a *api) {
			a.make("route", "x", "")
			a.remove("route", "x").ok()
		}, func(a *api) response { return a.change("virtualNode", "n", twoOfNode) }, 0, ""},

		{"gateway route without a port, gateway with two listeners",
			func(a *api) { a.change("virtualGateway", "g", two).ok() },
			func(a *api) response { return a.try("gatewayRoute", "x", "") }, 54, "…"},
		{"gateway route with a port, gateway with two listeners",
			func(a *api) { a.change("virtualGateway", "g", two).ok() },
			func(a *api) response { return a.try("gatewayRoute", "x", gwPort) }, 0, ""},
		{"second listener for a gateway with a gateway route without a port", func(a *api) { a.make("gatewayRoute", "x", "") },
			func(a *api) response { return a.change("virtualGateway", "g", two) }, 74, "…"},
		{"second listener for a gateway whose gateway routes name ports", func(a *api) { a.make("gatewayRoute", "x", gwPort) },
			func(a *api) response { return a.change("virtualGateway", "g", two) }, 0, ""},
		{"gateway route without a target's port, provider node with two listeners", func(a *api) {
			a.change("virtualNode", "n", twoOfNode).ok()
			a.change("virtualService", "s", byNode).ok()
		}, func(a *api) response { return a.try("gatewayRoute", "x", "") }, 74, "…"},
		{"gateway route without a target's port, provider router with two listeners", func(a *api) {
			a.change("virtualRouter", "r", two).ok()
			a.change("virtualService", "s", byRouter).ok()
		}, func(a *api) response { return a.try("gatewayRoute", "x", "") }, 74, "…"},
		{"gateway route with a target's port, provider router with two listeners", func(a *api) {
			a.change("virtualRouter", "r", two).ok()
			a.change("virtualService", "s", byRouter).ok()
		}, func(a *api) response { return a.try("gatewayRoute", "x", gwTarget) }, 0, ""},
		{"gateway route without a target's port, provider with one listener",
			func(a *api) { a.change("virtualService", "s", byNode).ok() },
			func(a *api) response { return a.try("gatewayRoute", "x", "") }, 0, ""},

		// Rule 29, and similar rules.
		{"protocol of a listener under a route of the old one", func(a *api) { a.make("route", "x", "") },
			func(a *api) response {
				return a.change("virtualRouter", "r",
					`{"listeners":[{"portMapping":{"port":8080,"protocol":"http2"}}]}`)
			}, 29, "…"},
		{"protocol of a listener under a route of the old one that names the port",
			func(a *api) { a.make("route", "x", matchPort) },
			func(a *api) response {
				return a.change("virtualRouter", "r",
					`{"listeners":[{"portMapping":{"port":8080,"protocol":"http2"}}]}`)
			}, 29, "…"},
		{"protocol of a listener under a route of another port", func(a *api) {
			a.make("route", "x", strings.Replace(matchPort, "8080", "9090", 1))
		}, func(a *api) response {
			return a.change("virtualRouter", "r", `{"listeners":[{"portMapping":{"port":8080,"protocol":"http2"}}]}`)
		}, 0, ""},
		{"protocol of a listener under a route of another protocol", func(a *api) { a.make("route", "x", tcpRoute) },
			func(a *api) response {
				return a.change("virtualRouter", "r",
					`{"listeners":[{"portMapping":{"port":8080,"protocol":"http2"}}]}`)
			}, 0, ""},
		{"protocol of a listener after the route is gone", func(a *api) {
			a.make("route", "x", "")
			a.remove("route", "x").ok()
		}, func(a *api) response {
			return a.change("virtualRouter", "r", `{"listeners":[{"portMapping":{"port":8080,"protocol":"http2"}}]}`)
		}, 0, ""},
		{"protocol of a gateway's listener under its gateway routes", func(a *api) { a.make("gatewayRoute", "x", "") },
			func(a *api) response {
				return a.change("virtualGateway", "g",
					`{"listeners":[{"portMapping":{"port":8080,"protocol":"grpc"}}]}`)
			}, 0, ""},
		{"port and protocol of a router's listener at once", func(a *api) { a.make("route", "x", "") },
			func(a *api) response {
				return a.change("virtualRouter", "r", `{"listeners":[{"portMapping":{"port":9090,"protocol":"tcp"}}]}`)
			}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			c.setup(a)
			got := c.send(a)
			if c.rule == 0 {
				got.ok()
				return
			}
			got.refused("BadRequestException", c.rule, c.text)
		})
	}
}

// Rules 28, 50 and 51. The tests of package model have the individual cases.
func TestRulesBetweenFieldsReachTheWire(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	a.try("virtualNode", "x", `{`+dns+`}`).refused("BadRequestException", 50,
		"Service Discovery can't be set without a listener.")
	grpc := `{"listeners":[{"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"protocol":"grpc","timeoutMillis":2000,"unhealthyThreshold":2},"portMapping":{"port":80,"protocol":"http"}}]}`
	a.change("virtualGateway", "g", grpc).refused("BadRequestException", 51,
		"GRPC HealthCheck requires listener type of HTTP2 or GRPC.")
	a.try("route", "x", strings.Replace(routeSpec, `"/"`, `"x"`, 1)).refused("BadRequestException", 28,
		"spec.httpRoute.match.prefix must start with /")
}
