package envoy

import (
	"fmt"
	"net"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/envoys"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

func TestConfigurationArrivesOverTLS(t *testing.T) {
	t.Parallel()
	binary(t)
	web := httptest.NewTLSServer(newServer(t, mesh([]string{"a"}, gatewayRoute("a", "", "prefix: /", "a", "")),
		envoy.EndpointMap{"a.local": {upstream(t, "a")}}))
	t.Cleanup(web.Close)
	ports := freePorts(t, 2)
	socket := filepath.Join(t.TempDir(), "admin.sock")
	query := url.Values{
		"resource": {"mesh/m/virtualGateway/g"}, "bind": {"127.0.0.1"}, "refresh": {refresh}, "admin": {"unix:" + socket},
		"ports": {fmt.Sprintf("8080:%d,15001:%d", ports[0], ports[1])},
	}
	bootstrap, err := readBy(web.Client(), web.URL+"/_mock/envoy/bootstrap?"+query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	run(t, bootstrap, socket)
	g := &gateway{t: t, url: fmt.Sprintf("http://127.0.0.1:%d", ports[0])}
	eventually(t, "requests reach a through the gateway", func() error {
		if got, status := g.get("GET", "/x"); got.Upstream != "a" {
			return fmt.Errorf("status %d", status)
		}
		return nil
	})
}

// dualMesh has two nodes with the same addresses of both families and different preferences.
const dualMesh = `
- {meshName: m, spec: {serviceDiscovery: {ipPreference: IPv6_PREFERRED}}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}}
- {meshName: m, virtualNodeName: six, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {awsCloudMap: {namespaceName: ns, serviceName: s}}}}
- {meshName: m, virtualNodeName: four, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {awsCloudMap: {namespaceName: ns, serviceName: s, ipPreference: IPv4_ONLY}}}}
- {meshName: m, virtualServiceName: six.svc, spec: {provider: {virtualNode: {virtualNodeName: six}}}}
- {meshName: m, virtualServiceName: four.svc, spec: {provider: {virtualNode: {virtualNodeName: four}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: six, spec: {httpRoute: {match: {prefix: /six}, action: {target: {virtualService: {virtualServiceName: six.svc}}}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: four, spec: {httpRoute: {match: {prefix: /four}, action: {target: {virtualService: {virtualServiceName: four.svc}}}}}}
`

func TestPreferenceOfAnIPVersionSelectsTheAddress(t *testing.T) {
	t.Parallel()
	binary(t)
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		harness.Unavailable(t, "the loopback interface has no IPv6: "+err.Error())
	}
	six := httptest.NewUnstartedServer(echoHandler("six"))
	six.Listener.Close() //nolint:errcheck // it accepted nothing
	six.Listener = listener
	six.Start()
	t.Cleanup(six.Close)
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	writeFile(t, seed, dualMesh)
	srv := envoys.Start(t, importer.WithFiles(seed))
	srv.SetEndpoints(map[string][]string{"cloudmap:ns/s": {upstream(t, "four"), listener.Addr().String()}})
	ports := freePorts(t, 2)
	socket := filepath.Join(t.TempDir(), "admin.sock")
	run(t, srv.EnvoyBootstrap("mesh/m/virtualGateway/g", envoys.WithAdmin("unix:"+socket), envoys.WithOptions(
		envoy.Options{Refresh: refresh, Ports: map[string]int{"8080": ports[0], "15001": ports[1]}})), socket)
	for _, host := range []string{"127.0.0.1", "[::1]"} { // with a preference, listeners accept both
		g := &gateway{t: t, url: fmt.Sprintf("http://%s:%d", host, ports[0])}
		for _, want := range []string{"six", "four"} {
			eventually(t, "requests to "+host+" reach "+want, func() error {
				if got, status := g.get("GET", "/"+want); got.Upstream != want {
					return fmt.Errorf("status %d from %q", status, got.Upstream)
				}
				return nil
			})
		}
	}
}
