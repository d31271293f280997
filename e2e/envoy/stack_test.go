package envoy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/envoys"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// waitTimeout bounds each wait for an event.
const waitTimeout = 30 * time.Second

// receivedRequest is a request as an upstream received it.
type receivedRequest struct {
	Upstream string      `json:"upstream"`
	Path     string      `json:"path"`
	Host     string      `json:"host"`
	Header   http.Header `json:"header"`
}

// upstream starts an application that returns each request that it receives, and returns its address.
func upstream(t *testing.T, name string) string {
	t.Helper()
	s := httptest.NewServer(echoHandler(name))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// echoHandler returns the handler of an application that returns each request that it receives.
func echoHandler(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("x-upstream", name)
		received := receivedRequest{name, r.RequestURI, r.Host, r.Header}
		json.NewEncoder(w).Encode(received) //nolint:errcheck // the client sees it
	})
}

// freePorts returns ports of the loopback address that nothing listens on.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	ports := make([]int, n)
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() //nolint:errcheck // it accepted nothing
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return ports
}

// run starts an Envoy with the bootstrap, whose admin interface is the socket, and waits until it is live.
func run(t *testing.T, bootstrap, socket string) {
	t.Helper()
	var log bytes.Buffer
	cmd := exec.Command(binary(t), "--config-yaml", bootstrap, "--concurrency", "1", "--use-dynamic-base-id",
		"--reject-unknown-dynamic-fields", "--log-level", "warning")
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // it was killed
		if t.Failed() {
			t.Logf("Envoy's log:\n%s", log.String())
		}
	})
	live(t, socket)
}

// live waits until an Envoy with the admin interface is live.
func live(t *testing.T, socket string) {
	t.Helper()
	admin := adminOf(socket)
	eventually(t, "Envoy is live", func() error {
		response, err := admin.Get("http://envoy/ready")
		if err != nil {
			return err
		}
		defer response.Body.Close() //nolint:errcheck // nothing was written
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", response.StatusCode)
		}
		return nil
	})
}

// adminOf returns a client of an Envoy's admin interface.
func adminOf(socket string) *http.Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}
	return &http.Client{Transport: &http.Transport{DialContext: dial}}
}

// hasEjection returns an error unless the Envoy has ejected a host.
func hasEjection(socket string) error {
	response, err := adminOf(socket).Get("http://envoy/stats?filter=ejections_enforced_total")
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	body, err := io.ReadAll(response.Body)
	if err == nil && !strings.Contains(string(body), ": 1") {
		err = fmt.Errorf("%s", body)
	}
	return err
}

// serveOn serves a handler on a Unix socket that every user can connect to.
func serveOn(t *testing.T, h http.Handler, socket string) {
	t.Helper()
	listener, err := net.Listen("unix", socket)
	if err == nil {
		err = os.Chmod(socket, 0o777)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: waitTimeout}
	go s.Serve(listener)            //nolint:errcheck // it ends when it is closed
	t.Cleanup(func() { s.Close() }) //nolint:errcheck // the test is over
}

func eventually(t testing.TB, what string, try func() error) {
	t.Helper()
	end := time.Now().Add(waitTimeout)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %v", what, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// gateway is a mesh whose gateway is a running Envoy.
type gateway struct {
	t        *testing.T
	api      string       // the URL of App Mesh
	url      string       // of the gateway
	upToDate func() error // returns an error unless the Envoy has the current configuration
}

const refresh = "100ms"

// startGateway starts a server with the seed, and an Envoy for the gateway g of the mesh m,
// which has one listener on 8080. Endpoints map names to addresses.
func startGateway(t *testing.T, seed string, endpoints map[string]string) *gateway {
	t.Helper()
	binary(t)
	file := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	srv := envoys.Start(t, importer.WithFiles(file))
	mapped := map[string][]string{}
	for name, address := range endpoints {
		mapped[name] = []string{address}
	}
	srv.SetEndpoints(mapped)
	ports := freePorts(t, 2)
	socket := filepath.Join(t.TempDir(), "admin.sock")
	run(t, srv.EnvoyBootstrap("mesh/m/virtualGateway/g", envoys.WithAdmin("unix:"+socket),
		envoys.WithOptions(envoy.Options{
			Bind: "127.0.0.1", Refresh: refresh, Ports: map[string]int{"8080": ports[0], "15001": ports[1]},
		})), socket)
	return &gateway{t, srv.URL, fmt.Sprintf("http://127.0.0.1:%d", ports[0]), func() error {
		return current(srv.Envoys(), envoy.REST)
	}}
}

// client sends paths without changes, and does not follow redirects.
var client = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	Timeout:       10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// get sends a request through the gateway. Header lines are NAME: VALUE; Host sets the host.
func (g *gateway) get(method, path string, header ...string) (receivedRequest, int) {
	g.t.Helper()
	request, err := http.NewRequest(method, g.url+path, nil)
	if err != nil {
		g.t.Fatal(err)
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			request.Host = value
			continue
		}
		request.Header.Add(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		g.t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	var s receivedRequest
	json.Unmarshal(body, &s) //nolint:errcheck // only upstreams return JSON
	return s, response.StatusCode
}

// put sends a request to App Mesh, which must succeed. The path begins with the name of a mesh.
func put(t testing.TB, api, method, path, body string) {
	t.Helper()
	response, err := harness.Target{URL: api}.Send(method, "/v20190125/meshes/"+path, []byte(body))
	if err == nil {
		err = response.Err()
	}
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
}

// read returns the body at a URL.
func read(url string) (string, error) { return readBy(client, url) }

func readBy(c *http.Client, url string) (string, error) {
	response, err := c.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
