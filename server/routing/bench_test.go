package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// crowded returns a mesh with as many gateway routes as routes, of which the last match.
func crowded(count int) string {
	var b strings.Builder
	b.WriteString(sound)
	for i := range count {
		fmt.Fprintf(&b, "- {meshName: m, virtualGatewayName: g, gatewayRouteName: g%03d, spec: {httpRoute: "+
			"{match: {prefix: /service-%03d/}, action: {target: {virtualService: {virtualServiceName: s.m.local}}}}}}\n", i, i)
		fmt.Fprintf(&b, "- {meshName: m, virtualRouterName: r, routeName: r%03d, spec: {httpRoute: "+
			"{match: {prefix: /, headers: [{name: x-user, match: {exact: user-%03d}}]}, action: {weightedTargets: [{virtualNode: a, weight: 1}]}}}}\n", i, i)
	}
	return b.String()
}

func BenchmarkResolve(b *testing.B) {
	const count = 100
	m := compile(b, newServer(b, crowded(count)), "m")
	q := routing.Query{From: "mesh/m/virtualGateway/g", Request: routing.Request{
		Host: "shop.example.com", Path: fmt.Sprintf("/service-%03d/x", count-1),
		Headers: map[string][]string{"X-User": {fmt.Sprintf("user-%03d", count-1)}},
	}}
	b.ReportAllocs()
	for b.Loop() {
		if r, err := m.Resolve(q); err != nil || r.Outcome != routing.Routed {
			b.Fatal(r, err)
		}
	}
}
