package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// trustingClient returns a client that trusts the CA in a file, and connects to one address for
// all URLs.
func trustingClient(t *testing.T, file, addr string) *http.Client {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		t.Fatalf("%s has no certificate", file)
	}
	return &http.Client{Timeout: timeout, Transport: &http.Transport{
		ForceAttemptHTTP2: true, DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{RootCAs: pool},
		DialContext:     func(context.Context, string, string) (net.Conn, error) { return net.Dial("tcp", addr) },
	}}
}

func TestCreatedCertificateIsTrustedByItsCA(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca, ready := filepath.Join(dir, "a ca.pem"), filepath.Join(dir, "ready")
	s := startServer(t, nil, "--tls", "--ca-file", ca, "--ready-file", ready)
	addr, isHTTPS := strings.CutPrefix(s.url, "https://")
	if urls := readyLines(t, ready); !isHTTPS || len(urls) != 1 || urls[0] != s.url {
		t.Fatalf("the ready file has %q, the ready line %q", urls, s.line)
	}
	if got := s.textAfter("AWS_CA_BUNDLE="); got != "'"+ca+"'" {
		t.Errorf("the CA is at %s", got)
	}
	s.client = trustingClient(t, ca, addr)
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]", "appmesh.us-east-1.amazonaws.com",
		"appmesh.moon-base-7.amazonaws.com",
		"APPMESH.eu-west-3.amazonaws.com", "appmesh.cn-north-1.amazonaws.com.cn", "appmesh.us-east-1.api.aws"} {
		s.at("https://"+host).with(s.client).want("GET", "/v20190125/meshes/m", "", http.StatusOK, `"meshName":"m"`)
	}
	for _, host := range []string{"s3.us-east-1.amazonaws.com", "appmesh.amazonaws.com",
		"appmesh.us-east-1.amazonaws.com.evil.example", "x.appmesh.us-east-1.amazonaws.com"} {
		if response, err := s.client.Get("https://" + host + "/v20190125/meshes/m"); err == nil {
			response.Body.Close()
			t.Errorf("the certificate is also for %s", host)
		}
	}
	if response, err := http.Get(s.url); err == nil {
		response.Body.Close()
		t.Error("a client without the CA trusts the certificate")
	}
	for _, args := range [][]string{{"--addr", addr, "--tls"}, {"--addr", addr, "--cert", "c"}} {
		if _, stderr, code := runBinary(t, nil, append([]string{"healthcheck"}, args...)...); code != exitOK {
			t.Errorf("healthcheck %v: exit %d, %s", args, code, stderr)
		}
	}
	wantRefusal(t, exitError, "is not healthy", nil, "healthcheck", "--addr", addr)
}

// with returns the same server with another HTTP client.
func (s *serving) with(client *http.Client) *serving {
	return &serving{t: s.t, client: client, url: s.url}
}

func TestCreatedCertificateSuitsStrictClients(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ca.pem")
	s := startServer(t, nil, "--addr", "127.0.0.2:0", "--tls", "--ca-file", file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "CERTIFICATE" || len(rest) != 0 {
		t.Fatalf("the CA file is %s", text)
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(s.url, "https://"), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	chain := conn.ConnectionState().PeerCertificates
	leaf := chain[0]
	switch {
	case len(chain) != 1 || leaf.CheckSignatureFrom(ca) != nil:
		t.Error("the certificate is not signed by the CA")
	case !ca.IsCA || ca.KeyUsage != x509.KeyUsageCertSign || len(ca.SubjectKeyId) == 0 || !ca.MaxPathLenZero:
		t.Error("the CA is not a CA")
	case leaf.IsCA || !slices.Equal(leaf.AuthorityKeyId, ca.SubjectKeyId) ||
		!slices.Equal(leaf.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}):
		t.Error("the certificate is not for servers")
	case leaf.PublicKeyAlgorithm != x509.ECDSA || ca.PublicKeyAlgorithm != x509.ECDSA:
		t.Error("the keys are not ECDSA")
	case time.Until(leaf.NotAfter) < 300*24*time.Hour || leaf.NotAfter.Sub(leaf.NotBefore) > 398*24*time.Hour:
		t.Errorf("the certificate is valid from %v to %v", leaf.NotBefore, leaf.NotAfter)
	case !slices.ContainsFunc(leaf.IPAddresses, net.ParseIP("127.0.0.2").Equal):
		t.Errorf("the certificate is not for the listening address: %v", leaf.IPAddresses)
	}
}

func TestHTTP2ResponsesEqualHTTP1(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	s := startServer(t, nil, "--tls", "--ca-file", ca, "--clock", "fixed:2024-02-29T12:00:00Z")
	two := trustingClient(t, ca, strings.TrimPrefix(s.url, "https://"))
	one := trustingClient(t, ca, strings.TrimPrefix(s.url, "https://"))
	one.Transport.(*http.Transport).ForceAttemptHTTP2 = false
	get := func(client *http.Client, path string) (*http.Response, string) {
		response, err := client.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response, string(text)
	}
	for _, path := range []string{"/v20190125/meshes", "/v20190125/meshes/none", "/v20190125/nothing"} {
		a, first := get(one, path)
		b, second := get(two, path)
		if a.ProtoMajor != 1 || b.ProtoMajor != 2 {
			t.Fatalf("%s and %s", a.Proto, b.Proto)
		}
		if a.StatusCode != b.StatusCode || first != second {
			t.Errorf("%s: %d %s, and over HTTP/2 %d %s", path, a.StatusCode, first, b.StatusCode, second)
		}
		if b.Header.Get("x-amzn-RequestId") == "" || b.Header.Get("Connection") != "" {
			t.Errorf("%s: over HTTP/2 the headers are %v", path, b.Header)
		}
		for _, header := range []http.Header{a.Header, b.Header} {
			header.Del("x-amzn-RequestId")
			header.Del("Connection") // not in HTTP/2
		}
		if len(a.Header) != len(b.Header) {
			t.Errorf("%s: %v, and over HTTP/2 %v", path, a.Header, b.Header)
		}
		for name := range a.Header {
			if a.Header.Get(name) != b.Header.Get(name) {
				t.Errorf("%s: %s is %q, and over HTTP/2 %q", path, name, a.Header.Get(name), b.Header.Get(name))
			}
		}
	}
}

func TestGivenCertificateIsServed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	made, err := newAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	pair, err := made.certificate([]string{"mesh.example"})
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	ca, certFile, keyFile := filepath.Join(dir, "ca"), filepath.Join(dir, "cert"), filepath.Join(dir, "key")
	for file, text := range map[string]string{
		ca:       string(made.pem()),
		certFile: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})),
		keyFile:  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []*serving{
		startServer(t, nil, "--cert", certFile, "--key", keyFile),
		startServer(t, []string{"APPMESH_MOCK_CERT=" + certFile, "APPMESH_MOCK_KEY=" + keyFile}),
	} {
		client := trustingClient(t, ca, strings.TrimPrefix(s.url, "https://"))
		s.at("https://mesh.example").with(client).want("GET", "/v20190125/meshes", "", http.StatusOK, "meshes")
	}
	wantRefusal(t, exitUsage, "--cert "+keyFile+" and --key "+certFile+" cannot be used", nil, "--cert", keyFile, "--key",
		certFile)
	wantRefusal(t, exitError, "cannot write the CA file: open /nonexistent/", nil, "--addr", "127.0.0.1:0", "--tls",
		"--ca-file", "/nonexistent/ca.pem")
}

func TestAdminAddressServesTLSAndSocketsDoNot(t *testing.T) {
	t.Parallel()
	path, ca := socketPath(t), filepath.Join(t.TempDir(), "ca.pem")
	s := startServer(t, []string{"APPMESH_MOCK_TLS=true", "APPMESH_MOCK_CA_FILE=" + ca}, "--addr", "127.0.0.1:0", "--addr",
		"unix:"+path, "--admin-addr", "127.0.0.1:0")
	s.on(path).want("GET", "/v20190125/meshes", "", http.StatusOK, "meshes")
	url := strings.TrimSuffix(s.textAfter("admin routes at "), "/_mock/")
	s.at(url).with(trustingClient(t, ca, strings.TrimPrefix(url, "https://"))).
		want("GET", "/_mock/health", "", http.StatusOK, "ok")
}
