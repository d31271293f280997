package envoy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestResourceIsReadFromArnsAndShortForms(t *testing.T) {
	t.Parallel()
	gateway := state.Key{Kind: state.VirtualGateway, Tenant: tenant, Names: [3]string{"m", "g"}}
	other := state.Key{Kind: state.VirtualNode, Tenant: state.Tenant{Account: "222222222222", Region: "eu-west-1"}, Names: [3]string{"m", "n"}}
	shared := other
	shared.Tenant.Region = tenant.Region
	for text, want := range map[string]state.Key{
		"mesh/m/virtualGateway/g":                                                  gateway,
		"arn:aws:appmesh:eu-west-1:222222222222:mesh/m/virtualNode/n":              other,
		"mesh/m@222222222222/virtualNode/n":                                        shared,
		"arn:aws:appmesh:eu-west-1:111111111111:mesh/m@222222222222/virtualNode/n": other,
	} {
		if got, err := envoy.ParseResource(text, tenant); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "m", "mesh/m", "mesh/m/route/r", "mesh//virtualNode/n", "mesh/m/virtualNode/", "arn:aws:sqs:a:b:c", "arn:x"} {
		if key, err := envoy.ParseResource(text, tenant); err == nil {
			t.Errorf("%q: %v", text, key)
		}
	}
}

func TestAbsentResourceIsNotFound(t *testing.T) {
	t.Parallel()
	s := snapshot(t, seed(t, "- {meshName: m, spec: {}}"))
	for _, ref := range []string{"mesh/m/virtualNode/none", "mesh/m/virtualGateway/none", "mesh/none/virtualNode/n"} {
		_, err := envoy.Translate(input(t, s, ref))
		if missing := (envoy.NotFoundError{}); !errors.As(err, &missing) {
			t.Errorf("%s: %v", ref, err)
		}
	}
}

func TestRelaxedRulesChangeTheConfiguration(t *testing.T) {
	t.Parallel()
	s := snapshot(t, seed(t, `
- {meshName: m, spec: {}}
- {meshName: m, virtualNodeName: b, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: b.local}}}}
- {meshName: m, virtualServiceName: b.svc, spec: {provider: {virtualNode: {virtualNodeName: b}}}}
- {meshName: m, virtualNodeName: a, spec: {backends: [{virtualService: {virtualServiceName: b.svc}}]}}
`))
	for rule, text := range map[int]string{91: `"retry_policy"`, 99: `"b.local"`} {
		in := input(t, s, "mesh/m/virtualNode/a")
		if !strings.Contains(string(indented(t, translate(t, in))), text) {
			t.Errorf("rule %d: there is no %s", rule, text)
		}
		in.InForce = func(n int) bool { return n != rule }
		if strings.Contains(string(indented(t, translate(t, in))), text) {
			t.Errorf("rule %d, relaxed: there is a %s", rule, text)
		}
	}
}

func TestResourcesThatEnvoyWouldRejectAreOmittedWithAReason(t *testing.T) {
	t.Parallel()
	const frame = `
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], logging: {accessLog: {file: {path: /log, format: {text: FORMAT}}}}}}
- {meshName: m, virtualNodeName: n, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: n.local}}}}
- {meshName: m, virtualRouterName: r, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualServiceName: s.svc, spec: {provider: {virtualRouter: {virtualRouterName: r}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: gr, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: s.svc}}}}}}
- {meshName: m, virtualRouterName: r, routeName: good, spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: n, weight: 1}]}}}}
- {meshName: m, virtualRouterName: r, routeName: bad, spec: {httpRoute: {match: {MATCH}, action: {weightedTargets: [{virtualNode: n, weight: WEIGHT}]}}}}
`
	for name, c := range map[string]struct{ match, weight, format, ref, reason string }{
		"no weight":      {"prefix: /x", "0", "ok", "route/r/bad", "the weights of all targets are 0"},
		"look-ahead":     {"path: {regex: '/(?=a)'}", "1", "ok", "route/r/bad", "not RE2"},
		"large":          {"path: {regex: '/[a-z]{1,900}[a-z]{1,900}'}", "1", "ok", "route/r/bad", "larger than Envoy's limit"},
		"unknown format": {"prefix: /x", "1", "'%NOPE%'", "virtualGateway/g", "not an operator"},
		"lone percent":   {"prefix: /x", "1", "'100% sure'", "virtualGateway/g", "begins no operator"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.NewReplacer("MATCH", c.match, "WEIGHT", c.weight, "FORMAT", c.format).Replace(frame)
			config := translate(t, input(t, snapshot(t, seed(t, text)), "mesh/m/virtualGateway/g"))
			if len(config.Omissions) != 1 || config.Omissions[0].Ref != c.ref ||
				!strings.Contains(config.Omissions[0].Reason, c.reason) {
				t.Errorf("left out: %+v", config.Omissions)
			}
			if !strings.Contains(string(indented(t, config)), `"name": "good"`) {
				t.Error("the other route is missing")
			}
		})
	}
}

func TestGatewayRouteToAPortThatTheProviderLacksIsLeftOut(t *testing.T) {
	t.Parallel()
	config := translate(t, input(t, snapshot(t, seed(t, `
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualNodeName: n, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: n.local}}}}
- {meshName: m, virtualServiceName: n.svc, spec: {provider: {virtualNode: {virtualNodeName: n}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: good, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: n.svc}}}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: bad, spec: {httpRoute: {match: {prefix: /bad}, action: {target: {virtualService: {virtualServiceName: n.svc}, port: 81}}}}}
`)), "mesh/m/virtualGateway/g"))
	routes := string(config.Sets[envoy.Routes].Get("rds_ingress_http_80")[0].JSON)
	if !strings.Contains(routes, `"name":"good"`) || strings.Contains(routes, `"name":"bad"`) {
		t.Errorf("the routes of the listener are %s", routes)
	}
	if o := config.Omissions; len(o) != 1 || o[0].Ref != "gatewayRoute/g/bad" || !strings.Contains(o[0].Reason, "no listener") {
		t.Errorf("left out: %+v", o)
	}
}
