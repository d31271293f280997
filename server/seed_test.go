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

// read reads a seed that must be one.
func read(t testing.TB, name, text string) []server.Step {
	t.Helper()
	steps, err := server.ReadSeed(name, []byte(text))
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

func TestAppliedStepsMakeWhatRequestsWouldMake(t *testing.T) {
	t.Parallel()
	seeded, asked := newServer(t, server.Options{}), start(t)
	if err := seeded.Apply("", "", read(t, "s.yaml", shopSeed)); err != nil {
		t.Fatal(err)
	}
	asked.put("/meshes", `{"meshName":"shop"}`).ok()
	asked.put("/meshes/shop/virtualNodes", `{"virtualNodeName":"n","spec":`+
		`{"listeners":[{"portMapping":{"port":80,"protocol":"http"}}],"serviceDiscovery":{"dns":{"hostname":"n"}}}}`).ok()
	asked.put("/meshes/shop/virtualRouters", `{"virtualRouterName":"r","spec":{}}`).ok()
	same(t, "the state", string(seeded.Save()), string(asked.handler().Save()))
}

func TestARefusedStepNamesItselfAndNothingStays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, seed, want, code string }{
		{"a fact of the state", shopSeed + "- " + danglingRoute,
			"s.yaml: entry 4: CreateRoute shop/r/all: NotFoundException: VirtualNode with name gone is missing", "NotFoundException"},
		{"a constraint of the model", shopSeed + `- {meshName: shop, virtualRouterName: q, spec: {listeners: [{portMapping: {port: 70000, protocol: http}}]}}`,
			"s.yaml: entry 4: CreateVirtualRouter shop/q: BadRequestException: 1 validation error detected: Value '70000' at " +
				"'spec.listeners.1.member.portMapping.port' failed to satisfy constraint: Member must have value less than or equal to 65535", "BadRequestException"},
		{"a name in use", shopSeed + "- meshName: shop",
			"s.yaml: entry 4: CreateMesh shop: ConflictException: Mesh with name shop already exists for account 123456789012", "ConflictException"},
		{"an ARN", shopSeed + `- {operation: TagResource, input: {resourceArn: "arn:aws:appmesh:us-east-1:123456789012:mesh/other", tags: []}}`,
			"s.yaml: entry 4: TagResource arn:aws:appmesh:us-east-1:123456789012:mesh/other: NotFoundException: Mesh with name other is not present for account 123456789012", "NotFoundException"},
		{"a name that is missing", shopSeed + `- {virtualRouterName: q, spec: {}}`,
			"s.yaml: entry 4: CreateVirtualRouter q: the input has no meshName", ""},
		{"a name that is no text", shopSeed + `- {meshName: shop, virtualRouterName: 5, spec: {}}`,
			"s.yaml: entry 4: CreateVirtualRouter shop/5: BadRequestException: ", "BadRequestException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, server.Options{})
			if err := s.Apply("", "", read(t, "m.yaml", "meshName: before")); err != nil {
				t.Fatal(err)
			}
			before := string(s.Save())
			// The resources come before the one that is refused, whatever its kind: each in a seed of operations.
			err := s.Apply("", "", inOrder(read(t, "s.yaml", test.seed)))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("\n got %v\nwant %s", err, test.want)
			}
			var said *server.Error
			if got := errors.As(err, &said); got != (test.code != "") || got && (said.Code != test.code || said.Status != statuses[test.code]) {
				t.Errorf("the error holds %+v, want %s", said, test.code)
			}
			same(t, "the state", string(s.Save()), before)
		})
	}
}

// inOrder answers the steps by the numbers of their entries.
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

func TestStepsThatWereNotReadAreNamedByTheirNumber(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{})
	for _, test := range []struct{ operation, input, want string }{
		{"CreateMash", `{}`, `entry 2: "CreateMash" is none of App Mesh's operations`},
		{"CreateMesh", `{"meshNam":"m"}`, `entry 2: CreateMesh: the input has an unknown member "meshNam"; the members are clientToken, meshName, spec, tags`},
		{"CreateMesh", `[]`, `entry 2: CreateMesh: the input is not an object: `},
		{"DescribeMesh", ``, `entry 2: DescribeMesh: the input has no meshName`},
		{"CreateMesh", ``, `entry 2: CreateMesh: BadRequestException: 1 validation error detected: Value null at 'meshName'`},
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

func TestASeedIsNoCall(t *testing.T) {
	t.Parallel()
	a := start(t)
	s := a.handler()
	inject(t, s, server.Fault{Code: "InternalServerErrorException"})
	if err := s.Apply("", "", read(t, "s.yaml", shopSeed)); err != nil {
		t.Fatalf("a fault struck the seed: %v", err)
	}
	if calls := s.Calls(server.CallFilter{}); len(calls) != 0 {
		t.Errorf("the journal has %+v", calls)
	}
	if measures := s.Measures(); len(measures) != 0 {
		t.Errorf("measured: %+v", measures)
	}
	if f := s.Faults()[0]; f.Fits != 0 || f.Hits != 0 {
		t.Errorf("the fault counted %d and %d", f.Fits, f.Hits)
	}
	s.ClearFaults()
	same(t, "the id of the first request", a.get("/meshes/shop").ok().header.Get("x-amzn-requestid"),
		start(t).get("/meshes/shop").header.Get("x-amzn-requestid"))
}

func inject(t testing.TB, s *server.Server, f server.Fault) (remove func()) {
	t.Helper()
	_, remove, err := s.Inject(f)
	if err != nil {
		t.Fatal(err)
	}
	return remove
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
		t.Errorf("after the seed an unsigned request is answered with %d", w.Code)
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

func TestASeedGoesToTheWorldOfAnAccountInARegion(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Account: "111111111111", Region: "eu-west-1"})
	for _, world := range [][2]string{{"", ""}, {"222222222222", ""}, {"", "us-west-2"}, {"222222222222", "us-west-2"}} {
		if err := s.Apply(world[0], world[1], read(t, "m.yaml", "meshName: m")); err != nil {
			t.Errorf("%v: %v", world, err)
		}
	}
	at := s.Checkpoint()
	for _, account := range []string{"111111111111", "222222222222"} {
		for _, region := range []string{"eu-west-1", "us-west-2"} {
			if r := server.ViewOf(at, account, region).Get(state.Mesh, "m"); r == nil || r.Owner != account {
				t.Errorf("account %s in %s has %+v", account, region, r)
			}
		}
	}
	for _, world := range [][2]string{{"1", ""}, {"", "US"}} {
		if err := s.Apply(world[0], world[1], nil); err == nil {
			t.Errorf("a seed for %q was accepted", world)
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
	for want, seed := range map[string]string{
		"'limit'":     `{operation: ListMeshes, input: {limit: 101}}`,
		"'meshOwner'": `{operation: DescribeMesh, input: {meshName: shop, meshOwner: "5"}}`,
	} {
		if err := s.Apply("", "", read(t, "s.yaml", seed)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", seed, err)
		}
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
			var said *server.Error
			err = newServer(t, server.Options{}).Apply("", "", []server.Step{{Operation: op.Name, Input: data}})
			if op.Name == "CreateMesh" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.As(err, &said) || said.Code != "BadRequestException" && said.Code != "NotFoundException" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestSeedsAreReadInEachForm(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, text, want string }{
		{"nothing", "s.yaml", "", ""},
		{"comments", "s.yaml", "# nothing\n", ""},
		{"an empty list", "s.json", "[]", ""},
		{"a resource", "s.yaml", "meshName: m", `CreateMesh {"meshName":"m"}`},
		{"a resource in JSON", "s.json", ` {"meshName":"m"} `, `CreateMesh {"meshName":"m"}`},
		{"JSON in YAML", "s.yml", `[{"meshName":"m"}]`, `CreateMesh {"meshName":"m"}`},
		{"an operation", "s.yaml", "operation: DeleteMesh\ninput: {meshName: m}", `DeleteMesh {"meshName":"m"}`},
		{"an operation without input", "s.yaml", "operation: ListMeshes", `ListMeshes `},
		{"an operation in JSON", "s.JSON", `[{"operation":"DeleteMesh","input":{"meshName":"m"}}]`, `DeleteMesh {"meshName":"m"}`},
		{"several documents", "s.yaml", "meshName: a\n---\n- meshName: b\n- meshName: c\n---\n# nothing\n",
			`CreateMesh {"meshName":"a"} CreateMesh {"meshName":"b"} CreateMesh {"meshName":"c"}`},
		{"an alias", "s.yaml", "- &m {meshName: m}\n- {<<: *m, virtualServiceName: s}",
			`CreateMesh {"meshName":"m"} CreateVirtualService {"meshName":"m","virtualServiceName":"s"}`},
		{"numbers, booleans and texts of YAML", "s.yaml", `{meshName: m, spec: {a: 8080, b: "8080", c: true, d: "true", e: null, f: 1.5, g: yes, h: 2020-01-02, i: 0x10}}`,
			`CreateMesh {"meshName":"m","spec":{"a":8080,"b":"8080","c":true,"d":"true","e":null,"f":1.5,"g":"yes","h":"2020-01-02","i":16}}`},
		{"numbers of JSON", "s.json", `{"meshName":"m","spec":{"a":9007199254740993,"b":1e3}}`, `CreateMesh {"meshName":"m","spec":{"a":9007199254740993,"b":1e3}}`},
		{"texts with what HTML escapes", "s.json", `{"meshName":"<&>"}`, `CreateMesh {"meshName":"<&>"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, step := range read(t, test.file, test.text) {
				got = append(got, step.Operation+" "+string(step.Input))
			}
			same(t, "the steps", strings.Join(got, " "), test.want)
		})
	}
}

func TestResourcesAreMadeInTheOrderOfTheirDependenciesAndOperationsStandStill(t *testing.T) {
	t.Parallel()
	steps := read(t, "s.yaml", `
- {meshName: m, virtualGatewayName: g, gatewayRouteName: x}
- {meshName: m, virtualGatewayName: g}
- {meshName: m, virtualServiceName: s}
- {meshName: m, virtualRouterName: r, routeName: b}
- {meshName: m, virtualRouterName: r, routeName: a}
- {meshName: m, virtualRouterName: r}
- {meshName: m, virtualNodeName: n}
- {meshName: m}
- {operation: DeleteMesh, input: {meshName: m}}
- {meshName: k, virtualNodeName: n}
- {meshName: k}
`)
	var got []string
	for _, step := range steps {
		got = append(got, strings.TrimPrefix(step.From, "s.yaml: entry ")+" "+step.Operation)
	}
	same(t, "the order", got, []string{
		"8 CreateMesh", "7 CreateVirtualNode", "6 CreateVirtualRouter", "4 CreateRoute", "5 CreateRoute", "3 CreateVirtualService",
		"2 CreateVirtualGateway", "1 CreateGatewayRoute", "9 DeleteMesh", "11 CreateMesh", "10 CreateVirtualNode",
	})
}

func TestTheResourcesOfSeveralFilesAreOrderedAsOne(t *testing.T) {
	t.Parallel()
	steps, err := server.ReadSeeds([]server.SeedFile{
		{Name: "a.yaml", Data: []byte("{meshName: m, virtualNodeName: n}")},
		{Name: "b.json", Data: []byte(`[{"meshName":"m"}]`)},
	})
	if err != nil || len(steps) != 2 || steps[0].From != "b.json: entry 1" || steps[1].From != "a.yaml: entry 1" {
		t.Errorf("%v %+v", err, steps)
	}
}

func TestASeedThatIsNoneIsRefusedWithFileEntryAndReason(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text, want string }{
		{"s.json", "[\n{\"meshName\":}]", "s.json: line 2: not JSON: "},
		{"s.json", "", "s.json: line 1: not JSON: "},
		{"s.json", "{} {}", "s.json: line 1: not JSON: "},
		{"s.yaml", "a: b: c", "s.yaml: not YAML: mapping values are not allowed"},
		{"s.yaml", "meshName: a\nmeshName: b", `s.yaml: line 2: the member "meshName" is there twice`},
		{"s.yaml", "meshName: m\nspec: {a: .nan}", "s.yaml: not YAML that JSON can say: "},
		{"s.yaml", "[meshName: m, 5]", "s.yaml: entry 2: neither an operation nor a resource, but 5"},
		{"s.json", `[{"meshName":"m"},null]`, "s.json: entry 2: neither an operation nor a resource, but null"},
		{"s.yaml", "- meshName: m\n- spec: {}", "s.yaml: entry 2: neither an operation nor a resource: it has no member operation, and none that names a resource"},
		{"s.yaml", "{meshName: m, virtualNodName: n}", `s.yaml: entry 1: CreateMesh: the input has an unknown member "virtualNodName"; the members are clientToken, meshName, spec, tags`},
		{"s.yaml", "{meshName: m, virtualNodeName: n, virtualServiceName: s}", "s.yaml: entry 1: a resource of two kinds: it has both virtualNodeName and virtualServiceName"},
		{"s.yaml", "- operation: CreateMash", `s.yaml: entry 1: "CreateMash" is none of App Mesh's operations`},
		{"s.yaml", "- operation: [CreateMesh]", `s.yaml: entry 1: the operation must be a name, not ["CreateMesh"]`},
		{"s.yaml", "- {operation: CreateMesh, inputs: {}}", `s.yaml: entry 1: an operation has the members operation and input, not "inputs"`},
		{"s.yaml", "- {operation: CreateMesh, input: [m]}", "s.yaml: entry 1: CreateMesh: the input is not an object: "},
		{"s.yaml", "- {operation: DescribeMesh, input: {meshName: m, Limit: 1}}", `s.yaml: entry 1: DescribeMesh: the input has an unknown member "Limit"`},
	} {
		_, err := server.ReadSeed(test.file, []byte(test.text))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q\n got %v\nwant %s", test.file, test.text, err, test.want)
		}
	}
}

func FuzzASeedIsReadOrRefused(f *testing.F) {
	f.Add([]byte(shopSeed), true)
	f.Add([]byte(`[{"operation":"CreateMesh","input":{"meshName":"m"}},{"meshName":"m","virtualNodeName":"n"}]`), false)
	f.Add([]byte("- &m {meshName: m}\n- {<<: *m, virtualServiceName: s}\n---\nx: [1, 2.5, ~, !!str 5]\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, inYAML bool) {
		name := "s.json"
		if inYAML {
			name = "s.yaml"
		}
		steps, err := server.ReadSeed(name, data)
		if err != nil {
			return
		}
		s := newServer(t, server.Options{})
		before := string(s.Save())
		if err := s.Apply("", "", steps); err != nil && string(s.Save()) != before {
			t.Errorf("something stayed of a seed that failed with %v", err)
		}
	})
}
