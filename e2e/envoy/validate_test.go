package envoy

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

var tenant = state.Tenant{Account: server.DefaultAccount, Region: server.DefaultRegion}

// validateAll checks that Envoy accepts the configuration of each gateway and node, at most limit
// of each kind, and returns the number of configurations.
func validateAll(t *testing.T, s state.Snapshot, limit int) (validated int) {
	t.Helper()
	for _, kind := range []state.Kind{state.VirtualGateway, state.VirtualNode} {
		n := 0
		for r := range s.Resources(tenant, kind) {
			if n++; n > limit {
				break
			}
			for _, mapped := range []bool{false, true} {
				in := envoy.Input{State: s, Resource: r.Key, Source: envoy.Static}
				if mapped {
					in.Options.SDS, in.Options.Bind = "/run/sds.sock", "127.0.0.1"
					in.Certificates = everyCertificate(r.Spec)
				}
				config, err := envoy.Translate(in)
				if err != nil {
					t.Fatalf("%v: %v", r.Key, err)
				}
				text := withFiles(t, withSDS(withoutLogs(config.StaticJSON(""))))
				if rejection := validate(t, text); rejection != "" {
					t.Errorf("%s %s (mapped %t): %s\n%s", kind, r.Name(), mapped, rejection, text)
				}
				validated++
			}
		}
	}
	return validated
}

// withoutLogs replaces the paths of access logs, whose folders need not exist here.
func withoutLogs(config []byte) []byte {
	return []byte(logPaths.ReplaceAllString(string(config), `FileAccessLog",${1}"path":"/dev/null"`))
}

// withSDS adds the cluster of an SDS server.
func withSDS(config []byte) []byte {
	const cluster = `{"name":"` + envoy.SDSCluster + `","type":"STATIC","connect_timeout":"1s","typed_extension_protocol_options":` +
		`{"envoy.extensions.upstreams.http.v3.HttpProtocolOptions":{"@type":"type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",` +
		`"explicit_http_config":{"http2_protocol_options":{}}}},"load_assignment":{"cluster_name":"sds"}}`
	node := strings.Replace(string(config), `{`, `{"node":{"id":"test","cluster":"test"},`, 1)
	return []byte(strings.Replace(node, `"clusters":[`, `"clusters":[`+cluster+`,`, 1))
}

// everyCertificate maps each ARN of a spec.
func everyCertificate(spec string) envoy.CertificateMap {
	all := envoy.CertificateMap{}
	for _, arn := range arns.FindAllString(spec, -1) {
		all[arn] = envoy.Certificate{CertificateChain: "chain.pem", PrivateKey: "key.pem"}
	}
	return all
}

func snapshotOf(t *testing.T, options server.Options, steps []server.Step) state.Snapshot {
	t.Helper()
	s, err := server.New(options)
	if err == nil {
		err = s.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Checkpoint()
}

func TestEnvoyAcceptsEveryDataSet(t *testing.T) {
	t.Parallel()
	binary(t)
	for _, name := range worlds.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps, err := worlds.Steps(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := validateAll(t, snapshotOf(t, server.Options{}, steps), 6); n == 0 && name != "empty" {
				t.Error("nothing was validated")
			}
		})
	}
}

func TestEnvoyAcceptsTheCorpus(t *testing.T) {
	t.Parallel()
	binary(t)
	files, err := filepath.Glob(filepath.Join(shared(), "corpus", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("there is no corpus: SHARED_DIR must name the folder that contains it")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var scenario struct {
				Requests []server.Step `json:"requests"`
			}
			if err := json.Unmarshal(data, &scenario); err != nil {
				t.Fatal(err)
			}
			s, err := server.New(server.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, step := range scenario.Requests {
				if err := s.Apply("", "", []server.Step{step}); err != nil && !strings.Contains(err.Error(), "Exception") {
					t.Fatal(fmt.Errorf("%s: %w", step.Operation, err))
				}
			}
			validateAll(t, s.Checkpoint(), 3)
		})
	}
}

func shared() string {
	if dir := os.Getenv("SHARED_DIR"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared")
}
