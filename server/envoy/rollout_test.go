package envoy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// names returns the names of the resources in the response to the next poll.
func names(set envoy.Set) string {
	var list []string
	for _, r := range set {
		list = append(list, r.Name)
	}
	return strings.Join(list, " ")
}

// leadingTo returns the configuration of a gateway with one route to a node.
func leadingTo(t *testing.T, node string) *envoy.Config {
	t.Helper()
	return translate(t, input(t, snapshot(t, seed(t, fmt.Sprintf(`
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualNodeName: %[1]s, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: %[1]s.local}}}}
- {meshName: m, virtualServiceName: %[1]s.svc, spec: {provider: {virtualNode: {virtualNodeName: %[1]s}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: r, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: %[1]s.svc}}}}}}
`, node))), "mesh/m/virtualGateway/g"))
}

const (
	ingressRoutes = "rds_ingress_http_80"
	egressRoutes  = "rds_egress_http_15001"
)

// poll polls for a type once, and returns the version that the Envoy has afterwards.
func poll(r *envoy.Rollout, has map[string]string, kind envoy.Type, name string) {
	id := string(kind) + name
	r.Acknowledge(kind, name, has[id])
	_, has[id] = r.Given(kind, name)
}

func pollAll(r *envoy.Rollout, has map[string]string) {
	poll(r, has, envoy.Clusters, "")
	poll(r, has, envoy.Listeners, "")
	poll(r, has, envoy.Routes, ingressRoutes)
	poll(r, has, envoy.Routes, egressRoutes)
}

func TestRolloutAddsNewResourcesFirstAndRemovesUnusedOnesLast(t *testing.T) {
	t.Parallel()
	var r envoy.Rollout
	has := map[string]string{}
	a, b := leadingTo(t, "a"), leadingTo(t, "b")
	r.Target(a)
	pollAll(&r, has)
	pollAll(&r, has)
	leadsTo := func(service string) bool {
		return strings.Contains(string(r.Resources(envoy.Routes, ingressRoutes)[0].JSON), service)
	}
	hosts := func() string { return string(r.Resources(envoy.Routes, egressRoutes)[0].JSON) }
	const self = " cds_ingress_m_g_self_redirect_http_15001"
	const both = "cds_egress_m_a_http_80 cds_egress_m_b_http_80" + self

	r.Target(b)
	if got := names(
		r.Resources(envoy.Clusters, ""),
	); got != both || !leadsTo("a.svc") ||
		strings.Contains(hosts(), "b.svc") {
		t.Errorf("first: clusters %s", got)
	}
	poll(&r, has, envoy.Clusters, "")
	if strings.Contains(hosts(), "b.svc") {
		t.Error("got a virtual host before its cluster was acknowledged")
	}
	poll(&r, has, envoy.Clusters, "")
	if !strings.Contains(hosts(), "a.svc") || !strings.Contains(hosts(), "b.svc") || !leadsTo("a.svc") {
		t.Error("want both virtual hosts after the clusters were acknowledged")
	}
	poll(&r, has, envoy.Routes, egressRoutes)
	if !leadsTo("a.svc") {
		t.Error("got a route before its virtual host was acknowledged")
	}
	poll(&r, has, envoy.Routes, egressRoutes)
	if !leadsTo("b.svc") || !strings.Contains(hosts(), "a.svc") {
		t.Error("want the new route and the old virtual host")
	}
	pollAll(&r, has)
	pollAll(&r, has)
	if strings.Contains(hosts(), "a.svc") || names(r.Resources(envoy.Clusters, "")) != both {
		t.Error("want the old cluster without the old virtual host")
	}
	pollAll(&r, has)
	pollAll(&r, has)
	if got := names(r.Resources(envoy.Clusters, "")); got != "cds_egress_m_b_http_80"+self {
		t.Errorf("last: clusters %s", got)
	}
	if rejected := r.Rejected(); rejected != nil {
		t.Errorf("rejected: %v", rejected)
	}
}

// rounds returns the number of rounds of polls, in the order that delays a change most, after
// which the condition until holds.
func rounds(r *envoy.Rollout, has map[string]string, until func() bool) int {
	for n := 1; n <= 20; n++ {
		poll(r, has, envoy.Routes, ingressRoutes)
		poll(r, has, envoy.Routes, egressRoutes)
		poll(r, has, envoy.Listeners, "")
		poll(r, has, envoy.Clusters, "")
		if until() {
			return n
		}
	}
	return -1
}

func TestNewWeightsTakeOneRoundOfPollsAndNewTargetsFive(t *testing.T) {
	t.Parallel()
	var r envoy.Rollout
	has := map[string]string{}
	hasRoutes := func(c *envoy.Config, name string) func() bool {
		return func() bool { return has[string(envoy.Routes)+name] == c.Sets[envoy.Routes].Get(name).Version() }
	}
	// A target of weight 0 has a cluster, so that its weight can change without a new cluster.
	even, uneven, other := shared(t, 0), shared(t, 50), leadingTo(t, "c")
	r.Target(even)
	settled := func() bool {
		return r.Acknowledged(envoy.Clusters) == r.Resources(envoy.Clusters, "").Version() &&
			r.Acknowledged(envoy.Routes) != ""
	}
	if rounds(&r, has, settled) < 0 {
		t.Fatal("the Envoy did not get its first configuration")
	}
	r.Target(uneven)
	if n := rounds(&r, has, hasRoutes(uneven, egressRoutes)); n != 1 {
		t.Errorf("new weights took %d rounds", n)
	}
	rounds(&r, has, settled)
	r.Target(other)
	if n := rounds(&r, has, hasRoutes(other, ingressRoutes)); n < 2 || n > 5 {
		t.Errorf("a new target took %d rounds", n)
	}
}

// shared returns the configuration of a gateway with a route to the targets a and b.
func shared(t *testing.T, weight int) *envoy.Config {
	t.Helper()
	return translate(t, input(t, snapshot(t, seed(t, fmt.Sprintf(`
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualNodeName: a, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: a.local}}}}
- {meshName: m, virtualNodeName: b, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: b.local}}}}
- {meshName: m, virtualRouterName: r, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualRouterName: r, routeName: r, spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: a, weight: %d}, {virtualNode: b, weight: 50}]}}}}
- {meshName: m, virtualServiceName: r.svc, spec: {provider: {virtualRouter: {virtualRouterName: r}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: r, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: r.svc}}}}}}
`, weight))), "mesh/m/virtualGateway/g"))
}

func TestRolloutContinuesAfterARejection(t *testing.T) {
	t.Parallel()
	var r envoy.Rollout
	has := map[string]string{}
	r.Target(leadingTo(t, "a"))
	pollAll(&r, has)
	pollAll(&r, has)
	r.Target(leadingTo(t, "b"))
	for range 5 { // it keeps its clusters
		r.Given(envoy.Clusters, "")
		r.Acknowledge(envoy.Clusters, "", has[string(envoy.Clusters)])
	}
	if got := r.Rejected(); len(got) != 1 || got[0] != envoy.Clusters {
		t.Errorf("rejected: %v", got)
	}
	if hosts := string(r.Resources(envoy.Routes, egressRoutes)[0].JSON); !strings.Contains(hosts, "b.svc") {
		t.Error("the rollout did not continue")
	}
}
