package envoy

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
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

// TestResolverAgreesWithEnvoy sends random requests through real Envoys with translated random
// meshes, and compares the upstreams that receive them with the results of the resolver. To
// repeat one mesh, set RESOLVE_SEED and RESOLVE_MESHES=1.
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
	t.Logf("%d meshes from seed %d, %d requests: %d routed, %d refused; the resolver agrees",
		meshes, seed, routed+refused, routed, refused)
	if !t.Failed() && (routed == 0 || refused == 0) {
		t.Error("want both routed and refused requests")
	}
}

func number(t *testing.T, name string, fallback int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
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

// TestSharesAgreeWithEnvoy counts the requests that each node receives.
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
			Request: routing.Request{Method: "GET", Scheme: "http", Host: "x", Port: gatewayPort, Path: "/"}}
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
			_, got, err := sendRaw(q.Request, q.Request.Host, p.ports[strconv.Itoa(gatewayPort)])
			if err != nil {
				t.Fatal(err)
			}
			counts[got.Node]++
		}
		p.stop()
		for _, target := range want.Targets {
			got := float64(counts[target.VirtualNode]) / total
			if got < target.Share-tolerance || got > target.Share+tolerance {
				t.Errorf("weights %v: %s got %v of the requests, the resolver returned %v",
					weights, target.VirtualNode, got, target.Share)
			}
			delete(counts, target.VirtualNode)
		}
		if len(counts) > 0 {
			t.Errorf("weights %v: other nodes got requests: %v", weights, counts)
		}
	}
}

// weightedMesh returns the operations that create a gateway with one route to weighted nodes.
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
		"listeners": []dict{{"portMapping": dict{"port": gatewayPort, "protocol": "http"}}},
	}})
	add("CreateGatewayRoute", dict{"virtualGatewayName": "in", "gatewayRouteName": "all", "spec": dict{"httpRoute": dict{
		"match":  dict{"prefix": "/"},
		"action": dict{"target": dict{"virtualService": dict{"virtualServiceName": "s.local"}}},
	}}})
	return steps
}
