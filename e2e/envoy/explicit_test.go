package envoy

import (
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/envoys"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// Two virtual nodes run on the loopback address: web calls cart.
func TestNodesWithoutIptablesRouteByTheHostHeader(t *testing.T) {
	t.Parallel()
	binary(t)
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	writeFile(t, seed, `
- {meshName: m, spec: {}}
- {meshName: m, virtualNodeName: cart, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}], serviceDiscovery: {dns: {hostname: cart.local}}}}
- {meshName: m, virtualServiceName: cart.svc, spec: {provider: {virtualNode: {virtualNodeName: cart}}}}
- {meshName: m, virtualNodeName: web, spec: {backends: [{virtualService: {virtualServiceName: cart.svc}}]}}
`)
	srv := envoys.Start(t, importer.WithFiles(seed))
	ports := freePorts(t, 3)
	srv.SetEndpoints(map[string][]string{"cart.local": {"127.0.0.1:" + strconv.Itoa(ports[0])}})
	for node, options := range map[string]envoy.Options{
		"cart": {Ports: map[string]int{"8080": ports[0], "15001": ports[1]}, Applications: map[string]string{"8080": upstream(t, "cart")}},
		"web":  {Ports: map[string]int{"15001": ports[2]}},
	} {
		options.Bind, options.Explicit, options.Refresh = "127.0.0.1", true, refresh
		socket := filepath.Join(t.TempDir(), node)
		run(
			t,
			srv.EnvoyBootstrap(
				"mesh/m/virtualNode/"+node,
				envoys.WithAdmin("unix:"+socket),
				envoys.WithOptions(options),
			),
			socket,
		)
	}
	web := &gateway{t: t, url: fmt.Sprintf("http://127.0.0.1:%d", ports[2])}
	for host, want := range map[string]string{"cart.svc": "cart", "cart.svc:8080": "cart", "other.svc": ""} {
		if got, status := web.get("GET", "/x", "Host: "+host); got.Upstream != want || want == "" && status != 404 {
			t.Errorf("%s: %+v, %d", host, got, status)
		}
	}
}
