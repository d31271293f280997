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

// api is a server and who asks it. Requests go to its handler directly; what is about the
// bytes on a connection has its own helpers (wire_test.go).
type api struct {
	t       testing.TB
	srv     *appmeshtest.Server
	account string // that asks; "": the request is not signed
	region  string
}

// start runs a server of the test's own.
func start(t testing.TB, options ...appmeshtest.Option) *api {
	t.Helper()
	return &api{t: t, srv: appmeshtest.Start(t, options...)}
}

// handler returns the server itself.
func (a *api) handler() *server.Server { return a.srv.Handler().(*server.Server) }

// as returns the same server asked by an account, in a region.
func (a *api) as(account, region string) *api {
	return &api{t: a.t, srv: a.srv, account: account, region: region}
}

// in returns the same server asked by a subtest.
func (a *api) in(t testing.TB) *api {
	b := *a
	b.t = t
	return &b
}

// answer is what came back.
type answer struct {
	t      testing.TB
	asked  string
	status int
	header http.Header
	body   string
}

// do asks: path is below /v20190125 unless it begins with it or is not to be touched ("!").
func (a *api) do(method, path, body string) answer {
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
	got := answer{t: a.t, asked: method + " " + path, status: w.Code, header: w.Header(), body: w.Body.String()}
	got.wellFormed(r)
	return got
}

// wellFormed wants of each answer of the suite that it is JSON, that no server error was
// the reason, and that a refusal names its rule and is one that the model declares.
func (w answer) wellFormed(r *http.Request) {
	w.t.Helper()
	if r.Method == http.MethodOptions {
		return
	}
	if !json.Valid([]byte(w.body)) || w.header.Get("Content-Type") != "application/json" {
		w.t.Errorf("%s: not JSON: %s %q", w.asked, w.header.Get("Content-Type"), w.body)
	}
	if len(w.header.Get("x-amzn-requestid")) != 36 {
		w.t.Errorf("%s: the request id is %q", w.asked, w.header.Get("x-amzn-requestid"))
	}
	if w.status == 200 {
		if w.header.Get("x-appmesh-mock-rule")+w.code() != "" {
			w.t.Errorf("%s: a success with the headers of a refusal", w.asked)
		}
		return
	}
	if n := w.rule(); !knownRule(n) {
		w.t.Errorf("%s: %s has no rule, but %q", w.asked, w.code(), w.header.Get("x-appmesh-mock-rule"))
	}
	undeclared := []string{"AccessDeniedException", "UnknownOperationException", "RequestEntityTooLargeException",
		"RequestUriTooLongException"}
	name, declared := server.OperationOf(r)
	if !slices.Contains(append(undeclared, declared...), w.code()) {
		w.t.Errorf("%s: the model does not declare %s for %s", w.asked, w.code(), name)
	}
	if w.status >= 500 {
		w.t.Errorf("%s: %d %s", w.asked, w.status, w.body)
	}
}

// knownRule reports whether there is a rule of the number.
func knownRule(n int) bool {
	return slices.ContainsFunc(server.Rules(), func(rule server.Rule) bool { return rule.Number == n })
}

func (a *api) put(path, body string) answer { a.t.Helper(); return a.do("PUT", path, body) }
func (a *api) get(path string) answer       { a.t.Helper(); return a.do("GET", path, "") }
func (a *api) delete(path string) answer    { a.t.Helper(); return a.do("DELETE", path, "") }

// ok wants a success.
func (w answer) ok() answer {
	w.t.Helper()
	if w.status != 200 {
		w.t.Fatalf("%s: %d %s", w.asked, w.status, w.body)
	}
	return w
}

// code returns the exception, "" for a success.
func (w answer) code() string { return w.header.Get("x-amzn-errortype") }

func (w answer) rule() int {
	n, _ := strconv.Atoi(w.header.Get("x-appmesh-mock-rule"))
	return n
}

var statuses = map[string]int{
	"BadRequestException": 400, "LimitExceededException": 400, "TooManyTagsException": 400,
	"ForbiddenException": 403, "AccessDeniedException": 403, "NotFoundException": 404, "UnknownOperationException": 404,
	"ConflictException": 409, "ResourceInUseException": 409,
	"RequestEntityTooLargeException": 413, "RequestUriTooLongException": 414, "InternalServerErrorException": 500,
}

// refused wants an exception with its own status, the number of the rule, and a message. A
// message that ends with … is only its beginning; "" is not looked at.
func (w answer) refused(code string, rule int, message string) {
	w.t.Helper()
	if w.code() != code || w.status != statuses[code] {
		w.t.Errorf("%s: %d %s %s, want %s", w.asked, w.status, w.code(), w.body, code)
		return
	}
	if w.rule() != rule {
		w.t.Errorf("%s: rule %d, want %d (%s)", w.asked, w.rule(), rule, w.body)
	}
	got, _ := w.at("message").(string)
	begin, cut := strings.CutSuffix(message, "…")
	if message != "" && got != message && !(cut && strings.HasPrefix(got, begin)) {
		w.t.Errorf("%s\n got %q\nwant %q", w.asked, got, message)
	}
}

// at returns the value at a path of members and indices: "spec.listeners.0.tls"; nil if there is none.
func (w answer) at(path string) any {
	w.t.Helper()
	decoder := json.NewDecoder(strings.NewReader(w.body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		w.t.Fatalf("%s: %v in %q", w.asked, err, w.body)
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

func (w answer) text(path string) string { w.t.Helper(); return fmt.Sprint(w.at(path)) }

// is wants the value at a path to print so.
func (w answer) is(path, want string) answer {
	w.t.Helper()
	if got := w.text(path); got != want {
		w.t.Errorf("%s: %s is %s, want %s\n%s", w.asked, path, got, want, w.body)
	}
	return w
}

// spec returns the spec as it was written.
func (w answer) spec() string {
	w.t.Helper()
	var d struct{ Spec json.RawMessage }
	if err := json.Unmarshal([]byte(w.body), &d); err != nil {
		w.t.Fatalf("%s: %v in %q", w.asked, err, w.body)
	}
	return string(d.Spec)
}

// names returns a member of each item of the list in a body.
func (w answer) names(list, member string) []string {
	w.t.Helper()
	items, ok := w.at(list).([]any)
	if !ok {
		w.t.Fatalf("%s: there is no list %s in %s", w.asked, list, w.body)
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

// kind is one of the seven, with all that a test needs to make one in the mesh m.
type kind struct {
	name       string // as in an ARN; + Name is its member
	title      string // as in operations and messages
	list       string // the member of a list
	collection string // its path, where m, g and r are the homes
	arn        string // what is before its name in an ARN
	spec       string // to make one with
	other      string // to update one with
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

// kindOf returns the kind of a name.
func kindOf(name string) kind {
	for _, k := range kinds {
		if k.name == name {
			return k
		}
	}
	panic("no kind " + name)
}

// eachKind runs a subtest for each kind, each with a server and a furnished mesh of its own.
func eachKind(t *testing.T, do func(*testing.T, *api, kind), options ...appmeshtest.Option) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			a := start(t, options...)
			a.furnish()
			do(t, a, k)
		})
	}
}

// furnish makes the mesh m with a node n, a router r, a service s and a gateway g.
func (a *api) furnish() {
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

// make creates a resource in m, g or r; an empty spec is the kind's own.
func (a *api) make(kind, name, spec string) answer {
	a.t.Helper()
	return a.try(kind, name, spec).ok()
}

// try asks to create a resource.
func (a *api) try(kind, name, spec string) answer {
	a.t.Helper()
	k := kindOf(kind)
	return a.put(k.collection, k.body(name, spec, ""))
}

// change asks to update a resource.
func (a *api) change(kind, name, spec string) answer {
	a.t.Helper()
	return a.put(kindOf(kind).path(name), `{"spec":`+spec+`}`)
}

func (a *api) describe(kind, name string) answer { a.t.Helper(); return a.get(kindOf(kind).path(name)) }
func (a *api) remove(kind, name string) answer {
	a.t.Helper()
	return a.delete(kindOf(kind).path(name))
}

// arnOf returns the ARN of a resource of the default account.
func (k kind) arnOf(name string) string {
	return "arn:aws:appmesh:us-east-1:123456789012:" + k.arn + name
}

func byARN(path, arn string) string { return path + "?resourceArn=" + url.QueryEscape(arn) }

// compact takes the white space out of JSON.
func compact(s string) string {
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}

// share shares a mesh of an account with another, in the default region.
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
