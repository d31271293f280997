package envoy

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/envoys"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// nodesMesh is a mesh whose gateway g sends requests to a, which sends requests to b1 and b2.
const nodesMesh = `
- meshName: m
  spec: {}
- meshName: m
  virtualGatewayName: g
  spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}
- meshName: m
  virtualNodeName: a
  spec:
    listeners: [{portMapping: {port: 8080, protocol: http}}]
    serviceDiscovery: {dns: {hostname: a.local}}
    backends:
      - virtualService: {virtualServiceName: b.svc}
      - virtualService: {virtualServiceName: grpc.svc}
      - virtualService: {virtualServiceName: tcp.svc}
      - virtualService:
          virtualServiceName: tls.svc
          clientPolicy:
            tls:
              certificate: {file: {certificateChain: DIR/chain.pem, privateKey: DIR/key.pem}}
              validation: {trust: {file: {certificateChain: DIR/ca.pem}}, subjectAlternativeNames: {match: {exact: [server.test]}}}
      - virtualService:
          virtualServiceName: wrong.svc
          clientPolicy:
            tls: {validation: {trust: {file: {certificateChain: DIR/ca.pem}}, subjectAlternativeNames: {match: {exact: [other.test]}}}}
- meshName: m
  virtualNodeName: b1
  spec:
    listeners:
      - portMapping: {port: 8080, protocol: http}
        outlierDetection: {maxServerErrors: 3, interval: {unit: ms, value: 200}, baseEjectionDuration: {unit: s, value: 60}, maxEjectionPercent: 10}
      - portMapping: {port: 9090, protocol: grpc}
      - portMapping: {port: 5000, protocol: tcp}
    serviceDiscovery: {dns: {hostname: b1.local}}
- meshName: m
  virtualNodeName: b2
  spec:
    listeners:
      - portMapping: {port: 8080, protocol: http}
      - portMapping: {port: 8443, protocol: http}
        tls:
          mode: STRICT
          certificate: {file: {certificateChain: DIR/chain.pem, privateKey: DIR/key.pem}}
          validation: {trust: {file: {certificateChain: DIR/ca.pem}}}
    serviceDiscovery: {dns: {hostname: b2.local}}
- meshName: m
  virtualRouterName: b
  spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}
- meshName: m
  virtualRouterName: b
  routeName: header
  spec:
    priority: 1
    httpRoute:
      match: {prefix: /, headers: [{name: x-to, match: {exact: b2}}]}
      action: {weightedTargets: [{virtualNode: b2, weight: 1, port: 8080}]}
      retryPolicy: {httpRetryEvents: [gateway-error], maxRetries: 2, perRetryTimeout: {unit: s, value: 5}}
      timeout: {perRequest: {unit: ms, value: 700}}
- meshName: m
  virtualRouterName: b
  routeName: weights
  spec:
    httpRoute:
      match: {prefix: /}
      action: {weightedTargets: [{virtualNode: b1, weight: 50, port: 8080}, {virtualNode: b2, weight: 50, port: 8080}]}
- meshName: m
  virtualServiceName: b.svc
  spec: {provider: {virtualRouter: {virtualRouterName: b}}}
- meshName: m
  virtualRouterName: grpc
  spec: {listeners: [{portMapping: {port: 9090, protocol: grpc}}]}
- meshName: m
  virtualRouterName: grpc
  routeName: library
  spec:
    grpcRoute:
      match: {serviceName: test.Library, methodName: Borrow}
      action: {weightedTargets: [{virtualNode: b1, weight: 1, port: 9090}]}
- meshName: m
  virtualServiceName: grpc.svc
  spec: {provider: {virtualRouter: {virtualRouterName: grpc}}}
- meshName: m
  virtualRouterName: tcp
  spec: {listeners: [{portMapping: {port: 5000, protocol: tcp}}]}
- meshName: m
  virtualRouterName: tcp
  routeName: all
  spec:
    tcpRoute:
      action: {weightedTargets: [{virtualNode: b1, weight: 100, port: 5000}, {virtualNode: b2, weight: 0, port: 8080}]}
- meshName: m
  virtualServiceName: tcp.svc
  spec: {provider: {virtualRouter: {virtualRouterName: tcp}}}
- meshName: m
  virtualRouterName: tls
  spec: {listeners: [{portMapping: {port: 8443, protocol: http}}]}
- meshName: m
  virtualRouterName: tls
  routeName: all
  spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: b2, weight: 1, port: 8443}]}}}
- meshName: m
  virtualServiceName: tls.svc
  spec: {provider: {virtualRouter: {virtualRouterName: tls}}}
- meshName: m
  virtualServiceName: wrong.svc
  spec: {provider: {virtualRouter: {virtualRouterName: tls}}}
- meshName: m
  virtualServiceName: a.svc
  spec: {provider: {virtualNode: {virtualNodeName: a}}}
- meshName: m
  virtualGatewayName: g
  gatewayRouteName: a
  spec: {httpRoute: {match: {prefix: /a}, action: {target: {virtualService: {virtualServiceName: a.svc}}}}}
`

func TestNodesInNamespacesRouteAsSpecified(t *testing.T) {
	t.Parallel()
	w := newNetwork(t)
	dir, err := certificates()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "key.pem")} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	seed := filepath.Join(w.dir, "seed.yaml")
	if err := os.WriteFile(seed, []byte(strings.ReplaceAll(nodesMesh, "DIR", dir)), 0o600); err != nil {
		t.Fatal(err)
	}
	srv := envoys.Start(t, importer.WithFiles(seed))
	socket := filepath.Join(w.dir, "xds.sock")
	serveOn(t, srv.EnvoyHandler(), socket)
	g, gateway := w.add("g")
	a, addressA := w.add("a", 8080)
	b1, addressB1 := w.add("b1", 8080, 9090, 5000)
	b2, addressB2 := w.add("b2", 8080, 8443)
	srv.SetEndpoints(map[string][]string{
		"a.local": {addressA + ":8080"}, "b1.local:8080": {addressB1 + ":8080"}, "b1.local:9090": {addressB1 + ":9090"},
		"b1.local:5000": {addressB1 + ":5000"}, "b2.local:8080": {addressB2 + ":8080"}, "b2.local:8443": {addressB2 + ":8443"},
	})
	w.app(a, "a", "127.0.0.1:8080", "127.0.0.1:1")
	w.app(b1, "b1", "127.0.0.1:8080", "127.0.0.1:5000")
	w.app(b1, "b1", "127.0.0.1:9090", "0.0.0.0:7000")
	w.app(b2, "b2", "127.0.0.1:8080", "0.0.0.0:7000")
	w.app(b2, "b2", "127.0.0.1:8443", "127.0.0.1:1")
	for namespace, resource := range map[string]string{
		g: "virtualGateway/g", a: "virtualNode/a", b1: "virtualNode/b1", b2: "virtualNode/b2",
	} {
		admin := filepath.Join(w.dir, namespace+".sock")
		w.envoy(namespace, srv.EnvoyBootstrap("mesh/m/"+resource, envoys.WithServer("unix:"+socket),
			envoys.WithAdmin("unix:"+admin), envoys.WithOptions(envoy.Options{Refresh: refresh})), admin)
	}
	const anywhere = "http://10.77.0.99" // no host has it: the Envoy uses the Host header and the port

	t.Run("a client reaches the node through the gateway", func(t *testing.T) {
		r := w.fetch(w.hub, 1, "http://"+gateway+":8080/a/x")[0]
		if r.Status != http.StatusOK || r.Upstream != "a" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("requests are shared by weights", func(t *testing.T) {
		n := map[string]int{}
		for _, r := range w.fetch(a, 60, anywhere+":8080/w", "Host: b.svc:8080") {
			n[r.Upstream]++
		}
		if n["b1"] < 10 || n["b2"] < 10 || n["b1"]+n["b2"] != 60 {
			t.Errorf("%v", n)
		}
	})
	t.Run("a header selects the route", func(t *testing.T) {
		for _, r := range w.fetch(a, 10, anywhere+":8080/h", "Host: b.svc", "x-to: b2") {
			if r.Upstream != "b2" {
				t.Errorf("%+v", r)
			}
		}
	})
	t.Run("a gateway error is retried twice", func(t *testing.T) {
		w.fetch(a, 1, anywhere+":8080/retry", "Host: b.svc", "x-to: b2", "x-status: 502")
		if r := w.fetch(a, 1, anywhere+":8080/retry", "Host: b.svc", "x-to: b2")[0]; !strings.HasPrefix(r.Body, "b2 4 ") {
			t.Errorf("%+v: want the fourth call", r)
		}
	})
	t.Run("another error is not retried", func(t *testing.T) {
		w.fetch(a, 1, anywhere+":8080/once", "Host: b.svc", "x-to: b2", "x-status: 500")
		if r := w.fetch(a, 1, anywhere+":8080/once", "Host: b.svc", "x-to: b2")[0]; !strings.HasPrefix(r.Body, "b2 2 ") {
			t.Errorf("%+v: want the second call", r)
		}
	})
	t.Run("a request times out", func(t *testing.T) {
		if r := w.fetch(a, 1, anywhere+":8080/slow", "Host: b.svc", "x-to: b2",
			"x-slow: yes")[0]; r.Status != http.StatusGatewayTimeout {
			t.Errorf("%+v", r)
		}
	})
	t.Run("gRPC reaches the method", func(t *testing.T) {
		r := w.fetch(a, 1, "h2://10.77.0.99:9090/test.Library/Borrow", "Host: grpc.svc", "Content-Type: application/grpc", "te: trailers")[0]
		if r.Upstream != "b1" || r.Trailer != "0" {
			t.Errorf("%+v", r)
		}
		r = w.fetch(a, 1, "h2://10.77.0.99:9090/test.Library/Return", "Host: grpc.svc", "Content-Type: application/grpc")[0]
		if r.Upstream != "" {
			t.Errorf("another method: %+v", r)
		}
	})
	t.Run("TCP reaches the target by its port", func(t *testing.T) {
		for _, r := range w.fetch(a, 5, "tcp://10.77.0.99:5000") {
			if r.Body != "b1" {
				t.Errorf("%+v", r)
			}
		}
	})
	t.Run("mutual TLS works with the name of the certificate", func(t *testing.T) {
		if r := w.fetch(a, 1, anywhere+":8443/", "Host: tls.svc")[0]; r.Upstream != "b2" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("TLS fails with another name", func(t *testing.T) {
		if r := w.fetch(a, 1, anywhere+":8443/", "Host: wrong.svc")[0]; r.Status != http.StatusServiceUnavailable {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a connection without TLS is closed", func(t *testing.T) {
		if r := w.fetch(w.hub, 1, "http://"+addressB2+":8443/")[0]; r.Error == "" {
			t.Errorf("%+v", r)
		}
	})
	outside := "tcp://" + addressB2 + ":7000" // where no virtual node listens
	t.Run("DROP_ALL refuses other hosts", func(t *testing.T) {
		if r := w.fetch(a, 1, outside)[0]; r.Body != "" {
			t.Errorf("%+v", r)
		}
		if r := w.fetch(a, 1, anywhere+":8080/", "Host: other.svc")[0]; r.Status != http.StatusNotFound {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a host with errors is ejected", func(t *testing.T) {
		put(t, srv.URL, "PUT", "m/virtualRouter/b/routes/weights",
			`{"spec":{"httpRoute":{"match":{"prefix":"/"},"action":{"weightedTargets":[{"virtualNode":"b1","weight":1,"port":8080}]}}}}`)
		w.fetch(a, 20, anywhere+":8080/ejected", "Host: b.svc", "x-status: 500")
		eventually(t, "the admin interface counts an ejection", func() error {
			return hasEjection(filepath.Join(w.dir, a+".sock"))
		})
	})
	t.Run("ALLOW_ALL allows other hosts", func(t *testing.T) {
		put(t, srv.URL, "PUT", "m", `{"spec":{"egressFilter":{"type":"ALLOW_ALL"}}}`)
		eventually(t, "the host is reached", func() error {
			if r := w.fetch(a, 1, outside)[0]; r.Body != "b2" {
				return fmt.Errorf("%+v", r)
			}
			return nil
		})
	})
}
