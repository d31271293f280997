package routing_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// randomMesh returns the mesh sound with random routes and gateway routes.
func randomMesh(r *rand.Rand) *server.Server {
	s, err := server.New(server.Options{})
	if err != nil {
		panic(err)
	}
	steps, err := convert.ReadSeed("seed.yaml", []byte(sound))
	if err != nil {
		panic(err)
	}
	add := func(format string, args ...any) {
		more, err := convert.ReadSeed("seed.yaml", fmt.Appendf(nil, format, args...))
		if err != nil {
			panic(err)
		}
		steps = append(steps, more...)
	}
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	match := func() string {
		parts := []string{pick("prefix: /", "prefix: /a", "prefix: /a/", "path: {exact: /a}", `path: {regex: "/a.*"}`)}
		if r.IntN(2) == 0 {
			parts = append(parts,
				"headers: [{name: x, "+pick("invert: true, ", "")+"match: {"+
					pick("exact: a", "prefix: a", "range: {start: 1, end: 3}")+"}}]")
		}
		if r.IntN(4) == 0 {
			parts = append(parts, "method: "+pick("GET", "POST"))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	for i := range 6 {
		add("- {meshName: m, virtualRouterName: r, routeName: r%d, spec: {priority: %d, httpRoute: {match: %s, action: "+
			"{weightedTargets: [{virtualNode: a, weight: %d}, {virtualNode: b, weight: %d}]}}}}", i, r.IntN(3), match(),
			r.IntN(3), r.IntN(101))
		add("- {meshName: m, virtualGatewayName: g, gatewayRouteName: g%d, spec: {priority: %d, httpRoute: {match: %s, "+
			"action: {target: {virtualService: {virtualServiceName: s.m.local}}}}}}", i, r.IntN(3), match())
	}
	if err := s.Apply("", "", steps); err != nil {
		panic(err)
	}
	return s
}

func randomRequest(r *rand.Rand) routing.Request {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	q := routing.Request{Method: pick("GET", "POST"), Path: pick("/", "/a", "/a/", "/ab", "/b"), Host: "h"}
	if r.IntN(2) == 0 {
		q.Headers = map[string][]string{"x": {pick("a", "ab", "1", "3")}}
	}
	return q
}

func asJSON(t *testing.T, r routing.Result) string {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const gatewayG = "mesh/m/virtualGateway/g"

func TestSharesSumToOneAndResolutionsRepeat(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := randomMesh(r)
		m, again := compile(t, s, "m"), compile(t, s, "m")
		for range 20 {
			q := randomRequest(r)
			got := resolve(t, m, gatewayG, q)
			if asJSON(t, got) != asJSON(t, resolve(t, again, gatewayG, q)) {
				t.Fatalf("seed %d: %+v has two results", seed, q)
			}
			sum := 0.0
			for _, target := range got.Targets {
				sum += target.Share
			}
			if len(got.Targets) > 0 && math.Abs(sum-1) > 1e-9 {
				t.Fatalf("seed %d: %+v: the shares sum to %v", seed, q, sum)
			}
		}
	}
}

// A loser is a route that was tried and did not match. The result is the same without it.
func TestRemovingALoserChangesNothingElse(t *testing.T) {
	t.Parallel()
	removed := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := randomMesh(r)
		q := randomRequest(r)
		want := resolve(t, compile(t, s, "m"), gatewayG, q)
		if want.Outcome == routing.NoTargets {
			continue // its losers without weight decide between noTargets and noRoute
		}
		start := s.Checkpoint()
		for _, step := range want.Steps {
			for _, loser := range step.Losers.All() {
				s.Restore(start)
				if err := s.Apply("", "", []server.Step{removal(t, loser.Ref)}); err != nil {
					t.Fatal(err)
				}
				removed++
				got := resolve(t, compile(t, s, "m"), gatewayG, q)
				if got.Outcome != want.Outcome || !reflect.DeepEqual(got.Targets, want.Targets) ||
					!reflect.DeepEqual(got.Request, want.Request) {
					t.Fatalf("seed %d: without %s %+v goes elsewhere: %+v, before %+v", seed, loser.Ref, q, got, want)
				}
			}
		}
	}
	if removed == 0 {
		t.Error("no loser was removed")
	}
}

func removal(t *testing.T, ref string) server.Step {
	t.Helper()
	key, err := routing.ParseRef(ref)
	if err != nil {
		t.Fatal(err)
	}
	input := map[string]string{}
	for k := key; k.Kind != 0; k = k.Parent() {
		input[k.Kind.NameMember()] = k.Name()
	}
	data, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	operation := "DeleteRoute"
	if key.Kind == state.GatewayRoute {
		operation = "DeleteGatewayRoute"
	}
	return server.Step{Operation: operation, Input: data}
}

// A route that the analysis calls shadowed never wins.
func TestShadowedRoutesNeverWin(t *testing.T) {
	t.Parallel()
	shadowed := 0
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 2))
		m := compile(t, randomMesh(r), "m")
		never := map[string]bool{}
		for _, f := range m.Analyze(routing.Environment{}) {
			if f.Code == routing.ShadowedRoute || f.Code == routing.AmbiguousRoutes {
				never[f.Ref] = true
				shadowed++
			}
		}
		for range 50 {
			q := randomRequest(r)
			for _, step := range resolve(t, m, gatewayG, q).Steps {
				if never[step.Ref] {
					t.Fatalf("seed %d: %+v reaches %s", seed, q, step.Ref)
				}
			}
		}
	}
	if shadowed == 0 {
		t.Error("no route is shadowed")
	}
}

// FuzzResolveAndAnalyze checks that no seed and no request causes a panic.
func FuzzResolveAndAnalyze(f *testing.F) {
	f.Add(sound, gatewayG, "GET", "s.m.local:8080", "/a?b=c", "x", "a", 80)
	f.Add(shop, ingress, "POST", "shop", "/cart/../%61//b?q&q=1", "X-User", "bob", 8080)
	f.Add(sound, "mesh/m/virtualNode/client", "", "s.m.local", "", ":path", "", 0)
	f.Fuzz(func(t *testing.T, seed, from, method, host, path, header, value string, port int) {
		s, err := server.New(server.Options{Relax: []int{7, 9, 28}})
		if err != nil {
			t.Fatal(err)
		}
		steps, err := convert.ReadSeed("seed.yaml", []byte(seed))
		if err != nil {
			return
		}
		for _, step := range steps {
			s.Apply("", "", []server.Step{step}) //nolint:errcheck // what is refused is not there
		}
		tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
		for r := range s.Checkpoint().Resources(tenant, state.Mesh) {
			m, err := routing.Compile(s.Checkpoint(), tenant, r.Name())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := json.Marshal(m.Analyze(routing.Environment{})); err != nil {
				t.Fatal(err)
			}
			result, err := m.Resolve(routing.Query{From: from, Request: routing.Request{
				Method: method, Host: host, Path: path, Port: port, Headers: map[string][]string{header: {value}},
			}})
			if err == nil && result.Outcome == "" {
				t.Fatalf("no outcome: %+v", result)
			}
		}
	})
}
