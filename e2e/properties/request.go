package properties

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// key identifies a resource. parentName is the name of the router or gateway of a route or gateway
// route, and otherwise empty.
type key struct{ region, owner, kind, mesh, parentName, name string }

// inMesh returns the key of the mesh of the resource.
func (k key) inMesh() key { return key{k.region, k.owner, mesh, k.mesh, "", k.mesh} }

// sibling returns the key of a resource in the same mesh, below it.
func (k key) sibling(kind, name string) key { return key{k.region, k.owner, kind, k.mesh, "", name} }

// parent returns the key of the parent of a resource other than a mesh.
func (k key) parent() key {
	if k.parentName == "" {
		return k.inMesh()
	}
	return k.sibling(parents[k.kind], k.parentName)
}

// request is a request for one operation.
type request struct {
	verb     string // create, describe, update, delete, list, tag, untag or tags
	key             // of the resource; the owner is the mesh owner; a list has an empty name
	caller   string // the account of the caller
	explicit bool   // whether meshOwner is sent even if it is the caller
	spec     spec
	token    string // client token
	tags     []tag  // of create and tag
	keys     []string
	arn      string // of tag, untag and tags
	limit    int    // 0: none
	next     string
	mutation string // the name of the mutation that makes the request invalid; "" for none
}

type tag struct{ Key, Value string }

// operation returns the name of the operation.
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

// String returns the request as test failures show it.
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
	if b, ok := mutations[q.mutation]; ok && b.query != nil {
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

// parts returns the method, the path and the members of the body, or nil if there is no body.
func (q request) parts() (method, path string, body object) {
	collection, name := q.collection(), url.PathEscape(q.name)
	if q.mutation == "slash" {
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

// collection returns the path of the list that contains the resource.
func (q request) collection() string {
	in := "/meshes/" + url.PathEscape(q.mesh)
	switch q.kind {
	case mesh:
		return "/meshes"
	case gatewayRoute, route:
		return in + "/" + parents[q.kind] + "/" + url.PathEscape(q.parentName) + "/" + q.kind + "s"
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

// mutation makes a valid request invalid, in its query or its body.
type mutation struct {
	query func(url.Values)
	body  func(object) []byte
}

func set(name, value string) mutation {
	return mutation{query: func(v url.Values) { v.Set(name, value) }}
}

func with(member string, value any) mutation {
	return mutation{body: func(o object) []byte {
		o[member] = value
		text, _ := json.Marshal(o)
		return text
	}}
}

// mutations lists mutations that cause a BadRequestException in any state (rules 13, 14, 15, 17,
// 19, 23, 24, 28 and 63). "slash" is implemented in parts.
var mutations = map[string]mutation{
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
	"long":      {body: func(o object) []byte { return withLongName(o) }},
	"spec":      with("spec", object{"listeners": "text", "provider": object{}}),
	"aws tag":   with("tags", []object{{"key": "aws:x", "value": ""}}),
	"same tag":  with("tags", []object{{"key": "x", "value": ""}, {"key": "x", "value": ""}}),
	"no tags":   with("tags", nil),
	"no keys":   with("tagKeys", nil),
	"empty key": with("tagKeys", []string{""}),
}

func withLongName(o object) []byte {
	for member := range o {
		if strings.HasSuffix(member, "Name") {
			o[member] = strings.Repeat("n", 256)
		}
	}
	text, _ := json.Marshal(o)
	return text
}

type response = harness.Response

// send sends the request to the handler of a server in this process.
func send(h http.Handler, q request) response {
	to := harness.Handler(h)
	if q.caller != defaultAccount || q.region != to.Region {
		to.Account, to.Region = keyID(q.caller), q.region
	}
	method, path, body := q.wire()
	got, err := to.Send(method, path, body)
	if err != nil {
		got.Code = err.Error() // the response is not JSON
	}
	return got
}

// defaultAccount is the account of requests whose access key is not an account (rule 35).
const defaultAccount = "123456789012"

func keyID(account string) string {
	if account == defaultAccount {
		return "AKIDEXAMPLE"
	}
	return account
}

// millis returns a time in milliseconds since 1970, or -1 if v is not a number.
func millis(v any) int64 {
	if n, ok := v.(float64); ok {
		return int64(math.Round(n * 1000))
	}
	return -1
}
