package main

import (
	"net/http"
	"path/filepath"
	"testing"
)

func TestEndpointsOfFlagsAreServedReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	s := envoyServer(t, "--envoy-endpoint", "cart.shop.local=127.0.0.1:9001", "--envoy-endpoint",
		"cart.shop.local=127.0.0.1:9002", "--envoy-endpoint", "cloudmap:shop.local/cart?stage=test=127.0.0.1:9003")
	const path = "/_mock/endpoints"
	s.want("GET", path, "", http.StatusOK, `"cart.shop.local":["127.0.0.1:9001","127.0.0.1:9002"]`)
	s.want("GET", path, "", http.StatusOK, `"cloudmap:shop.local/cart?stage=test":["127.0.0.1:9003"]`)
	s.want("PUT", path, `{"endpoints":{"a.local:80":["[::1]:81"]}}`, http.StatusOK, "")
	s.want("GET", path, "", http.StatusOK, `{"endpoints":{"a.local:80":["[::1]:81"]}}`)
	s.want("PUT", path, `{"endpoints":{"a.local":["b"]}}`, http.StatusBadRequest, "a.local")
	s.want("GET", path, "", http.StatusOK, `{"endpoints":{"a.local:80":["[::1]:81"]}}`)
	s.want("DELETE", path, "", http.StatusOK, "")
	s.want("GET", path, "", http.StatusOK, `{"endpoints":{}}`)
}

func TestCertificatesOfAFileAreServedReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:acm:us-east-1:123456789012:certificate/x"
	file := writeFile(t, filepath.Join(t.TempDir(), "certificates.json"), `{"`+arn+`":{"certificateChain":"/tls/cert.pem","privateKey":"/tls/key.pem"}}`)
	s := envoyServer(t, "--envoy-certificates", file)
	const path = "/_mock/certificates"
	s.want("GET", path, "", http.StatusOK, `"`+arn+`":{"certificateChain":"/tls/cert.pem"`)
	s.want("PUT", path, `{"certificates":{"authority":{"certificateChain":"/tls/ca.pem"}}}`, http.StatusOK, "")
	s.want("GET", path, "", http.StatusOK, `"authority":{"certificateChain":"/tls/ca.pem"`)
	s.want("DELETE", path, "", http.StatusOK, "")
	s.want("GET", path, "", http.StatusOK, `{"certificates":{}}`)
}

func TestMistakesInFlagsForEnvoysEndTheServer(t *testing.T) {
	t.Parallel()
	broken := writeFile(t, filepath.Join(t.TempDir(), "broken.json"), `[]`)
	for want, args := range map[string][]string{
		"must be NAME=HOST:PORT":         {"--envoy-endpoint", "cart.shop.local"},
		`endpoint "cart.shop.local"`:     {"--envoy-endpoint", "cart.shop.local=here"},
		"--envoy-certificates /no/file":  {"--envoy-certificates", "/no/file"},
		"--envoy-certificates " + broken: {"--envoy-certificates", broken},
	} {
		wantRefusal(t, exitUsage, want, nil, append([]string{"--addr", "127.0.0.1:0"}, args...)...)
	}
}
