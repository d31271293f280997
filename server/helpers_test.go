package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// api is a client of a server. It calls the handler directly; wire_test.go has the helpers
// for tests of the bytes on a connection.
type api struct {
	t       testing.TB
	srv     *appmeshtest.Server
	account string // of the caller; "" for requests without a signature
	region  string
}

// start starts a server for one test.
func start(t testing.TB, options ...appmeshtest.Option) *api {
	t.Helper()
	return &api{t: t, srv: appmeshtest.Start(t, options...)}
}

// handler returns the handler of the server.
func (a *api) handler() *server.Server { return a.srv.Handler().(*server.Server) }

// as returns a client of the same server for an account in a region.
func (a *api) as(account, region string) *api {
	return &api{t: a.t, srv: a.srv, account: account, region: region}
}

// in returns a client of the same server for a subtest.
func (a *api) in(t testing.TB) *api {
	b := *a
	b.t = t
	return &b
}

// response is a response to a request, such as "GET /v20190125/meshes".
type response struct {
	t       testing.TB
	request string
	status  int
	header  http.Header
	body    string
}

// do sends a request. It puts /v20190125 in front of the path unless the path begins with it,
// or with "!", which do removes.
func (a *api) do(method, path, body string) response {
	a.t.Helper()
	switch {
	case strings.HasPrefix(path, "!"):
		path = path[1:]
	case !strings.HasPrefix(path, "/v20190125"):
		path = "/v20190125" + path
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if a.account != "" {
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+a.account+"/20190125/"+a.region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
	}
	w := httptest.NewRecorder()
	a.srv.Handler().ServeHTTP(w, r)
	got := response{t: a.t, request: method + " " + path, status: w.Code, header: w.Header(), body: w.Body.String()}
	got.wellFormed(r)
	return got
}

// wellFormed checks that a response is JSON and no server error, and that an error has a rule
// and an exception that the model declares for the operation.
func (w response) wellFormed(r *http.Request) {
	w.t.Helper()
	if r.Method == http.MethodOptions {
		return
	}
	if !json.Valid([]byte(w.body)) || w.header.Get("Content-Type") != "application/json" {
		w.t.Errorf("%s: not JSON: %s %q", w.request, w.header.Get("Content-Type"), w.body)
	}
	if len(w.header.Get("x-amzn-requestid")) != 36 {
		w.t.Errorf("%s: the request id is %q", w.request, w.header.Get("x-amzn-requestid"))
	}
	if w.status == 200 {
		if w.header.Get("x-appmesh-mock-rule")+w.code() != "" {
			w.t.Errorf("%s: a success with the headers of a refusal", w.request)
		}
		return
	}
	if n := w.rule(); !knownRule(n) {
		w.t.Errorf("%s: %s has no rule, but %q", w.request, w.code(), w.header.Get("x-appmesh-mock-rule"))
	}
	undeclared := []string{"AccessDeniedException", "UnknownOperationException", "RequestEntityTooLargeException",
		"RequestUriTooLongException"}
	name, declared := server.OperationOf(r)
	if !slices.Contains(append(undeclared, declared...), w.code()) {
		w.t.Errorf("%s: the model does not declare %s for %s", w.request, w.code(), name)
	}
	if w.status >= 500 {
		w.t.Errorf("%s: %d %s", w.request, w.status, w.body)
	}
}

// knownRule reports whether there is a rule with the number.
func knownRule(n int) bool {
	return slices.ContainsFunc(server.Rules(), func(rule server.Rule) bool { return rule.Number == n })
}

func (a *api) put(path, body string) response { a.t.Helper(); return a.do("PUT", path, body) }
func (a *api) get(path string) response       { a.t.Helper(); return a.do("GET", path, "") }
func (a *api) delete(path string) response    { a.t.Helper(); return a.do("DELETE", path, "") }

// ok ends the test unless the response is a success.
func (w response) ok() response {
	w.t.Helper()
	if w.status != 200 {
		w.t.Fatalf("%s: %d %s", w.request, w.status, w.body)
	}
	return w
}

// code returns the exception, "" for a success.
func (w response) code() string { return w.header.Get("x-amzn-errortype") }

func (w response) rule() int {
	n, _ := strconv.Atoi(w.header.Get("x-appmesh-mock-rule"))
	return n
}

var statuses = map[string]int{
	"BadRequestException": 400, "LimitExceededException": 400, "TooManyTagsException": 400,
	"ForbiddenException": 403, "AccessDeniedException": 403, "NotFoundException": 404, "UnknownOperationException": 404,
	"ConflictException": 409, "ResourceInUseException": 409,
	"RequestEntityTooLargeException": 413, "RequestUriTooLongException": 414, "InternalServerErrorException": 500,
}

// refused checks that the response is an exception with its status, the rule, and the message.
// A message that ends with … is a prefix; "" matches any message.
func (w response) refused(code string, rule int, message string) {
	w.t.Helper()
	if w.code() != code || w.status != statuses[code] {
		w.t.Errorf("%s: %d %s %s, want %s", w.request, w.status, w.code(), w.body, code)
		return
	}
	if w.rule() != rule {
		w.t.Errorf("%s: rule %d, want %d (%s)", w.request, w.rule(), rule, w.body)
	}
	got, _ := w.at("message").(string)
	begin, cut := strings.CutSuffix(message, "…")
	if message != "" && got != message && !(cut && strings.HasPrefix(got, begin)) {
		w.t.Errorf("%s\n got %q\nwant %q", w.request, got, message)
	}
}

// at returns the value at a path of members and indices: "spec.listeners.0.tls"; nil if there is none.
func (w response) at(path string) any {
	w.t.Helper()
	decoder := json.NewDecoder(strings.NewReader(w.body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		w.t.Fatalf("%s: %v in %q", w.request, err, w.body)
	}
	for _, part := range strings.Split(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

func (w response) text(path string) string { w.t.Helper(); return fmt.Sprint(w.at(path)) }

// is checks the text of the value at a path.
func (w response) is(path, want string) response {
	w.t.Helper()
	if got := w.text(path); got != want {
		w.t.Errorf("%s: %s is %s, want %s\n%s", w.request, path, got, want, w.body)
	}
	return w
}

// spec returns the bytes of the spec.
func (w response) spec() string {
	w.t.Helper()
	var d struct{ Spec json.RawMessage }
	if err := json.Unmarshal([]byte(w.body), &d); err != nil {
		w.t.Fatalf("%s: %v in %q", w.request, err, w.body)
	}
	return string(d.Spec)
}

// names returns a member of each item of the list in a body.
func (w response) names(list, member string) []string {
	w.t.Helper()
	items, ok := w.at(list).([]any)
	if !ok {
		w.t.Fatalf("%s: there is no list %s in %s", w.request, list, w.body)
	}
	names := []string{}
	for _, item := range items {
		names = append(names, fmt.Sprint(item.(map[string]any)[member]))
	}
	return names
}

func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", what, got, want)
	}
}

// kind is a kind of resource, with the data for a test that creates one in the mesh m.
type kind struct {
	name       string // as in an ARN; the member with a resource's name is name + "Name"
	title      string // as in operations and messages
	list       string // member of the response of the list operation
	collection string // path of the list, with the parents m, g and r
	arn        string // part of the ARN between the account and the name
	spec       string // for a create
	other      string // for an update
}

const (
	listener     = `{"portMapping":{"port":8080,"protocol":"http"}}`
	twoListeners = `{"portMapping":{"port":8080,"protocol":"http"}},{"portMapping":{"port":9090,"protocol":"http"}}`
	dns          = `"serviceDiscovery":{"dns":{"hostname":"n.local"}}`
	nodeSpec     = `{"listeners":[` + listener + `],` + dns + `}`
	routeSpec    = `{"httpRoute":{"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]},"match":{"prefix":"/"}}}`
	gatewayRoute = `{"httpRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"s"}}},"match":{"prefix":"/"}}}`
)

var kinds = []kind{
	{"mesh", "Mesh", "meshes", "/meshes", "mesh/", `{}`, `{"egressFilter":{"type":"ALLOW_ALL"}}`},
	{"virtualGateway", "VirtualGateway", "virtualGateways", "/meshes/m/virtualGateways", "mesh/m/virtualGateway/",
		`{"listeners":[` + listener + `]}`, `{"listeners":[` + listener + `],"logging":{}}`},
	{"gatewayRoute", "GatewayRoute", "gatewayRoutes", "/meshes/m/virtualGateway/g/gatewayRoutes",
		"mesh/m/virtualGateway/g/gatewayRoute/",
		gatewayRoute, strings.Replace(gatewayRoute, `"/"`, `"/other"`, 1)},
	{"virtualNode", "VirtualNode", "virtualNodes", "/meshes/m/virtualNodes", "mesh/m/virtualNode/",
		`{"backends":[],"listeners":[` + listener + `],` + dns + `}`,
		`{"backends":[],"listeners":[` + listener + `],"logging":{},` + dns + `}`},
	{"virtualRouter", "VirtualRouter", "virtualRouters", "/meshes/m/virtualRouters", "mesh/m/virtualRouter/",
		`{"listeners":[` + listener + `]}`, `{"listeners":[]}`},
	{"route", "Route", "routes", "/meshes/m/virtualRouter/r/routes", "mesh/m/virtualRouter/r/route/",
		routeSpec, strings.Replace(routeSpec, `"/"`, `"/other"`, 1)},
	{"virtualService", "VirtualService", "virtualServices", "/meshes/m/virtualServices", "mesh/m/virtualService/",
		`{}`, `{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`},
}

// kindOf returns the kind with a name.
func kindOf(name string) kind {
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	panic("no kind " + name)
}

// eachKind runs a subtest for each kind, on a server with a populated mesh.
func eachKind(t *testing.T, do func(*testing.T, *api, kind), options ...appmeshtest.Option) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			a := start(t, options...)
			a.populate()
			do(t, a, k)
		})
	}
}

// populate creates the mesh m with a node n, a router r, a service s and a gateway g.
func (a *api) populate() {
	a.t.Helper()
	a.make("mesh", "m", "")
	a.make("virtualNode", "n", "")
	a.make("virtualRouter", "r", "")
	a.make("virtualService", "s", "")
	a.make("virtualGateway", "g", "")
}

// body returns the body of a create.
func (k kind) body(name, spec, more string) string {
	if spec == "" {
		spec = k.spec
	}
	quoted, _ := json.Marshal(name)
	return fmt.Sprintf(`{%s"%sName":%s,"spec":%s}`, more, k.name, quoted, spec)
}

// path returns the path of a resource.
func (k kind) path(name string) string { return k.collection + "/" + url.PathEscape(name) }

// make creates a resource in m, g or r, and ends the test if that fails. If spec is "", the
// resource has the spec of its kind.
func (a *api) make(kind, name, spec string) response {
	a.t.Helper()
	return a.try(kind, name, spec).ok()
}

// try sends a request that creates a resource like make, and returns the response.
func (a *api) try(kind, name, spec string) response {
	a.t.Helper()
	k := kindOf(kind)
	return a.put(k.collection, k.body(name, spec, ""))
}

// change sends a request that updates a resource.
func (a *api) change(kind, name, spec string) response {
	a.t.Helper()
	return a.put(kindOf(kind).path(name), `{"spec":`+spec+`}`)
}

func (a *api) describe(kind, name string) response {
	a.t.Helper()
	return a.get(kindOf(kind).path(name))
}
func (a *api) remove(kind, name string) response {
	a.t.Helper()
	return a.delete(kindOf(kind).path(name))
}

// arnOf returns the ARN of a resource of the default account.
func (k kind) arnOf(name string) string {
	return "arn:aws:appmesh:us-east-1:123456789012:" + k.arn + name
}

func byARN(path, arn string) string { return path + "?resourceArn=" + url.QueryEscape(arn) }

// compact removes the white space from JSON.
func compact(s string) string {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}

// share shares a mesh in the default region with another account.
func (a *api) share(owner, mesh, consumer string) {
	a.t.Helper()
	if _, err := a.handler().Share(server.Share{MeshOwner: owner, MeshName: mesh, Account: consumer}); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) unshare(owner, mesh, consumer string) {
	a.t.Helper()
	if err := a.handler().Unshare(server.Share{MeshOwner: owner, MeshName: mesh, Account: consumer}); err != nil {
		a.t.Fatal(err)
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
