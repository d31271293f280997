package envoy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
)

// bridgeBinary builds the bridge once.
var bridgeBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "appmesh-mock-ads")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "appmesh-mock-ads")
	out, err := exec.Command("go", "build", "-C", "../../cmd/appmesh-mock-ads", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// startServer starts a server with its admin routes, and returns its URL.
func startServer(t *testing.T, seed string, endpoints envoy.EndpointMap) string {
	t.Helper()
	web := httptest.NewServer(newServer(t, seed, endpoints))
	t.Cleanup(web.Close)
	return web.URL
}

// newServer returns a handler of App Mesh, its admin routes and xDS over REST.
func newServer(t *testing.T, seed string, endpoints envoy.EndpointMap) http.Handler {
	t.Helper()
	api, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := convert.ReadSeed("seed.yaml", []byte(seed))
	if err == nil {
		err = api.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	service, err := xds.New(xds.Options{State: api.Checkpoint, Tenant: tenant, Now: time.Now, Endpoints: endpoints})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	mock := admin.New(admin.Options{Server: api, Now: time.Now, Loopback: true, Envoy: service, Done: done})
	t.Cleanup(func() { close(done) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/_mock/"):
			mock.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, xds.Prefix+"discovery:"):
			service.ServeHTTP(w, r)
		default:
			api.ServeHTTP(w, r)
		}
	})
}

// startBridge starts the bridge on a Unix socket, and returns its path.
func startBridge(t *testing.T, api string) string {
	t.Helper()
	path, err := bridgeBinary()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "ads") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // it is a temporary folder
	socket := filepath.Join(dir, "ads.sock")
	var log strings.Builder
	cmd := exec.Command(path, "-listen", "unix:"+socket, "-endpoint", api)
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // it was killed
		if t.Failed() {
			t.Logf("the bridge's log:\n%s", log.String())
		}
	})
	eventually(t, "the bridge listens", func() error {
		_, err := os.Stat(socket)
		return err
	})
	return socket
}

// startADSGateway is like startGateway, but the Envoy gets its configuration from the bridge,
// with the bootstrap that change returns.
func startADSGateway(t *testing.T, seed string, endpoints envoy.EndpointMap, change func(string) string) *gateway {
	t.Helper()
	binary(t)
	api := startServer(t, seed, endpoints)
	socket := startBridge(t, api)
	ports := freePorts(t, 2)
	admin := filepath.Join(t.TempDir(), "admin.sock")
	bootstrap, err := envoy.Bootstrap{
		Resource: "mesh/m/virtualGateway/g", Server: "unix:" + socket, Source: envoy.ADS, Admin: "unix:" + admin,
		Options: envoy.Options{Bind: "127.0.0.1", Ports: map[string]int{"8080": ports[0], "15001": ports[1]}},
	}.JSON()
	if err != nil {
		t.Fatal(err)
	}
	run(t, change(string(bootstrap)), admin)
	return &gateway{t, api, fmt.Sprintf("http://127.0.0.1:%d", ports[0]), func() error { return upToDate(api) }}
}

func TestCanaryLosesNoRequestOverADS(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(string) string{
		"state of the world": func(s string) string { return s },
		"delta": func(s string) string {
			return strings.Replace(s, `"ads_config":{"api_type":"GRPC"`, `"ads_config":{"api_type":"DELTA_GRPC"`, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoints := envoy.EndpointMap{}
			for _, name := range []string{"a", "b", "c"} {
				endpoints[name+".local"] = []string{upstream(t, name)}
			}
			g := startADSGateway(t, mesh([]string{"a", "b", "c"}, canaryMesh), endpoints, change)
			canary(t, g)
			eventually(t, "the Envoy has acknowledged all versions", g.upToDate)
		})
	}
}

// upToDate returns an error unless the server lists one Envoy, which has the current configuration.
func upToDate(api string) error {
	response, err := client.Get(api + "/_mock/envoys")
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	var list struct {
		Envoys []xds.Envoy `json:"envoys"`
	}
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil {
		return err
	}
	return current(list.Envoys, envoy.ADS)
}

// current returns an error unless the list has one Envoy, which has the current configuration.
func current(list []xds.Envoy, transport envoy.Source) error {
	if len(list) != 1 || list[0].Transport != string(transport) || list[0].Rejected != "" {
		return fmt.Errorf("%+v", list)
	}
	for _, v := range list[0].Types {
		if (v.Type == envoy.Clusters || v.Type == envoy.Listeners || v.Type == envoy.Routes) &&
			v.Current != v.Acknowledged {
			return fmt.Errorf("%+v", v)
		}
	}
	return nil
}
