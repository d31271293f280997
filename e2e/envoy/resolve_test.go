package envoy

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The environment of the comparison.
const (
	envMeshes = "RESOLVE_MESHES" // number of random meshes; defaultMeshes if not set
	envSeed   = "RESOLVE_SEED"   // seed of the first mesh; the others follow it
)

const (
	defaultMeshes = 20
	requests      = 50 // for each mesh
)

// TestResolverAgreesWithEnvoy sends random requests through real Envoys, whose
// configuration the translator made from random meshes, and compares where they arrive
// with what the resolver says. To repeat one mesh, set RESOLVE_SEED and RESOLVE_MESHES=1.
func TestResolverAgreesWithEnvoy(t *testing.T) {
	path := binary(t)
	meshes := number(t, envMeshes, defaultMeshes)
	seed := number(t, envSeed, 1)
	upstreams := startUpstreams(t)
	routed, refused := 0, 0
	for i := range meshes {
		g := newGenerator(seed + i)
		steps := g.mesh()
		var queries []routing.Query
		for range requests {
			queries = append(queries, g.request())
		}
		run := &comparison{t: t, binary: path, upstreams: upstreams}
		failure := run.compare(steps, queries)
		routed, refused = routed+run.routed, refused+run.refused
		if failure == nil {
			continue
		}
		steps, failure = run.shrink(steps, failure)
		t.Errorf("seed %d: %s\nrequest: %s\nsmallest mesh:\n%s", seed+i, failure.text, encode(failure.query),
			describe(steps))
	}
	t.Logf("%d meshes from seed %d, %d requests: %d routed, %d refused as the resolver says",
		meshes, seed, routed+refused, routed, refused)
	if !t.Failed() && (routed == 0 || refused == 0) {
		t.Error("the requests are all of one kind")
	}
}

func number(t *testing.T, name string, standard int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// arrival is what an upstream received.
type arrival struct {
	Node    string
	Port    int
	Host    string
	Path    string
	AppMesh []string // names of App Mesh's own headers
}

// startUpstreams starts a server for each node and port, and returns their addresses.
func startUpstreams(t *testing.T) envoy.EndpointMap {
	t.Helper()
	addresses := envoy.EndpointMap{}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	for i := range numNodes {
		for _, port := range nodePorts {
			name := fmt.Sprintf("n%d", i)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := arrival{Node: name, Port: port, Host: r.Host, Path: r.RequestURI}
				for header := range r.Header {
					if strings.HasPrefix(strings.ToLower(header), "x-app-mesh") {
						a.AppMesh = append(a.AppMesh, header)
					}
				}
				json.NewEncoder(w).Encode(a) //nolint:errcheck // the client sees it
			})
			s := &http.Server{Protocols: protocols, Handler: handler}
			go s.Serve(l) //nolint:errcheck // it ends when the test closes it
			t.Cleanup(func() { s.Close() })
			addresses[fmt.Sprintf("%s.node:%d", name, port)] = []string{l.Addr().String()}
		}
	}
	return addresses
}

// comparison compares the resolver with Envoy for one mesh.
type comparison struct {
	t         *testing.T
	binary    string
	upstreams envoy.EndpointMap
	routed    int
	refused   int
}

// failure is a request that does not go where the resolver says.
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
		s.Apply("", "", []server.Step{step}) //nolint:errcheck // what App Mesh refuses is not there
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

// shrink removes resources for as long as the request still fails.
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
	ports   map[string]int // where it listens, by the port of the mesh
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
	for _, port := range []int{gatewayOf, gatewayOf + 1, 15000, 15001} {
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
			return nil, fmt.Errorf("the Envoy of %s does not start: %s", ref, text)
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

// check sends a request through an Envoy and returns how the result differs, or "".
func (c *comparison) check(p *proxy, q routing.Query, want routing.Result) string {
	host, port := q.Request.Host, p.ports[strconv.Itoa(q.Request.Port)]
	if q.From == clientRef { // with the option explicit the Host header says which port is meant
		host, port = fmt.Sprintf("%s:%d", host, q.Request.Port), p.ports["15001"]
	}
	if q.From == clientRef && want.Outcome == routing.NoListener {
		return "" // TCP, which an Envoy with the option explicit does not have
	}
	status, got, err := sendRaw(q.Request, host, port)
	if want.Outcome == routing.NoListener || want.Outcome == routing.NoBackend && q.From == clientRef {
		if err == nil && status != http.StatusNotFound {
			return fmt.Sprintf("the resolver says %s, Envoy %d %+v", want.Outcome, status, got)
		}
		c.refused++
		return ""
	}
	if err != nil {
		return fmt.Sprintf("the resolver says %s, Envoy: %v", want.Outcome, err)
	}
	partly := slices.ContainsFunc(want.Targets, func(t routing.Target) bool { return t.Unhealthy })
	if want.Outcome != routing.Routed || partly && status == http.StatusServiceUnavailable {
		if status != want.Status && !partly {
			return fmt.Sprintf("the resolver says %s %d, Envoy %d %+v\n%s", want.Outcome, want.Status, status,
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
		return fmt.Sprintf("the resolver says %s\nEnvoy says %d %+v", encode(want), status, got)
	}
	c.routed++
	return ""
}

// sendRaw sends a request exactly as it is written.
func sendRaw(r routing.Request, host string, port int) (int, arrival, error) {
	conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), 10*time.Second)
	if err != nil {
		return 0, arrival{}, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second)) //nolint:errcheck // it is a TCP connection
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nX-Forwarded-Proto: %s\r\n", r.Method, r.Path, host, r.Scheme)
	for name, values := range r.Headers {
		for _, value := range values {
			fmt.Fprintf(&text, "%s: %s\r\n", name, value)
		}
	}
	text.WriteString("\r\n")
	if _, err := io.WriteString(conn, text.String()); err != nil {
		return 0, arrival{}, err
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, arrival{}, err
	}
	defer response.Body.Close()
	var got arrival
	if response.StatusCode == http.StatusOK {
		err = json.NewDecoder(response.Body).Decode(&got)
	}
	return response.StatusCode, got, err
}

func encode(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func describe(steps []server.Step) string {
	var b strings.Builder
	for _, step := range steps {
		fmt.Fprintf(&b, "%s %s\n", step.Operation, step.Input)
	}
	return b.String()
}

// TestSharesAgreeWithEnvoy counts where many requests arrive.
func TestSharesAgreeWithEnvoy(t *testing.T) {
	const total, tolerance = 2000, 0.05 // more than four standard deviations
	c := &comparison{t: t, binary: binary(t), upstreams: startUpstreams(t)}
	for _, weights := range [][]int{{90, 10}, {1, 1, 0}, {3, 50, 100}, {0, 7}} {
		s, err := server.New(server.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Apply("", "", weightedMesh(t, weights)); err != nil {
			t.Fatal(err)
		}
		tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
		mesh, err := routing.Compile(s.Checkpoint(), tenant, "m")
		if err != nil {
			t.Fatal(err)
		}
		q := routing.Query{From: gatewayRef,
			Request: routing.Request{Method: "GET", Scheme: "http", Host: "x", Port: gatewayOf, Path: "/"}}
		want, err := mesh.Resolve(q)
		if err != nil {
			t.Fatal(err)
		}
		p, err := c.start(s.Checkpoint(), tenant, gatewayRef)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for range total {
			_, got, err := sendRaw(q.Request, q.Request.Host, p.ports[strconv.Itoa(gatewayOf)])
			if err != nil {
				t.Fatal(err)
			}
			counts[got.Node]++
		}
		p.stop()
		for _, target := range want.Targets {
			got := float64(counts[target.VirtualNode]) / total
			if got < target.Share-tolerance || got > target.Share+tolerance {
				t.Errorf("weights %v: %s got %v of the requests, the resolver says %v",
					weights, target.VirtualNode, got, target.Share)
			}
			delete(counts, target.VirtualNode)
		}
		if len(counts) > 0 {
			t.Errorf("weights %v: others got requests: %v", weights, counts)
		}
	}
}

// weightedMesh returns the operations that make a gateway with one way to nodes with weights.
func weightedMesh(t *testing.T, weights []int) (steps []server.Step) {
	t.Helper()
	add := func(operation string, input dict) {
		input["meshName"] = "m"
		steps = append(steps, server.Step{Operation: operation, Input: json.RawMessage(encode(input))})
	}
	listeners := []dict{{"portMapping": dict{"port": 8080, "protocol": "http"}}}
	add("CreateMesh", dict{})
	var targets []dict
	for i, weight := range weights {
		name := fmt.Sprintf("n%d", i)
		targets = append(targets, dict{"virtualNode": name, "weight": weight})
		add("CreateVirtualNode", dict{"virtualNodeName": name, "spec": dict{
			"listeners": listeners, "serviceDiscovery": dict{"dns": dict{"hostname": name + ".node"}},
		}})
	}
	add("CreateVirtualRouter", dict{"virtualRouterName": "r", "spec": dict{"listeners": listeners}})
	add("CreateRoute", dict{"virtualRouterName": "r", "routeName": "all", "spec": dict{"httpRoute": dict{
		"match": dict{"prefix": "/"}, "action": dict{"weightedTargets": targets},
	}}})
	add("CreateVirtualService", dict{"virtualServiceName": "s.local", "spec": dict{
		"provider": dict{"virtualRouter": dict{"virtualRouterName": "r"}},
	}})
	add("CreateVirtualGateway", dict{"virtualGatewayName": "in", "spec": dict{
		"listeners": []dict{{"portMapping": dict{"port": gatewayOf, "protocol": "http"}}},
	}})
	add("CreateGatewayRoute", dict{"virtualGatewayName": "in", "gatewayRouteName": "all", "spec": dict{"httpRoute": dict{
		"match":  dict{"prefix": "/"},
		"action": dict{"target": dict{"virtualService": dict{"virtualServiceName": "s.local"}}},
	}}})
	return steps
}
