package server_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func newServer(t testing.TB, options server.Options) *server.Server {
	t.Helper()
	s, err := server.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read reads a valid seed.
func read(t testing.TB, name, text string) []server.Step {
	t.Helper()
	steps, err := convert.ReadSeed(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

const shopSeed = `
- meshName: shop
- {meshName: shop, virtualNodeName: n, spec: {listeners: [{portMapping: {port: 80, protocol: http}}], serviceDiscovery: {dns: {hostname: n}}}}
- {meshName: shop, virtualRouterName: r, spec: {}}
`

const danglingRoute = `{meshName: shop, virtualRouterName: r, routeName: all, spec: {tcpRoute: {action: {weightedTargets: [{virtualNode: gone, weight: 1}]}}}}`

func TestAppliedStepsEqualRequests(t *testing.T) {
	t.Parallel()
	seeded, requested := newServer(t, server.Options{}), start(t)
	if err := seeded.Apply("", "", read(t, "s.yaml", shopSeed)); err != nil {
		t.Fatal(err)
	}
	requested.put("/meshes", `{"meshName":"shop"}`).ok()
	requested.put("/meshes/shop/virtualNodes", `{"virtualNodeName":"n","spec":`+
		`{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"n"}}}}`).ok()
	requested.put("/meshes/shop/virtualRouters", `{"virtualRouterName":"r","spec":{}}`).ok()
	same(t, "the state", string(seeded.Save()), string(requested.handler().Save()))
}

func TestRefusedStepIsNamedAndNothingIsApplied(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, seed, want, code string }{
		{"a fact of the state", shopSeed + "- " + danglingRoute,
			"s.yaml: entry 4: CreateRoute shop/r/all: NotFoundException: VirtualNode with name gone is missing",
			"NotFoundException"},
		{"a name in use", shopSeed + "- meshName: shop",
			"s.yaml: entry 4: CreateMesh shop: ConflictException: Mesh with name shop already exists for account 123456789012", "ConflictException"},
		{"an ARN", shopSeed +
			`- {operation: TagResource, input: {resourceArn: "arn:aws:appmesh:us-east-1:123456789012:mesh/other", tags: []}}`,
			"s.yaml: entry 4: TagResource arn:aws:appmesh:us-east-1:123456789012:mesh/other: NotFoundException: Mesh with name other is not present for account 123456789012", "NotFoundException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, server.Options{})
			if err := s.Apply("", "", read(t, "m.yaml", "meshName: before")); err != nil {
				t.Fatal(err)
			}
			before := string(s.Save())
			// The seed consists of operations, so that its order is kept and the refused one is the last.
			err := s.Apply("", "", inOrder(read(t, "s.yaml", test.seed)))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("\n got %v\nwant %s", err, test.want)
			}
			var refusal *server.Error
			if got := errors.As(err, &refusal); got != (test.code != "") ||
				got && (string(refusal.Code) != test.code || refusal.Status != statuses[test.code]) {
				t.Errorf("the error is %+v, want %s", refusal, test.code)
			}
			same(t, "the state", string(s.Save()), before)
		})
	}
}

func TestStepsThatBreakTheModelAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{})
	for _, test := range []struct{ operation, input, want string }{
		{"CreateVirtualRouter",
			`{"meshName":"shop","virtualRouterName":"q","spec":{"listeners":[{"portMapping":{"port":70000,"protocol":"http"}}]}}`,
			"CreateVirtualRouter shop/q: BadRequestException: 1 validation error detected: Value '70000' at 'spec.listeners.1.member.portMapping.port'"},
		{"CreateVirtualRouter", `{"virtualRouterName":"q","spec":{}}`,
			"CreateVirtualRouter q: BadRequestException: 1 validation error detected: Value null at 'meshName'"},
		{"CreateVirtualRouter", `{"meshName":"shop","virtualRouterName":5,"spec":{}}`,
			"CreateVirtualRouter shop: BadRequestException: "},
		{"ListMeshes", `{"limit":101}`, "'limit'"},
		{"DescribeMesh", `{"meshName":"shop","meshOwner":"5"}`, "'meshOwner'"},
	} {
		err := s.Apply("", "", []server.Step{{Operation: test.operation, Input: json.RawMessage(test.input)}})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\n got %v\nwant %s", test.input, err, test.want)
		}
	}
}

// inOrder returns the steps by the numbers of their entries.
func inOrder(steps []server.Step) []server.Step {
	all := make([]server.Step, len(steps))
	for _, step := range steps {
		var n int
		if _, err := fmt.Sscanf(step.From, "s.yaml: entry %d", &n); err != nil {
			panic(err)
		}
		all[n-1] = step
	}
	return all
}

func TestStepsWithoutAPositionAreNamedByTheirNumber(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{})
	for _, test := range []struct{ operation, input, want string }{
		{"CreateMash", `{}`, `entry 2: "CreateMash" is not an operation of App Mesh (did you mean CreateMesh?)`},
		{"CreateMesh", `{"meshNam":"m"}`,
			`entry 2: CreateMesh: BadRequestException: 2 validation errors detected: Value null at 'meshName' failed to satisfy constraint: Member must not be null; Unknown member 'meshNam': did you mean 'meshName'?`},
		{"CreateMesh", `[]`, `entry 2: CreateMesh: BadRequestException: The request body must be a JSON object`},
		{"DescribeMesh", ``,
			`entry 2: DescribeMesh: BadRequestException: 1 validation error detected: Value null at 'meshName'`},
		{"CreateMesh", ``,
			`entry 2: CreateMesh: BadRequestException: 1 validation error detected: Value null at 'meshName'`},
	} {
		err := s.Apply("", "", []server.Step{
			{Operation: "CreateMesh", Input: json.RawMessage(`{"meshName":"first"}`)},
			{Operation: test.operation, Input: json.RawMessage(test.input)},
		})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s %s\n got %v\nwant %s", test.operation, test.input, err, test.want)
		}
	}
	if n := s.Count(state.Mesh); n != 0 {
		t.Errorf("%d meshes stayed", n)
	}
}

func TestSeedIsNotACall(t *testing.T) {
	t.Parallel()
	a := start(t)
	s := a.handler()
	inject(t, s, server.Fault{Code: "InternalServerErrorException"})
	if err := s.Apply("", "", read(t, "s.yaml", shopSeed)); err != nil {
		t.Fatalf("a fault applied to the seed: %v", err)
	}
	if calls := callsOf(t, s); len(calls) != 0 {
		t.Errorf("the journal has %+v", calls)
	}
	if measures := s.Statistics(); len(measures) != 0 {
		t.Errorf("measured: %+v", measures)
	}
	if f := s.Faults()[0]; f.Matched != 0 || f.Applied != 0 {
		t.Errorf("the fault counted %d and %d", f.Matched, f.Applied)
	}
	s.ClearFaults()
	same(t, "the id of the first request", a.get("/meshes/shop").ok().header.Get("x-amzn-requestid"),
		start(t).get("/meshes/shop").header.Get("x-amzn-requestid"))
}

func inject(t testing.TB, s *server.Server, f server.Fault) (remove func()) {
	t.Helper()
	injected, err := s.Inject(f)
	if err != nil {
		t.Fatal(err)
	}
	return func() { s.RemoveFault(injected.Number) }
}

func TestASeedNeedsNoSignature(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Credentials: map[string]server.Credential{"AKIA": {Secret: "secret"}}})
	if err := s.Apply("", "", read(t, "s.yaml", shopSeed)); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v20190125/meshes/shop", nil))
	if w.Code != 403 {
		t.Errorf("after the seed, the status of an unsigned request is %d", w.Code)
	}
}

func TestASeedKeepsTheQuotasAndTheRelaxedRules(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Quotas: state.Quotas{"meshesPerAccount": 1}, Relax: []int{15}})
	err := s.Apply("", "", read(t, "s.yaml", "[meshName: a.b, meshName: two]"))
	if err == nil || !strings.Contains(err.Error(), "entry 2: CreateMesh two: LimitExceededException") {
		t.Errorf("%v", err)
	}
}

func TestSeedIsAppliedToTheGivenAccountAndRegion(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Account: "111111111111", Region: "eu-west-1"})
	for _, tenant := range [][2]string{{"", ""}, {"222222222222", ""}, {"", "us-west-2"},
		{"222222222222", "us-west-2"}} {
		if err := s.Apply(tenant[0], tenant[1], read(t, "m.yaml", "meshName: m")); err != nil {
			t.Errorf("%v: %v", tenant, err)
		}
	}
	for _, account := range []string{"111111111111", "222222222222"} {
		for _, region := range []string{"eu-west-1", "us-west-2"} {
			if r := s.View().In(account, region).Get(state.Mesh, "m"); r == nil || r.Owner != account {
				t.Errorf("account %s in %s has %+v", account, region, r)
			}
		}
	}
	for _, tenant := range [][2]string{{"1", ""}, {"", "US"}} {
		if err := s.Apply(tenant[0], tenant[1], nil); err == nil {
			t.Errorf("a seed for %q was accepted", tenant)
		}
	}
}

func TestNamesOfAnyKindReachTheirResource(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a%b", "a b", "a?b#c", "..", ".", "ü", "a+b&c=d", "{meshName}", "a:b@c;d,e", `"q"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quoted, err := json.Marshal(name)
			if err != nil {
				t.Fatal(err)
			}
			s := newServer(t, server.Options{})
			steps := read(t, "s.yaml", strings.ReplaceAll(`
- meshName: shop
- {meshName: shop, virtualGatewayName: NAME, spec: {listeners: []}}
- operation: UpdateVirtualGateway
  input: {meshName: shop, virtualGatewayName: NAME, spec: {listeners: []}}
`, "NAME", string(quoted)))
			if err := s.Apply("", "", steps); err != nil {
				t.Fatal(err)
			}
			if r := s.View().Get(state.VirtualGateway, "shop", name); r == nil || r.Version != 2 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestMembersOfPathQueryAndBodyGoWhereTheyBelong(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{})
	if err := s.Apply("", "", read(t, "s.yaml", shopSeed+`
- operation: TagResource
  input: {resourceArn: "arn:aws:appmesh:us-east-1:123456789012:mesh/shop/virtualRouter/r", tags: [{key: a, value: b}]}
- {operation: ListVirtualNodes, input: {meshName: shop, limit: 100}}
- {operation: DescribeMesh, input: {meshName: shop, meshOwner: "123456789012"}}
- {operation: DeleteVirtualNode, input: {meshName: shop, virtualNodeName: n}}
`)); err != nil {
		t.Fatal(err)
	}
	if r := s.View().Get(state.VirtualRouter, "shop", "r"); len(r.Tags) != 1 || r.Tags[0].Key != "a" {
		t.Errorf("the router has the tags %v", r.Tags)
	}
}

func TestEachOperationCanBeAStep(t *testing.T) {
	t.Parallel()
	for _, op := range model.Operations {
		t.Run(op.Name, func(t *testing.T) {
			t.Parallel()
			input := map[string]any{}
			for i := range op.Input.NumField() {
				switch name := op.Input.Field(i).Tag.Get("json"); {
				case name == "limit":
					input[name] = 1000
				case strings.HasSuffix(name, "Name"):
					input[name] = "x"
				case name == "resourceArn":
					input[name] = "arn"
				}
			}
			data, err := json.Marshal(input)
			if err != nil {
				t.Fatal(err)
			}
			var refusal *server.Error
			err = newServer(t, server.Options{}).Apply("", "", []server.Step{{Operation: op.Name, Input: data}})
			if op.Name == "CreateMesh" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.As(err, &refusal) ||
				refusal.Code != "BadRequestException" && refusal.Code != "NotFoundException" {
				t.Errorf("%v", err)
			}
		})
	}
}
