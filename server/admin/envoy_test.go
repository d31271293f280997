package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const cart = "mesh/shop/virtualNode/cart"

// startEnvoy starts a server with the routes about Envoys, and the virtual node cart.
func startEnvoy(t *testing.T) *mock {
	t.Helper()
	return start(t, server.Options{}, func(o *admin.Options) {
		service, err := xds.New(xds.Options{
			State: o.Server.Checkpoint, Now: func() time.Time { return server.Epoch },
			Tenant: state.Tenant{Account: o.Server.Account(), Region: o.Server.Region()},
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Envoy = service
		steps, err := convert.ReadSeed("seed.yaml", []byte(`
- {meshName: shop, spec: {}}
- {meshName: shop, virtualNodeName: cart, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: cart.local}}}}
- {meshName: shop, virtualServiceName: cart.svc, spec: {provider: {virtualNode: {virtualNodeName: cart}}}}
- {meshName: shop, virtualNodeName: web, spec: {backends: [{virtualService: {virtualServiceName: cart.svc}}]}}
`))
		if err == nil {
			err = o.Server.Apply("", "", steps)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestEnvoyRoutesReturnBootstrapAndConfiguration(t *testing.T) {
	t.Parallel()
	m := startEnvoy(t)
	for path, want := range map[string]string{
		"/_mock/envoy/bootstrap?resource=" + cart +
			"&ports=80:8080&bind=127.0.0.1&explicit=true": `"appmesh-mock":{"bind":"127.0.0.1","ports":{"80":8080},"explicit":true}`,
		"/_mock/envoy/bootstrap?resource=" + cart + "&source=ads": `"ads_config"`,
		"/_mock/envoy/bootstrap?resource=" + cart +
			"&region=eu-west-1": `"id":"arn:aws:appmesh:eu-west-1:123456789012:` + cart + `"`,
		"/_mock/envoy/config?resource=" + cart:                  `"static_resources"`,
		"/_mock/envoy/config?resource=" + cart + "&source=rest": `"omitted"`,
		"/_mock/envoy/config?resource=" + cart + "&only=routes": `{"routes":[{`,
		"/_mock/envoys": `{"envoys":[]}`,
	} {
		if w := m.raw("GET", path, ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, no %s: %s", path, w.Code, want, w.Body)
		}
	}
	for path, want := range map[string]int{
		"/_mock/envoy/config?resource=mesh/shop/virtualNode/none":             http.StatusNotFound,
		"/_mock/envoy/config?resource=nonsense":                               http.StatusBadRequest,
		"/_mock/envoy/config?resource=" + cart + "&only=everything":           http.StatusBadRequest,
		"/_mock/envoy/config?resource=" + cart + "&source=magic":              http.StatusBadRequest,
		"/_mock/envoy/config?resource=" + cart + "&ports=80":                  http.StatusBadRequest,
		"/_mock/envoy/bootstrap?resource=" + cart + "&refresh=0s":             http.StatusBadRequest,
		"/_mock/envoy/bootstrap?resource=" + cart + "&explicit=maybe":         http.StatusBadRequest,
		"/_mock/envoy/bootstrap?resource=" + cart + "&explicit=1":             http.StatusBadRequest,
		"/_mock/envoy/bootstrap?resource=" + cart + "&source=static":          http.StatusBadRequest,
		"/_mock/envoy/bootstrap?resource=" + cart + "&server=unix:/a&admin=x": http.StatusBadRequest,
	} {
		if w := m.raw("GET", path, ""); w.Code != want || !strings.Contains(w.Body.String(), `"message"`) {
			t.Errorf("%s: %d, want %d: %s", path, w.Code, want, w.Body)
		}
	}
}

func TestEndpointsAndCertificatesAreReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	for path, body := range map[string]string{
		"/_mock/endpoints":    `{"endpoints":{"cart.local":["10.0.0.1:81"]}}`,
		"/_mock/certificates": `{"certificates":{"arn":{"certificateChain":"/cert.pem","privateKey":"/key.pem"}}}`,
	} {
		m := startEnvoy(t)
		if w := m.raw("PUT", path, body); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != body {
			t.Errorf("PUT %s: %d %s", path, w.Code, w.Body)
		}
		if w := m.raw("GET", path, ""); strings.TrimSpace(w.Body.String()) != body {
			t.Errorf("GET %s: %s", path, w.Body)
		}
		config := m.raw("GET", "/_mock/envoy/config?resource=mesh/shop/virtualNode/web&only=clusters", "").Body.String()
		if mapped := strings.Contains(config, "10.0.0.1"); mapped != strings.Contains(path, "endpoints") {
			t.Errorf("after %s: %s", path, config)
		}
		if w := m.raw("DELETE", path, ""); w.Code != http.StatusOK {
			t.Errorf("DELETE %s: %d %s", path, w.Code, w.Body)
		}
		if w := m.raw("GET", path, ""); strings.Contains(w.Body.String(), "1") {
			t.Errorf("GET %s after DELETE: %s", path, w.Body)
		}
	}
	m := startEnvoy(t)
	for path, body := range map[string]string{
		"/_mock/endpoints":    `{"endpoints":{"cart.local":["no port"]}}`,
		"/_mock/certificates": `{"certificates":{"arn":{}}}`,
		"/_mock/envoys":       `{"id":"x","transport":"rest"}`,
	} {
		if w := m.raw("PUT", path, body); w.Code != http.StatusBadRequest {
			t.Errorf("PUT %s: %d %s", path, w.Code, w.Body)
		}
	}
}

func TestReportedEnvoyIsListed(t *testing.T) {
	t.Parallel()
	m := startEnvoy(t)
	m.send("PUT", "/_mock/envoys",
		`{"id":"`+cart+`","address":"@","transport":"ads","rejected":"routes: bad","types":[{"type":"routes","current":"b","acknowledged":"a"}]}`)
	var list struct{ Envoys []xds.Envoy }
	if err := json.Unmarshal(m.raw("GET", "/_mock/envoys", "").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Envoys) != 1 || list.Envoys[0].Resource != cart || list.Envoys[0].Rejected != "routes: bad" ||
		list.Envoys[0].FirstSeen.IsZero() {
		t.Errorf("%+v", list)
	}
}
