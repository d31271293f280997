package envoy

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// agentBootstrap has the form of the bootstrap that AWS's agent writes for a Unix socket: ADS
// with Google's gRPC, no options in the metadata, and a local EDS cluster that is not served.
const agentBootstrap = `{
"node": {"id": "arn:aws:appmesh:us-east-1:123456789012:mesh/m/virtualGateway/g", "cluster": "mesh/m/virtualGateway/g",
  "metadata": {"aws.appmesh.task.interfaces": {"ipv4": {"eth0": ["10.77.0.2"]}}, "aws.appmesh.metric_filter": {"level": "1"}}},
"admin": {"address": {"pipe": {"path": "ADMIN"}}},
"layered_runtime": {"layers": [{"name": "static_layer_0", "static_layer": {
  "re2.max_program_size.error_level": 1000, "envoy.reloadable_features.no_extension_lookup_by_name": true}}]},
"cluster_manager": {"local_cluster_name": "local_cluster"},
"dynamic_resources": {
  "ads_config": {"api_type": "GRPC", "transport_api_version": "V3",
    "grpc_services": [{"google_grpc": {"target_uri": "unix://SOCKET", "stat_prefix": "ads",
      "channel_args": {"args": {"grpc.keepalive_time_ms": {"int_value": 10000}, "grpc.keepalive_timeout_ms": {"int_value": 20000}}}}}]},
  "lds_config": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"},
  "cds_config": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"}},
"static_resources": {"clusters": [{"name": "local_cluster", "type": "EDS", "eds_cluster_config": {
  "service_name": "local_cluster", "eds_config": {"ads": {}, "initial_fetch_timeout": "0.001s", "resource_api_version": "V3"}}}]}
}`

func TestBootstrapOfTheAgentWorksWithTheBridge(t *testing.T) {
	t.Parallel()
	w := newNetwork(t)
	namespace, address := w.add("agent")
	w.app(namespace, "a", "127.0.0.1:9001", "127.0.0.1:1")
	api := startServer(t, mesh([]string{"a"}, gatewayRoute("all", "", "prefix: /", "a", "")),
		envoy.EndpointMap{"a.local": {"127.0.0.1:9001"}})
	socket := startBridge(t, api)
	for _, path := range []string{filepath.Dir(socket), socket} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	admin := filepath.Join(w.dir, "agent.sock")
	w.envoy(namespace, strings.NewReplacer("ADMIN", admin, "SOCKET", socket).Replace(agentBootstrap), admin)
	eventually(t, "requests reach the application through the gateway", func() error {
		if r := w.fetch(w.hub, 1, "http://"+address+":8080/")[0]; r.Status != http.StatusOK || r.Upstream != "a" {
			return fmt.Errorf("%+v", r)
		}
		return nil
	})
	eventually(t, "the Envoy has acknowledged all versions", func() error { return upToDate(api) })
}

func TestRejectedConfigurationIsShown(t *testing.T) {
	t.Parallel()
	// The folder of the access log does not exist, so the Envoy refuses the listeners.
	seed := strings.Replace(mesh([]string{"a"}, gatewayRoute("all", "", "prefix: /", "a", "")), "protocol: http}}]}}\n",
		"protocol: http}}], logging: {accessLog: {file: {path: /nonexistent/log}}}}}\n", 1)
	g := startADSGateway(t, seed, nil, func(s string) string { return s })
	eventually(t, "the server shows the reason", func() error {
		list, err := read(g.api + "/_mock/envoys")
		if err == nil && !strings.Contains(list, "unable to open file") {
			err = fmt.Errorf("%s", list)
		}
		return err
	})
}
