package envoy_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// largeMesh returns a mesh with a gateway, n nodes, n services with routers and 2n routes.
func largeMesh(tb testing.TB, n int) []server.Step {
	tb.Helper()
	var steps []server.Step
	add := func(operation, format string, args ...any) {
		steps = append(steps, server.Step{Operation: operation, Input: json.RawMessage(fmt.Sprintf(format, args...))})
	}
	const listeners = `"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]`
	add("CreateMesh", `{"meshName":"m"}`)
	add("CreateVirtualGateway", `{"meshName":"m","virtualGatewayName":"g","spec":{%s}}`, listeners)
	for i := range n {
		add("CreateVirtualNode", `{"meshName":"m","virtualNodeName":"n%d","spec":{%s,"serviceDiscovery":{"dns":{"hostname":"n%d.local"}}}}`, i, listeners, i)
		add("CreateVirtualRouter", `{"meshName":"m","virtualRouterName":"r%d","spec":{%s}}`, i, listeners)
		for _, prefix := range []string{"/", "/x"} {
			add("CreateRoute", `{"meshName":"m","virtualRouterName":"r%d","routeName":"p%d","spec":{"httpRoute":{"match":{"prefix":%q},`+
				`"action":{"weightedTargets":[{"virtualNode":"n%d","weight":100}]}}}}`, i, len(prefix), prefix, i)
		}
		add("CreateVirtualService", `{"meshName":"m","virtualServiceName":"s%d","spec":{"provider":{"virtualRouter":{"virtualRouterName":"r%d"}}}}`, i, i)
		add("CreateGatewayRoute", `{"meshName":"m","virtualGatewayName":"g","gatewayRouteName":"gr%d","spec":{"httpRoute":{"match":{"prefix":"/s%d"},`+
			`"action":{"target":{"virtualService":{"virtualServiceName":"s%d"}}}}}}`, i, i, i)
	}
	return steps
}

func BenchmarkTranslateGateway(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprintf("%d nodes, %d services, %d routes", n, n, 2*n), func(b *testing.B) {
			in := input(b, snapshot(b, largeMesh(b, n)), "mesh/m/virtualGateway/g")
			for b.Loop() {
				if len(translate(b, in).Sets[envoy.Clusters]) != n+1 {
					b.Fatal("a cluster is missing")
				}
			}
		})
	}
}
