package recordings

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// account owns what is in the recordings.
const account = "123456789012"

// load reads a file of recordings from the folder that the environment names.
func load(t *testing.T, name string, into any) {
	t.Helper()
	folder := os.Getenv("APPMESH_RECORDINGS")
	if folder == "" {
		t.Skip("APPMESH_RECORDINGS is not set: it names the folder that has golden/" + name)
	}
	data, err := os.ReadFile(filepath.Join(folder, "golden", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

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

// dependents lists the kinds, what depends on others first.
var dependents = []string{"GatewayRoute", "VirtualGateway", "Route", "VirtualService", "VirtualRouter", "VirtualNode",
	"Mesh"}

// kindNamed returns the kind of a member such as "virtualNodeName".
func kindNamed(member string) string {
	return strings.ToUpper(member[:1]) + strings.TrimSuffix(member[1:], "Name")
}

// split takes an operation's name apart, "", "" if it concerns tags.
func split(operation string) (verb, kind string) {
	for _, verb := range []string{"Create", "Describe", "Update", "Delete", "List"} {
		rest, ok := strings.CutPrefix(operation, verb)
		for kind := range homes {
			if ok && (rest == kind || verb == "List" && (rest == kind+"s" || rest == kind+"es")) {
				return verb, kind
			}
		}
	}
	return "", ""
}

// object is a JSON object.
type object = map[string]any

// smallest are specs for resources of which nothing is known but that they were there.
var smallest = map[string]object{
	"VirtualGateway": {"listeners": []any{}},
	"GatewayRoute": {"httpRoute": object{"match": object{"prefix": "/"},
		"action": object{"target": object{"virtualService": object{"virtualServiceName": "any-service"}}}}},
	"Route": {"httpRoute": object{"match": object{"prefix": "/"},
		"action": object{"weightedTargets": []any{object{"virtualNode": "any-node", "weight": 1}}}}},
}

// resource is the part of a resource that a recording shows.
type resource struct {
	kind    string
	names   object
	region  string
	created time.Time
	updated time.Time
	version int
	uid     string
	spec    object
}

// metadata reads the members of a response other than names and spec.
func (r *resource) metadata(m object) {
	r.created, r.updated = moment(m["createdAt"]), moment(m["lastUpdatedAt"])
	version, _ := m["version"].(float64)
	r.version = max(int(version), 1)
	r.uid, _ = m["uid"].(string)
	r.region = regionOf(m["arn"].(string))
}

func (r *resource) key() string { return fmt.Sprint(r.region, r.kind, r.names) }

// input returns the request that would give the resource its spec.
func (r *resource) input() object {
	in := clone(r.names)
	if r.spec != nil {
		in["spec"] = r.spec
	} else if r.kind != "Mesh" {
		in["spec"] = object{}
	}
	return in
}

func clone(o object) object {
	c := object{}
	for name, v := range o {
		c[name] = v
	}
	return c
}

// resourceIn reads the resource of a response.
func resourceIn(kind string, body object) *resource {
	r := &resource{kind: kind, names: named(kind, body)}
	r.metadata(body["metadata"].(object))
	r.spec, _ = body["spec"].(object)
	if backends, ok := r.spec["backends"].([]any); ok && len(backends) == 0 {
		r.spec = clone(r.spec)
		delete(r.spec, "backends") // which only describe and delete fill in (rule 56)
	}
	return r
}

// itemIn reads the resource of an item of a list.
func itemIn(kind string, item object) *resource {
	r := &resource{kind: kind, names: named(kind, item), spec: smallest[kind]}
	r.metadata(item)
	return r
}

func named(kind string, members object) object {
	names := object{}
	for _, name := range homes[kind] {
		names[name] = members[name]
	}
	return names
}

// regionOf returns the region of an ARN.
func regionOf(arn string) string { return strings.Split(arn, ":")[3] }

// moment reads a time: epoch seconds, or as the newer CLI prints it.
func moment(v any) time.Time {
	switch v := v.(type) {
	case float64:
		return time.UnixMilli(int64(v*1000 + 0.5))
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t
		}
	}
	return server.Epoch
}

// world is a server that can be made to be as the real one was when it was recorded.
type world struct {
	*testing.T
	srv   *appmeshtest.Server
	uid   *state.UID           // of the next resource, if it is known
	there map[string]*resource // what there is
	named map[string]bool      // virtual services that a node has named as backends
	known map[string]*resource // what is known of resources that others need before their own time
}

func newWorld(t *testing.T, options ...appmeshtest.Option) *world {
	t.Helper()
	w := &world{T: t, there: map[string]*resource{}, named: map[string]bool{}}
	count := server.CountingIDs(0x8000)
	options = append(options,
		appmeshtest.WithClock(server.SteppingClock(server.Epoch, 0)),
		appmeshtest.WithUIDs(func() state.UID {
			if w.uid != nil {
				return *w.uid
			}
			return count()
		}))
	w.srv = appmeshtest.Start(t, options...)
	return w
}

// operations holds the API's operations by name.
var operations = func() map[string]server.Operation {
	byName := map[string]server.Operation{}
	for _, op := range server.Operations() {
		byName[op.Name] = op
	}
	return byName
}()

// call runs an operation in a region.
func (w *world) call(operation, region string, input object) []byte {
	w.Helper()
	op := operations[operation]
	path, query, body := op.Path, url.Values{}, object{}
	for name, v := range input {
		switch {
		case strings.Contains(op.Path, "{"+name+"}"):
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(v.(string)))
		case slices.Contains([]string{"meshOwner", "limit", "nextToken", "resourceArn"}, name):
			query.Set(name, fmt.Sprint(v))
		default:
			body[name] = v
		}
	}
	var content []byte
	if op.Method == http.MethodPut {
		content, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(op.Method, path+"?"+query.Encode(), bytes.NewReader(content))
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+account+"/20190125/"+region+
		"/appmesh/aws4_request, SignedHeaders=host;x-amz-date, Signature="+strings.Repeat("0", 64))
	r.Header.Set("X-Amz-Date", "20190125T000000Z")
	answer := httptest.NewRecorder()
	w.srv.Handler().ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		w.Fatalf("%s %v: %d %s", operation, input, answer.Code, answer.Body)
	}
	return answer.Body.Bytes()
}

// write runs an operation that makes or changes a resource, at a time and with its uid.
func (w *world) write(operation string, r *resource, at time.Time, input object) []byte {
	w.Helper()
	w.srv.Clock().Set(at)
	w.uid = uidNamed(r.uid)
	answer := w.call(operation, r.region, input)
	w.uid = nil
	return answer
}

// uidNamed reads a UUID, nil if it is none.
func uidNamed(text string) *state.UID {
	digits, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(digits) != len(state.UID{}) {
		return nil
	}
	uid := state.UID(digits)
	return &uid
}

// prepare makes what a request needs: the homes of its resource, and what its spec points at.
func (w *world) prepare(r *resource, input object) {
	w.Helper()
	names := homes[r.kind]
	for _, name := range names[:len(names)-1] {
		w.ensure(r, kindNamed(name), input)
	}
	w.follow(r, input, "", input["spec"])
}

// follow makes what a spec points at, wherever it does.
func (w *world) follow(r *resource, input object, within string, v any) {
	w.Helper()
	switch v := v.(type) {
	case object:
		for name, inner := range v {
			target := ""
			switch {
			case name == "virtualNode" && within == "weightedTargets", name == "virtualNodeName":
				target = "VirtualNode"
			case name == "virtualRouterName":
				target = "VirtualRouter"
			case name == "virtualServiceName" && r.kind == "GatewayRoute":
				target = "VirtualService"
			}
			if s, ok := inner.(string); ok && target != "" {
				w.ensure(r, target, object{"meshName": input["meshName"], homes[target][1]: s})
			} else {
				w.follow(r, input, name, inner)
			}
		}
	case []any:
		for _, inner := range v {
			w.follow(r, input, within, inner)
		}
	}
}

// ensure makes a resource if it is not there, as old as the one that needs it.
func (w *world) ensure(needs *resource, kind string, names object) {
	w.Helper()
	r := &resource{kind: kind, names: named(kind, names), region: needs.region, created: needs.created, version: 1,
		spec: smallest[kind]}
	if w.there[r.key()] == nil {
		if known := w.known[r.key()]; known != nil && known.created.Before(needs.updated) {
			r = known
		}
		w.bring(r, 1)
	}
}

// bring makes a resource as it was at a version, if it is not there so.
func (w *world) bring(r *resource, version int) {
	w.Helper()
	input := r.input()
	w.prepare(r, input)
	is := w.there[r.key()]
	if is == nil {
		w.write("Create"+r.kind, r, r.created, input)
		is = w.note(r, 1, input)
	}
	if is.version > version {
		w.Fatalf("%s is there at version %d, later than %d", r.key(), is.version, version)
	}
	for is.version < version {
		w.write("Update"+r.kind, r, r.updated, input)
		is = w.note(r, is.version+1, input)
	}
}

// note remembers a resource that was made or changed, and what it implies (rule 8).
func (w *world) note(r *resource, version int, input object) *resource {
	is := *r
	is.version = version
	w.there[r.key()] = &is
	spec, _ := input["spec"].(object)
	backends, _ := spec["backends"].([]any)
	for _, b := range backends {
		if service, ok := b.(object)["virtualService"].(object); ok {
			w.named[fmt.Sprint(r.region, r.names["meshName"], service["virtualServiceName"])] = true
		}
	}
	return &is
}

// imply has a node name a virtual service as its backend, so that it exists implicitly.
func (w *world) imply(service *resource) {
	w.Helper()
	name := service.names["virtualServiceName"]
	if w.named[fmt.Sprint(service.region, service.names["meshName"], name)] {
		return
	}
	w.bring(&resource{kind: "VirtualNode", region: service.region, created: service.created,
		names: object{"meshName": service.names["meshName"], "virtualNodeName": "any-frontend"},
		spec:  object{"backends": []any{object{"virtualService": object{"virtualServiceName": name}}}}}, 1)
}

// empty removes all that is in a mesh.
func (w *world) empty(mesh *resource) {
	w.Helper()
	for _, kind := range dependents {
		for key, r := range w.there {
			if r.kind == kind && kind != "Mesh" && r.region == mesh.region &&
				r.names["meshName"] == mesh.names["meshName"] {
				w.call("Delete"+kind, r.region, r.names)
				delete(w.there, key)
			}
		}
	}
}

// run runs an operation that the recordings show with its answer, after everything that must
// have been before.
func (w *world) run(operation string, r *resource, input object) []byte {
	w.Helper()
	verb, kind := split(operation)
	switch verb {
	case "Create":
		w.prepare(r, input)
		if r.version > 1 {
			w.imply(r)
		}
		defer w.note(r, r.version, input)
		return w.write(operation, r, r.updated, input)
	case "Update":
		w.bring(r, r.version-1)
		w.prepare(r, input)
		defer w.note(r, r.version, input)
		return w.write(operation, r, r.updated, input)
	case "Delete":
		before := r.version - 1
		if kind == "Mesh" { // whose version stays (rule 33)
			before = r.version
			w.empty(r)
		}
		w.bring(r, before)
		defer delete(w.there, r.key())
		return w.write(operation, r, r.updated, input)
	default:
		w.bring(r, r.version)
		return w.call(operation, r.region, input)
	}
}

// asOld takes out of an answer what the service did not have when it was recorded: before 2020
// metadata and items had no owners, items nothing but names, and meshes no spec.
func asOld(kind string, answer, recorded *tree) {
	if m := recorded.at("metadata"); m != nil {
		if m.at("meshOwner") == nil {
			answer.at("metadata").cut("meshOwner", "resourceOwner")
		}
		if kind == "Mesh" && recorded.at("spec") == nil {
			answer.cut("spec")
		}
		return
	}
	for _, m := range recorded.members {
		if len(m.value.items) > 0 && m.value.items[0].at("meshOwner") == nil {
			for _, item := range answer.at(m.name).items {
				item.cut("createdAt", "lastUpdatedAt", "meshOwner", "resourceOwner", "version")
			}
		}
	}
}
