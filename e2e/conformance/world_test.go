package conformance

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// homes are the members that name a resource of a kind, outermost first.
var homes = map[string][]string{
	"Mesh":           {"meshName"},
	"VirtualGateway": {"meshName", "virtualGatewayName"},
	"GatewayRoute":   {"meshName", "virtualGatewayName", "gatewayRouteName"},
	"VirtualNode":    {"meshName", "virtualNodeName"},
	"VirtualRouter":  {"meshName", "virtualRouterName"},
	"Route":          {"meshName", "virtualRouterName", "routeName"},
	"VirtualService": {"meshName", "virtualServiceName"},
}

// home returns the parent of a kind, "" for a mesh.
func home(kind string) string {
	names := homes[kind]
	switch len(names) {
	case 1:
		return ""
	case 2:
		return "Mesh"
	default:
		return kindNamed(names[1])
	}
}

// kindNamed returns the kind of a member such as "virtualNodeName".
func kindNamed(member string) string {
	return strings.ToUpper(member[:1]) + strings.TrimSuffix(member[1:], "Name")
}

// pointers are the members of specs that name a resource that must exist.
var pointers = map[[2]string]string{
	{"WeightedTarget", "virtualNode"}:                     "VirtualNode",
	{"GatewayRouteVirtualService", "virtualServiceName"}:  "VirtualService",
	{"VirtualNodeServiceProvider", "virtualNodeName"}:     "VirtualNode",
	{"VirtualRouterServiceProvider", "virtualRouterName"}: "VirtualRouter",
}

// world is a server with the resources that requests need.
type world struct {
	*testing.T
	*api
	url    string
	client *http.Client    // that is used: first one over a socket
	direct *http.Client    // into the handler, for speed
	made   map[string]bool // names of the resources that are there
}

func newWorld(t *testing.T, a *api) *world {
	t.Helper()
	srv := appmeshtest.Start(t)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &world{
		T: t, api: a, url: srv.URL, made: map[string]bool{},
		client: &http.Client{Transport: transport},
		direct: &http.Client{Transport: handled{srv.Handler()}},
	}
}

// handled is a transport that calls a handler without a socket.
type handled struct{ http.Handler }

func (h handled) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	h.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// answer is a response of the server.
type answer struct {
	status int
	code   string
	body   []byte
}

func (a answer) message() string {
	var body struct{ Message string }
	json.Unmarshal(a.body, &body)
	return body.Message
}

// call sends a request: its members go into path, query and body as the model says.
func (w *world) call(name string, input map[string]any) answer {
	w.Helper()
	op := w.Operations[name]
	path, query := op.HTTP.RequestURI, url.Values{}
	var body map[string]any
	if op.HTTP.Method == http.MethodPut {
		body = map[string]any{}
	}
	members := w.Shapes[op.Input.Shape].Members
	for member, v := range input {
		switch members[member].Location {
		case "uri":
			path = strings.ReplaceAll(path, "{"+member+"}", url.PathEscape(v.(string)))
		case "querystring":
			query.Set(member, asText(v))
		default:
			body[member] = v
		}
	}
	return w.send(op.HTTP.Method, path+"?"+query.Encode(), body)
}

func (w *world) send(method, path string, body map[string]any) answer {
	w.Helper()
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(canonical(body))
	}
	request, err := http.NewRequest(method, w.url+path, content)
	if err != nil {
		w.Fatal(err)
	}
	response, err := w.client.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer{response.StatusCode, response.Header.Get("x-amzn-errortype"), got}
}

func asText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(canonical(v))
}

// canonical returns a document as the service writes one: compact, members in alphabetical order (rule 37).
func canonical(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// must sends a request that is there to prepare or to look, and must succeed.
func (w *world) must(name string, input map[string]any) answer {
	w.Helper()
	got := w.call(name, input)
	if got.status != http.StatusOK {
		w.Errorf("%s %.300s: %d %s", name, canonical(input), got.status, got.body)
	}
	return got
}

// named returns the members of a request that name the resource of a kind.
func named(kind string, input map[string]any) map[string]any {
	names := map[string]any{}
	for _, member := range homes[kind] {
		names[member] = input[member]
	}
	return names
}

func resource(kind string, names map[string]any) string {
	return kind + string(canonical(named(kind, names)))
}

// prepare makes what a request needs: the homes of its resource, and what its spec points at.
func (w *world) prepare(kind string, input map[string]any) {
	w.Helper()
	if h := home(kind); h != "" {
		w.ensure(h, input)
	}
	if spec, ok := input["spec"].(map[string]any); ok {
		w.follow(kind+"Spec", spec, input)
	}
}

func (w *world) follow(name string, value any, input map[string]any) {
	w.Helper()
	switch v := value.(type) {
	case map[string]any:
		for member, inner := range v {
			if kind := pointers[[2]string{name, member}]; kind != "" {
				names := homes[kind]
				w.ensure(kind, map[string]any{"meshName": input["meshName"], names[len(names)-1]: inner})
			}
			w.follow(w.Shapes[name].Members[member].Shape, inner, input)
		}
	case []any:
		for _, inner := range v {
			w.follow(w.Shapes[name].Member.Shape, inner, input)
		}
	}
}

// ensure makes a resource if it is not there.
func (w *world) ensure(kind string, names map[string]any) {
	w.Helper()
	if w.made[resource(kind, names)] {
		return
	}
	create := "Create" + kind
	input := w.request(w.Operations[create], nil, false)
	for _, member := range homes[kind] {
		input[member] = names[member]
	}
	w.prepare(kind, input)
	w.must(create, input)
	w.made[resource(kind, names)] = true
}

// remove deletes a resource that a request has made or changed.
func (w *world) remove(kind string, names map[string]any) {
	w.Helper()
	w.must("Delete"+kind, named(kind, names))
	delete(w.made, resource(kind, names))
}

// split takes an operation's name apart: verb and kind. The kind of a list is the one listed,
// and of what concerns tags it is "".
func split(name string) (verb, kind string) {
	for _, verb := range []string{"Create", "Describe", "Update", "Delete", "List"} {
		rest, ok := strings.CutPrefix(name, verb)
		if !ok {
			continue
		}
		for kind := range homes {
			if rest == kind || verb == "List" && (rest == kind+"s" || rest == kind+"es") {
				return verb, kind
			}
		}
	}
	return name, ""
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
