package routing_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// sound is a mesh without findings.
const sound = `
- {meshName: m, spec: {}}
- meshName: m
  virtualNodeName: a
  spec:
    listeners: [{portMapping: {port: 8080, protocol: http}}]
    serviceDiscovery: {dns: {hostname: a.m.local}}
- meshName: m
  virtualNodeName: b
  spec:
    listeners: [{portMapping: {port: 8080, protocol: http}}]
    serviceDiscovery: {dns: {hostname: b.m.local}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: s.m.local}}]}
- meshName: m
  virtualRouterName: r
  spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}
- meshName: m
  virtualRouterName: r
  routeName: all
  spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: a, weight: 1}, {virtualNode: b, weight: 1}]}}}
- meshName: m
  virtualServiceName: s.m.local
  spec: {provider: {virtualRouter: {virtualRouterName: r}}}
- meshName: m
  virtualGatewayName: g
  spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}
- meshName: m
  virtualGatewayName: g
  gatewayRouteName: all
  spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: s.m.local}}}}}
`

const tlsListener = `{port: 8080, protocol: http}, tls: {mode: STRICT, certificate: {file: {certificateChain: /c, privateKey: /k}}}`

// broken lists changes of the sound mesh and the code of the only kind of finding that each
// leads to, with the severity.
var broken = []struct {
	code     routing.Code
	severity routing.Severity
	old, new string // the first old in the mesh is replaced; if it is empty, new is appended
}{
	{routing.AmbiguousRoutes, routing.Warning, "", `
- {meshName: m, virtualRouterName: r, routeName: other, spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: a, weight: 1}]}}}}`},
	{routing.BackendNotFound, routing.Error, "[{virtualService: {virtualServiceName: s.m.local}}]",
		"[{virtualService: {virtualServiceName: s.m.local}}, {virtualService: {virtualServiceName: gone.m.local}}]"},
	{routing.BackendPortConflict, routing.Error, "- meshName: m\n  virtualNodeName: client\n  spec: {backends: [", `
- {meshName: m, virtualNodeName: t, spec: {listeners: [{portMapping: {port: 8080, protocol: tcp}}], serviceDiscovery: {dns: {hostname: t.m.local}}}}
- {meshName: m, virtualServiceName: t.m.local, spec: {provider: {virtualNode: {virtualNodeName: t}}}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: t.m.local}}, `},
	{routing.BackendWithoutProvider, routing.Error, "- meshName: m\n  virtualNodeName: client\n  spec: {backends: [", `
- {meshName: m, virtualServiceName: none.m.local, spec: {}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: none.m.local}}, `},
	{routing.DuplicateListenerPort, routing.Error, "{port: 80, protocol: http}", "{port: 15001, protocol: http}"},
	{routing.DuplicateListenerPort, routing.Error, "spec: {backends: [",
		"spec: {listeners: [{portMapping: {port: 1, protocol: http}}, {portMapping: {port: 1, protocol: http}}], " +
			"serviceDiscovery: {dns: {hostname: c.m.local}}, backends: ["},
	{routing.GatewayWithoutRoutes, routing.Warning, "", `
- {meshName: m, virtualGatewayName: h, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}`},
	{routing.HealthCheckPath, routing.Warning, "{port: 80, protocol: http}",
		"{port: 80, protocol: http}, healthCheck: {protocol: http, healthyThreshold: 2, unhealthyThreshold: 2, intervalMillis: 5000, timeoutMillis: 2000}"},
	{routing.HealthCheckTimeout, routing.Warning, "{port: 8080, protocol: http}",
		"{port: 8080, protocol: http}, healthCheck: {path: /, protocol: http, healthyThreshold: 2, unhealthyThreshold: 2, intervalMillis: 5000, timeoutMillis: 6000}"},
	{routing.InvalidMatch, routing.Error, "match: {prefix: /}", `match: {path: {regex: "/(?=a)"}}`},
	{routing.IPPreferenceExcludes, routing.Warning, "{hostname: a.m.local}",
		"{hostname: 10.1.2.3, ipPreference: IPv6_ONLY}"},
	{routing.MatchPortNotListening, routing.Error, "match: {prefix: /}", "match: {prefix: /, port: 81}"},
	{routing.NoWeight, routing.Error, "[{virtualNode: a, weight: 1}, {virtualNode: b, weight: 1}]",
		"[{virtualNode: a, weight: 0}, {virtualNode: b, weight: 0}]"},
	{routing.NoServiceDiscovery, routing.Error, "{hostname: a.m.local}", `{hostname: ""}`},
	{routing.NodeUnreachable, routing.Info, ", {virtualNode: b, weight: 1}", ""},
	{routing.OutlierDetectionZero, routing.Error, "{port: 8080, protocol: http}",
		"{port: 8080, protocol: http}, outlierDetection: {interval: {value: 0, unit: s}, baseEjectionDuration: {value: 1, unit: s}, maxEjectionPercent: 1, maxServerErrors: 1}"},
	{routing.ProviderWithoutListener, routing.Error, "- meshName: m\n  virtualNodeName: client", `
- {meshName: m, virtualNodeName: bare, spec: {}}
- {meshName: m, virtualServiceName: bare.m.local, spec: {provider: {virtualNode: {virtualNodeName: bare}}}}
- {meshName: m, virtualNodeName: caller, spec: {backends: [{virtualService: {virtualServiceName: bare.m.local}}]}}
- meshName: m
  virtualNodeName: client`},
	{routing.RouteProtocolMismatch, routing.Error, "", `
- {meshName: m, virtualRouterName: r, routeName: h2, spec: {http2Route: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: a, weight: 1}]}}}}`},
	{routing.RouterUnused, routing.Info, "", `
- {meshName: m, virtualRouterName: spare, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}`},
	{routing.RouterWithoutRoutes, routing.Warning, "- meshName: m\n  virtualNodeName: client\n  spec: {backends: [", `
- {meshName: m, virtualRouterName: e, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualServiceName: e.m.local, spec: {provider: {virtualRouter: {virtualRouterName: e}}}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: e.m.local}}, `},
	{routing.SameNameInOtherCase, routing.Error, "- meshName: m\n  virtualNodeName: client\n  spec: {backends: [", `
- {meshName: m, virtualServiceName: S.m.local, spec: {provider: {virtualNode: {virtualNodeName: a}}}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: S.m.local}}, `},
	{routing.ServiceUnused, routing.Info, "", `
- {meshName: m, virtualServiceName: spare.m.local, spec: {provider: {virtualNode: {virtualNodeName: a}}}}`},
	{routing.ServiceWithoutProvider, routing.Error, "", `
- {meshName: m, virtualServiceName: none.m.local, spec: {}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: none, spec: {priority: 1, httpRoute: {match: {prefix: /none}, action: {target: {virtualService: {virtualServiceName: none.m.local}}}}}}`},
	{routing.ShadowedRoute, routing.Warning, "", `
- {meshName: m, virtualRouterName: r, routeName: late, spec: {httpRoute: {match: {prefix: /, headers: [{name: x, match: {exact: a}}]}, action: {weightedTargets: [{virtualNode: a, weight: 1}]}}}}
- {meshName: m, virtualRouterName: r, routeName: early, spec: {priority: 1, httpRoute: {match: {prefix: /, headers: [{name: X, match: {prefix: a}}]}, action: {weightedTargets: [{virtualNode: a, weight: 1}]}}}}`},
	{routing.TargetPortNotListening, routing.Error, "{virtualNode: a, weight: 1}",
		"{virtualNode: a, weight: 1, port: 81}"},
	{routing.TargetPortsDiffer, routing.Warning, "{port: 8080, protocol: http}", "{port: 8081, protocol: http}"},
	{routing.TargetProtocolMismatch, routing.Warning, "{port: 8080, protocol: http}", "{port: 8080, protocol: http2}"},
	{routing.TargetProtocolMismatch, routing.Error, "{port: 8080, protocol: http}", "{port: 8080, protocol: tcp}"},
	{routing.TimeoutAboveListener, routing.Warning, "match: {prefix: /}",
		"timeout: {perRequest: {value: 16, unit: s}}, match: {prefix: /}"},
	{routing.TLSNotValidated, routing.Warning, "{port: 8080, protocol: http}", tlsListener},
	{routing.TLSClientCertificate, routing.Error, "{port: 8080, protocol: http}",
		strings.TrimSuffix(tlsListener, "}") + ", validation: {trust: {file: {certificateChain: /ca}}}}"},
	{routing.TLSServerPlain, routing.Error, "virtualServiceName: s.m.local}}]",
		"virtualServiceName: s.m.local, clientPolicy: {tls: {validation: {trust: {file: {certificateChain: /ca}}}}}}}]"},
	{routing.UnknownRetryEvent, routing.Warning, "match: {prefix: /}",
		"retryPolicy: {maxRetries: 1, perRetryTimeout: {value: 1, unit: s}, httpRetryEvents: [server-errors]}, match: {prefix: /}"},
	{routing.UnqualifiedName, routing.Info, "- meshName: m\n  virtualNodeName: client\n  spec: {backends: [", `
- {meshName: m, virtualServiceName: short, spec: {provider: {virtualNode: {virtualNodeName: a}}}}
- meshName: m
  virtualNodeName: client
  spec: {backends: [{virtualService: {virtualServiceName: short}}, `},
}

func TestASoundMeshHasNoFindings(t *testing.T) {
	t.Parallel()
	for _, f := range compile(t, newServer(t, sound), "m").Analyze(routing.Environment{}) {
		t.Errorf("%+v", f)
	}
}

func TestEachMistakeHasItsCode(t *testing.T) {
	t.Parallel()
	for _, test := range broken {
		t.Run(string(test.code)+"/"+string(test.severity), func(t *testing.T) {
			t.Parallel()
			seed := sound + test.new
			if test.old != "" {
				if seed = strings.Replace(sound, test.old, test.new, 1); seed == sound {
					t.Fatalf("the mesh has no %q", test.old)
				}
			}
			findings := compile(t, newServer(t, seed), "m").Analyze(routing.Environment{})
			if len(findings) == 0 {
				t.Fatal("no findings")
			}
			findings = slices.DeleteFunc(findings, func(f routing.Finding) bool {
				return f.Code == routing.NodeUnreachable && f.Code != test.code // of a client with a listener
			})
			for _, f := range findings {
				if f.Code != test.code || f.Severity != test.severity || f.Ref == "" || f.Message == "" ||
					f.Help == "" {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func codesOf(findings []routing.Finding) (codes []routing.Code) {
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestABackendOutsideOfTheMeshIsDroppedUnlessAllIsAllowed(t *testing.T) {
	t.Parallel()
	seed := strings.Replace(sound, "backends: [",
		"backends: [{virtualService: {virtualServiceName: api.example.com}}, ", 1)
	got := codesOf(compile(t, newServer(t, seed), "m").Analyze(routing.Environment{}))
	if want := []routing.Code{routing.BackendNotFound, routing.EgressDropped}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	seed = strings.Replace(seed, "meshName: m, spec: {}", "meshName: m, spec: {egressFilter: {type: ALLOW_ALL}}", 1)
	got = codesOf(compile(t, newServer(t, seed), "m").Analyze(routing.Environment{}))
	if want := []routing.Code{routing.BackendNotFound}; !slices.Equal(got, want) {
		t.Errorf("with ALLOW_ALL got %v, want %v", got, want)
	}
}

func TestAMissingTargetIsFound(t *testing.T) {
	t.Parallel()
	const ruleTargets = 7
	seed := sound + `
- {meshName: m, virtualServiceName: x.m.local, spec: {provider: {virtualRouter: {virtualRouterName: gone}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: gone, spec: {priority: 1, httpRoute: {match: {prefix: /x}, action: {target: {virtualService: {virtualServiceName: x.m.local}}}}}}`
	got := codesOf(compile(t, newServer(t, seed, ruleTargets), "m").Analyze(routing.Environment{}))
	if want := []routing.Code{routing.TargetNotFound}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAPolicyWithOtherNamesIsFound(t *testing.T) {
	t.Parallel()
	policy := func(name string) string {
		return "virtualServiceName: s.m.local, clientPolicy: {tls: {validation: {trust: {file: {certificateChain: /ca}}, " +
			"subjectAlternativeNames: {match: {exact: [" + name + "]}}}}}}}]"
	}
	gatewayPolicy := "{port: 80, protocol: http}}], backendDefaults: {clientPolicy: {tls: {validation: {trust: {file: {certificateChain: /ca}}}}}}}"
	secure := strings.Replace(strings.Replace(sound, "{port: 8080, protocol: http}", tlsListener, 2),
		"{port: 80, protocol: http}}]}", gatewayPolicy, 1)
	for name, want := range map[string]int{"s.m.local": 0, "other.m.local": 2, "spiffe://m/s": 0} {
		seed := strings.Replace(secure, "virtualServiceName: s.m.local}}]", policy(name), 1)
		findings := compile(t, newServer(t, seed), "m").Analyze(routing.Environment{})
		for _, f := range findings {
			if f.Code != routing.TLSNameMismatch {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if len(findings) != want {
			t.Errorf("%s: %d findings, want %d", name, len(findings), want)
		}
	}
}

func TestTheEnvironmentDecidesAboutCertificatesAndAddresses(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:acm:us-east-1:123456789012:certificate/a"
	seed := strings.Replace(sound, "{port: 80, protocol: http}",
		`{port: 80, protocol: http}, tls: {mode: STRICT, certificate: {acm: {certificateArn: "`+arn+`"}}}`, 1)
	seed = strings.Replace(seed, "m, spec: {}", "m, spec: {serviceDiscovery: {ipPreference: IPv6_ONLY}}", 1)
	m := compile(t, newServer(t, seed), "m")
	findings := func(known bool, address string) []routing.Code {
		return codesOf(m.Analyze(routing.Environment{
			HasCertificate: func(name string) bool { return known && name == arn },
			Addresses:      func(string) []netip.Addr { return []netip.Addr{netip.MustParseAddr(address)} },
		}))
	}
	if got := findings(true, "fd00::1"); len(got) > 0 {
		t.Errorf("with all certificates and addresses: %v", got)
	}
	want := []routing.Code{routing.CertificateUnknown, routing.IPPreferenceExcludes, routing.IPPreferenceExcludes}
	if got := findings(false, "10.1.2.3"); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
