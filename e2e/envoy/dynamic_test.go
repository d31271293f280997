package envoy

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// dynamicMesh has a gateway with an ACM certificate, and a node in Cloud Map.
const dynamicMesh = `
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 8080, protocol: http}, tls: {mode: STRICT, certificate: {acm: {certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/x"}}}}]}}
- {meshName: m, virtualNodeName: a, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {awsCloudMap: {namespaceName: ns, serviceName: a}}}}
- {meshName: m, virtualServiceName: a.svc, spec: {provider: {virtualNode: {virtualNodeName: a}}}}
- {meshName: m, virtualGatewayName: g, gatewayRouteName: all, spec: {httpRoute: {match: {prefix: /}, action: {target: {virtualService: {virtualServiceName: a.svc}}}}}}
`

// send sends a JSON body to an admin route.
func send(t *testing.T, method, target, body string) {
	t.Helper()
	request, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // only the status counts
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s", method, target, response.Status)
	}
}

func TestEndpointsAndSecretsAreServedAndChange(t *testing.T) {
	t.Parallel()
	binary(t)
	dir, err := certificates()
	if err != nil {
		t.Fatal(err)
	}
	insecure := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
	}}
	for _, source := range []envoy.Source{envoy.REST, envoy.ADS} {
		t.Run(string(source), func(t *testing.T) {
			t.Parallel()
			api := startServer(t, dynamicMesh, envoy.EndpointMap{"cloudmap:ns/a": {upstream(t, "first")}})
			send(t, "PUT", api+"/_mock/certificates", fmt.Sprintf(`{"certificates":{"arn:aws:acm:us-east-1:123456789012:certificate/x":{"certificateChain":%q,"privateKey":%q}}}`,
				filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem")))
			address, err := url.Parse(api)
			if err != nil {
				t.Fatal(err)
			}
			at := address.Host
			if source == envoy.ADS {
				at = "unix:" + startBridge(t, api)
			}
			ports := freePorts(t, 2)
			admin := filepath.Join(t.TempDir(), "admin.sock")
			bootstrap, err := envoy.Bootstrap{
				Resource: "mesh/m/virtualGateway/g", Server: at, Source: source, Admin: "unix:" + admin,
				Options: envoy.Options{Bind: "127.0.0.1", Refresh: refresh, Ports: map[string]int{"8080": ports[0], "15001": ports[1]}},
			}.JSON()
			if err != nil {
				t.Fatal(err)
			}
			run(t, string(bootstrap), admin)
			reaches := func(name string) {
				t.Helper()
				eventually(t, "requests reach "+name, func() error {
					response, err := insecure.Get(fmt.Sprintf("https://127.0.0.1:%d/", ports[0]))
					if err != nil {
						return err
					}
					defer response.Body.Close() //nolint:errcheck // only the header counts
					if got := response.Header.Get("x-upstream"); got != name {
						return fmt.Errorf("%s from %q", response.Status, got)
					}
					return nil
				})
			}
			reaches("first")
			send(t, "PUT", api+"/_mock/endpoints", fmt.Sprintf(`{"endpoints":{"cloudmap:ns/a":[%q]}}`, upstream(t, "second")))
			reaches("second")
		})
	}
}
