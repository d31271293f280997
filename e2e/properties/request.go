package properties

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
)

// key identifies a resource. A mesh is its own mesh; home is the router or gateway
// of a route or gateway route, and otherwise empty.
type key struct{ region, owner, kind, mesh, home, name string }

// inMesh returns the key of the mesh that the resource is in.
func (k key) inMesh() key { return key{k.region, k.owner, mesh, k.mesh, "", k.mesh} }

// sibling returns the key of a resource of another kind beside this one, in the mesh.
func (k key) sibling(kind, name string) key { return key{k.region, k.owner, kind, k.mesh, "", name} }

// parent returns the key of the parent; a mesh has none.
func (k key) parent() key {
	if k.home == "" {
		return k.inMesh()
	}
	return k.sibling(homes[k.kind], k.home)
}

// request is one operation that is asked for.
type request struct {
	verb     string // create, describe, update, delete, list, tag, untag or tags
	key             // of the resource; its owner is the mesh owner; of a list, its home is where
	caller   string // the account that asks
	explicit bool   // meshOwner is sent though it is the caller
	spec     spec
	token    string // client token
	tags     []tag  // of create and tag
	keys     []string
	arn      string // of tag, untag and tags
	limit    int    // 0: none
	next     string
	broken   string // what is wrong with the request itself; "" for nothing
}

type tag struct{ Key, Value string }

// operation returns the name of the operation, as App Mesh has it.
func (q request) operation() string {
	title := strings.ToUpper(q.kind[:min(1, len(q.kind))]) + q.kind[min(1, len(q.kind)):]
	switch q.verb {
	case "tag":
		return "TagResource"
	case "untag":
		return "UntagResource"
	case "tags":
		return "ListTagsForResource"
	case "list":
		if q.kind == mesh {
			return "ListMeshes"
		}
		return "List" + title + "s"
	}
	return strings.ToUpper(q.verb[:1]) + q.verb[1:] + title
}

// String writes the request as a failure shows it.
func (q request) String() string {
	method, target, body := q.wire()
	return fmt.Sprintf("%s by %s in %s: %s %s %s", q.operation(), q.caller, q.region, method, target, body)
}

// wire returns the method, the target and the body of the request.
func (q request) wire() (method, target string, body []byte) {
	query := url.Values{}
	if q.limit > 0 {
		query.Set("limit", strconv.Itoa(q.limit))
	}
	if q.next != "" {
		query.Set("nextToken", q.next)
	}
	if q.owner != q.caller || q.explicit {
		query.Set("meshOwner", q.owner)
	}
	method, path, o := q.parts()
	if strings.HasPrefix(q.operation(), "Tag") || strings.HasPrefix(q.operation(), "Untag") || q.verb == "tags" {
		query.Del("meshOwner")
		query.Set("resourceArn", q.arn)
	}
	if o != nil {
		body, _ = json.Marshal(o)
	}
	if b, ok := breaks[q.broken]; ok && b.query != nil {
		b.query(query)
	} else if ok {
		body = b.body(o)
	}
	target = "/v20190125" + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return method, target, body
}

// parts returns the method, the path and the members of the body, nil for none.
func (q request) parts() (method, path string, body object) {
	collection, name := q.collection(), url.PathEscape(q.name)
	if q.broken == "slash" {
		name = "a%2Fb"
	}
	switch q.verb {
	case "tag":
		return "PUT", "/tag", object{"tags": wireTags(q.tags)}
	case "untag":
		return "PUT", "/untag", object{"tagKeys": append([]string{}, q.keys...)}
	case "tags":
		return "GET", "/tags", nil
	case "list":
		return "GET", collection, nil
	case "describe":
		return "GET", collection + "/" + name, nil
	case "delete":
		return "DELETE", collection + "/" + name, nil
	}
	body = object{"spec": q.spec.object(q.kind)}
	if q.token != "" {
		body["clientToken"] = q.token
	}
	if q.verb == "update" {
		return "PUT", collection + "/" + name, body
	}
	body[q.kind+"Name"] = q.name
	if q.tags != nil {
		body["tags"] = wireTags(q.tags)
	}
	return "PUT", collection, body
}

// collection returns the path of the list that the resource is in.
func (q request) collection() string {
	in := "/meshes/" + url.PathEscape(q.mesh)
	switch q.kind {
	case mesh:
		return "/meshes"
	case gatewayRoute, route:
		return in + "/" + homes[q.kind] + "/" + url.PathEscape(q.home) + "/" + q.kind + "s"
	default:
		return in + "/" + q.kind + "s"
	}
}

func wireTags(tags []tag) []object {
	all := []object{}
	for _, t := range tags {
		all = append(all, object{"key": t.Key, "value": t.Value})
	}
	return all
}

// breaking is a way to spoil a request that was right: in its query or in its body.
type breaking struct {
	query func(url.Values)
	body  func(object) []byte
}

func set(name, value string) breaking {
	return breaking{query: func(v url.Values) { v.Set(name, value) }}
}

func with(member string, value any) breaking {
	return breaking{body: func(o object) []byte {
		o[member] = value
		text, _ := json.Marshal(o)
		return text
	}}
}

// breaks lists what can be wrong with a request, whatever there is: each is a
// BadRequestException (rules 13, 14, 15, 17, 19, 23, 24, 28 and 63). "slash" stands in parts.
var breaks = map[string]breaking{
	"owner":     set("meshOwner", "12345678901x"),
	"limit 0":   set("limit", "0"),
	"limit 101": set("limit", "101"),
	"limit 51":  set("limit", "51"),
	"limit x":   set("limit", "x"),
	"page":      set("nextToken", "bm90IGEgcGFnZQ"),
	"arn":       set("resourceArn", "arn:aws:s3:::bucket"),
	"no arn":    {query: func(v url.Values) { v.Del("resourceArn") }},
	"json":      {body: func(object) []byte { return []byte(`{"spec":`) }},
	"type":      with("spec", "text"),
	"token":     with("clientToken", "not a token!"),
	"long":      {body: func(o object) []byte { return spoilName(o) }},
	"spec":      with("spec", object{"listeners": "text", "provider": object{}}), // and no route at all
	"aws tag":   with("tags", []object{{"key": "aws:x", "value": ""}}),
	"same tag":  with("tags", []object{{"key": "x", "value": ""}, {"key": "x", "value": ""}}),
	"no tags":   with("tags", nil),
	"no keys":   with("tagKeys", nil),
	"empty key": with("tagKeys", []string{""}),
}

func spoilName(o object) []byte {
	for member := range o {
		if strings.HasSuffix(member, "Name") {
			o[member] = strings.Repeat("n", 256)
		}
	}
	text, _ := json.Marshal(o)
	return text
}

// reply is a parsed response of the server.
type reply struct {
	status int
	code   string // the exception; "" for none
	body   object
	raw    []byte
}

// ask sends the request to the handler of a server in this process.
func ask(h http.Handler, q request) reply {
	method, target, body := q.wire()
	r := httptest.NewRequest(method, target, bytes.NewReader(body))
	if q.caller != defaultAccount || q.region != "us-east-1" {
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+keyID(q.caller)+"/20190125/"+q.region+
			"/appmesh/aws4_request, SignedHeaders=host, Signature=0")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	a := reply{status: w.Code, code: w.Header().Get("X-Amzn-Errortype")}
	a.raw, _ = io.ReadAll(w.Body)
	if err := json.Unmarshal(a.raw, &a.body); err != nil {
		a.code = "no JSON: " + err.Error()
	}
	return a
}

// defaultAccount is whose requests without a credential of an account are (rule 35).
const defaultAccount = "123456789012"

func keyID(account string) string {
	if account == defaultAccount {
		return "AKIDEXAMPLE"
	}
	return account
}

// at returns the value at a path of members of a document, nil if there is none.
func (a reply) at(path ...string) any {
	var v any = a.body
	for _, member := range path {
		in, _ := v.(object)
		v = in[member]
	}
	return v
}

func (a reply) text(path ...string) string {
	s, _ := a.at(path...).(string)
	return s
}

// version returns the version in the metadata: -1 if there is none.
func (a reply) version() int {
	if n, ok := a.at("metadata", "version").(float64); ok {
		return int(n)
	}
	return -1
}

// millis returns a time as milliseconds since 1970, and -1 for what is none.
func millis(v any) int64 {
	if n, ok := v.(float64); ok {
		return int64(math.Round(n * 1000))
	}
	return -1
}
