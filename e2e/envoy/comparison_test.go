package envoy

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// comparison compares the resolver with Envoy for one mesh.
type comparison struct {
	t         *testing.T
	binary    string
	upstreams envoy.EndpointMap
	routed    int
	refused   int
}

// failure is a request for which the results of Envoy and of the resolver differ.
type failure struct {
	query  routing.Query
	text   string
	broken bool // an Envoy did not start
}

// compare returns the first failure, or nil.
func (c *comparison) compare(steps []server.Step, queries []routing.Query) *failure {
	s, err := server.New(server.Options{})
	if err != nil {
		return &failure{text: err.Error(), broken: true}
	}
	for _, step := range steps {
		s.Apply("", "", []server.Step{step}) //nolint:errcheck // refused steps are left out
	}
	tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
	mesh, err := routing.Compile(s.Checkpoint(), tenant, "m")
	if err != nil {
		return nil // the mesh itself was removed
	}
	proxies := map[string]*proxy{}
	defer func() {
		for _, p := range proxies {
			p.stop()
		}
	}()
	for _, q := range queries {
		want, err := mesh.Resolve(q)
		if err != nil {
			continue // the resource was removed
		}
		p := proxies[q.From]
		if p == nil {
			if p, err = c.start(s.Checkpoint(), tenant, q.From); err != nil {
				return &failure{query: q, text: err.Error(), broken: true}
			}
			proxies[q.From] = p
		}
		if text := c.check(p, q, want); text != "" {
			return &failure{query: q, text: text}
		}
	}
	return nil
}

// shrink removes resources as long as the request still fails.
func (c *comparison) shrink(steps []server.Step, f *failure) ([]server.Step, *failure) {
	for i := len(steps) - 1; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(steps), i, i+1)
		if g := c.compare(fewer, []routing.Query{f.query}); g != nil && g.broken == f.broken {
			steps, f = fewer, g
		}
	}
	return steps, f
}

// proxy is a running Envoy.
type proxy struct {
	command *exec.Cmd
	ports   map[string]int // listening ports by the ports in the mesh
}

func (p *proxy) stop() {
	p.command.Process.Kill() //nolint:errcheck // it may have ended
	p.command.Wait()         //nolint:errcheck // it was killed
}

// startTimeout bounds the start of an Envoy, which takes a fraction of a second.
const startTimeout = time.Minute

func (c *comparison) start(snapshot state.Snapshot, tenant state.Tenant, ref string) (*proxy, error) {
	key, err := envoy.ParseResource(ref, tenant)
	if err != nil {
		return nil, err
	}
	p := &proxy{ports: map[string]int{}}
	for _, port := range []int{gatewayPort, gatewayPort + 1, 15000, 15001} {
		p.ports[strconv.Itoa(port)] = freePort(c.t)
	}
	config, err := envoy.Translate(envoy.Input{
		State: snapshot, Resource: key, Source: envoy.Static, Endpoints: c.upstreams,
		Options: envoy.Options{Bind: "127.0.0.1", Ports: p.ports, Explicit: ref == clientRef},
	})
	if err != nil {
		return nil, err
	}
	dir := c.t.TempDir()
	file := filepath.Join(dir, "envoy.json")
	if err := os.WriteFile(file, config.StaticJSON(""), 0o600); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.command = exec.Command(c.binary, "-c", file, "--concurrency", "1", "--use-dynamic-base-id", "--disable-hot-restart", "-l", "warn")
	p.command.Stdout, p.command.Stderr = log, log
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(startTimeout); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.ports["15001"]))
		if err == nil {
			conn.Close()
			return p, nil
		}
		if time.Now().After(deadline) || p.command.ProcessState != nil {
			p.stop()
			text, _ := os.ReadFile(log.Name())
			return nil, fmt.Errorf("the Envoy of %s did not start: %s", ref, text)
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// check sends a request through an Envoy and describes how the result differs, or returns "".
func (c *comparison) check(p *proxy, q routing.Query, want routing.Result) string {
	host, port := q.Request.Host, p.ports[strconv.Itoa(q.Request.Port)]
	if q.From == clientRef { // with the option Explicit, the Host header has the port
		host, port = fmt.Sprintf("%s:%d", host, q.Request.Port), p.ports["15001"]
	}
	if q.From == clientRef && want.Outcome == routing.NoListener {
		return "" // TCP, which an Envoy with the option Explicit does not support
	}
	status, got, err := sendRaw(q.Request, host, port)
	if want.Outcome == routing.NoListener || want.Outcome == routing.NoBackend && q.From == clientRef {
		if err == nil && status != http.StatusNotFound {
			return fmt.Sprintf("the resolver returned %s, Envoy %d %+v", want.Outcome, status, got)
		}
		c.refused++
		return ""
	}
	if err != nil {
		return fmt.Sprintf("the resolver returned %s, Envoy: %v", want.Outcome, err)
	}
	partly := slices.ContainsFunc(want.Targets, func(t routing.Target) bool { return t.Unhealthy })
	if want.Outcome != routing.Routed || partly && status == http.StatusServiceUnavailable {
		if status != want.Status && !partly {
			return fmt.Sprintf("the resolver returned %s %d, Envoy %d %+v\n%s", want.Outcome, want.Status, status,
				got, encode(want))
		}
		c.refused++
		return ""
	}
	fits := func(t routing.Target) bool {
		return t.VirtualNode == got.Node && t.Port == got.Port && t.Share > 0 && !t.Unhealthy
	}
	wantHost := want.Request.Host
	if q.From == clientRef {
		wantHost = host
	}
	if status != http.StatusOK || !slices.ContainsFunc(want.Targets, fits) || got.Host != wantHost ||
		got.Path != want.Request.Path || len(got.AppMesh) != len(want.Request.HeadersAdded) {
		return fmt.Sprintf("the resolver returned %s\nEnvoy returned %d %+v", encode(want), status, got)
	}
	c.routed++
	return ""
}
