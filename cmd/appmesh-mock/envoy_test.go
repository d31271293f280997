package main

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

const ingress = "mesh/storefront/virtualGateway/ingress"

// envoyServer returns a server of the storefront with flags about Envoys.
func envoyServer(t *testing.T, flags ...string) *serving {
	t.Helper()
	return startServer(t, nil, append([]string{"--world", "storefront"}, flags...)...)
}

// output runs the command against the server, which must succeed, and returns its output.
func (s *serving) output(args ...string) string {
	s.t.Helper()
	stdout, stderr, code := runBinary(s.t, nil, append(args, "--server", s.url)...)
	if code != exitOK {
		s.t.Fatalf("%q: exit %d: %s", args, code, stderr)
	}
	return stdout
}

func TestEnvoyBootstrapHasTheFlags(t *testing.T) {
	t.Parallel()
	s := envoyServer(t)
	text := s.output("envoy", "bootstrap", ingress, "--bind", "127.0.0.9", "--ports", "8443:18443,15001:18001",
		"--applications", "8080:127.0.0.1:9001", "--sds", "/run/sds.sock", "--refresh", "250ms", "--explicit",
		"--admin", "127.0.0.1:9901")
	var document map[string]any
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(s.url, "http://"), ":")
	for _, want := range []string{
		`"id":"` + ingress + `"`, `"bind":"127.0.0.9"`, `"ports":{"15001":18001,"8443":18443}`, `"explicit":true`,
		`"applications":{"8080":"127.0.0.1:9001"}`, `"path":"/run/sds.sock"`, `"refresh_delay":"0.25s"`,
		`"port_value":9901`, `"port_value":` + port, `"api_type":"REST"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in %s", want, text)
		}
	}
	ads := s.output("envoy", "bootstrap", ingress, "--source", "ads", "--xds-address", "unix:/run/ads.sock",
		"--account", "111122223333", "--region", "eu-west-1")
	for _, want := range []string{
		`"api_type":"GRPC"`, `"path":"/run/ads.sock"`,
		`"id":"arn:aws:appmesh:eu-west-1:111122223333:` + ingress + `"`,
	} {
		if !strings.Contains(ads, want) {
			t.Errorf("there is no %s in %s", want, ads)
		}
	}
}

func TestEnvoyBootstrapOfAServerWithTLSConnectsByTLS(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	s := envoyServer(t, "--tls", "--ca-file", ca)
	if text := s.output("envoy", "bootstrap", ingress, "--ca-file", ca); !strings.Contains(text, "UpstreamTlsContext") {
		t.Errorf("the cluster of the server has no TLS: %s", text)
	}
}

func TestEnvoyConfigPrintsAllOrOneType(t *testing.T) {
	t.Parallel()
	s := envoyServer(t, "--envoy-endpoint", "catalog-v1.storefront.local=127.0.0.1:9001")
	all := s.output("envoy", "config", ingress)
	for _, want := range []string{`"static_resources"`, "lds_ingress_0.0.0.0_8443", `"port_value":9001`} {
		if !strings.Contains(all, want) {
			t.Errorf("there is no %s in %s", want, all)
		}
	}
	for kind, want := range map[string]string{"clusters": "cds_egress_", "listeners": "lds_egress_", "routes": "rds_egress_"} {
		var one map[string][]json.RawMessage
		text := s.output("envoy", "config", ingress, "--only", kind)
		if err := json.Unmarshal([]byte(text), &one); err != nil || len(one) != 1 || len(one[kind]) == 0 {
			t.Errorf("--only %s: %v: %s", kind, err, text)
		}
		if !strings.Contains(text, want) {
			t.Errorf("--only %s: there is no %s in %s", kind, want, text)
		}
	}
}

func TestEnvoyListShowsTheVersionsOfEnvoys(t *testing.T) {
	t.Parallel()
	s := envoyServer(t)
	if got := s.output("envoy", "ls"); got != "ID  ADDRESS  TRANSPORT  LAST SEEN  STATE\n" {
		t.Errorf("without Envoys: %q", got)
	}
	poll := func(kind, version string) string {
		_, body := s.send("POST", "/v3/discovery:"+kind, `{"node":{"id":"`+ingress+`"},"version_info":"`+version+`"}`)
		var response struct {
			Version string `json:"version_info"`
		}
		if err := json.Unmarshal([]byte(body), &response); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		return response.Version
	}
	clusters, listeners := poll("clusters", ""), poll("listeners", "")
	if got := s.output("envoy", "ls"); !strings.Contains(got, ingress) || !strings.Contains(got, "behind") {
		t.Errorf("before it has acknowledged: %s", got)
	}
	for kind, version := range map[string]string{"clusters": clusters, "listeners": listeners} {
		s.want("POST", "/v3/discovery:"+kind, `{"node":{"id":"`+ingress+`"},"version_info":"`+version+`"}`,
			http.StatusNotModified, "")
	}
	if got := s.output("envoy", "ls"); !strings.Contains(got, "current") {
		t.Errorf("after it has acknowledged: %s", got)
	}
	var list struct {
		Envoys []struct{ ID, Transport string }
	}
	text := s.output("envoy", "ls", "--json")
	if err := json.Unmarshal([]byte(text), &list); err != nil || len(list.Envoys) != 1 || list.Envoys[0].ID != ingress {
		t.Errorf("%v: %s", err, text)
	}
	for range 4 {
		poll("clusters", "older")
	}
	if got := s.output("envoy", "ls"); !strings.Contains(got, "rejects: the version of clusters") {
		t.Errorf("while it does not take its clusters: %s", got)
	}
}

func TestMistakesInCommandsForEnvoysAreReported(t *testing.T) {
	t.Parallel()
	s := envoyServer(t)
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "takes one argument: an ARN", []string{"bootstrap"}},
		{exitUsage, "takes one argument: an ARN", []string{"config", "a", "b"}},
		{exitUsage, "must be an ARN", []string{"bootstrap", "mesh/storefront"}},
		{exitUsage, "source must be rest or ads", []string{"bootstrap", ingress, "--source", "xds"}},
		{exitUsage, "must be HOST:PORT or unix:PATH", []string{"bootstrap", ingress, "--xds-address", "here"}},
		{exitUsage, "refresh", []string{"bootstrap", ingress, "--refresh", "0s"}},
		{exitUsage, "ports must be PORT:PORT", []string{"bootstrap", ingress, "--ports", "8443"}},
		{exitUsage, "bind", []string{"config", ingress, "--bind", "localhost"}},
		{exitUsage, "only must be clusters", []string{"config", ingress, "--only", "runtime"}},
		{exitError, "there is no virtualNode", []string{"config", "mesh/storefront/virtualNode/none"}},
	} {
		wantRefusal(t, c.code, c.want, nil, append(append([]string{"envoy"}, c.args...), "--server", s.url)...)
	}
}
