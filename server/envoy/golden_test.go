package envoy_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var tenant = state.Tenant{Account: server.DefaultAccount, Region: server.DefaultRegion}

// snapshot returns the state of a server with the steps.
func snapshot(t testing.TB, steps []server.Step) state.Snapshot {
	t.Helper()
	s, err := server.New(server.Options{})
	if err == nil {
		err = s.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Checkpoint()
}

// seed returns the steps of a seed in YAML.
func seed(t testing.TB, text string) []server.Step {
	t.Helper()
	steps, err := convert.ReadSeed("seed.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

func input(t testing.TB, s state.Snapshot, ref string) envoy.Input {
	t.Helper()
	key, err := envoy.ParseResource(ref, tenant)
	if err != nil {
		t.Fatal(err)
	}
	return envoy.Input{State: s, Resource: key, Source: envoy.REST}
}

// translate returns the configuration of a resource.
func translate(t testing.TB, in envoy.Input) *envoy.Config {
	t.Helper()
	config, err := envoy.Translate(in)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func indented(t testing.TB, config *envoy.Config) []byte {
	t.Helper()
	all := map[string]any{"omitted": config.Omissions}
	for _, kind := range envoy.Types() {
		list := []json.RawMessage{}
		for _, r := range config.Sets[kind] {
			list = append(list, r.JSON)
		}
		all[string(kind)] = list
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestConfigurationIsThatOfTheGoldenFile(t *testing.T) {
	t.Parallel()
	const acm = "arn:aws:acm:us-east-1:123456789012:certificate/6f8c1d1e-0000-4000-8000-000000000001"
	mapped := func(in *envoy.Input) {
		in.Endpoints = envoy.EndpointMap{"cloudmap:everything.local/mapped": {"10.0.0.7:8080", "[fd00::7]:8080"}}
		in.Certificates = envoy.CertificateMap{acm: {CertificateChain: "/tls/acm.pem", PrivateKey: "/tls/acm-key.pem"}}
		in.Options.SDS = "/run/sds.sock"
	}
	explicit := func(in *envoy.Input) {
		in.Options = envoy.Options{Bind: "127.0.0.1", Explicit: true, Ports: map[string]int{"8081": 18081, "15001": 18001}}
		in.Endpoints = envoy.EndpointMap{"catalog-v1.storefront.local": {"127.0.0.1:9001"}, "catalog-v2.storefront.local:8080": {"127.0.0.1:9002"}}
	}
	for _, c := range []struct {
		world, ref, file string
		change           func(*envoy.Input)
	}{
		{"storefront", "mesh/storefront/virtualGateway/ingress", "storefront-gateway", nil},
		{"storefront", "mesh/storefront/virtualNode/cart", "storefront-cart", nil},
		{"storefront", "mesh/storefront/virtualNode/cart", "storefront-cart-explicit", explicit},
		{"storefront", "mesh/storefront/virtualNode/catalog-v1", "storefront-catalog-v1", nil},
		{"everything", "mesh/everything/virtualGateway/many", "everything-gateway", nil},
		{"everything", "mesh/everything/virtualGateway/many", "everything-gateway-mapped", mapped},
		{"everything", "mesh/everything/virtualGateway/trusting", "everything-gateway-trusting", nil},
		{"everything", "mesh/everything/virtualNode/many", "everything-node", nil},
		{"everything", "mesh/everything/virtualNode/many", "everything-node-mapped", mapped},
		{"everything", "mesh/everything/virtualNode/mapped", "everything-node-cloudmap", nil},
		{"quotas", "mesh/full/virtualGateway/gateway-1", "quotas-gateway", nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			steps, err := worlds.Steps(c.world)
			if err != nil {
				t.Fatal(err)
			}
			in := input(t, snapshot(t, steps), c.ref)
			if c.change != nil {
				c.change(&in)
			}
			got := indented(t, translate(t, in))
			path := filepath.Join("testdata", c.file+".json")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs: run go test ./server/envoy -update and look at the difference\n%s", path, firstDifference(got, want))
			}
			if again := indented(t, translate(t, in)); !bytes.Equal(got, again) {
				t.Error("two translations of the same input differ")
			}
		})
	}
}

func firstDifference(got, want []byte) string {
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "one is longer"
}
