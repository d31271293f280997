package properties

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// The parts of random requests. There are few names, most of them in one account and region, so
// that requests concern the same resources.
var (
	accounts = []string{"111111111111", "111111111111", "111111111111", "111111111111", "222222222222", "222222222222",
		defaultAccount}
	regions  = []string{"us-east-1", "us-east-1", "us-east-1", "us-east-1", "us-east-1", "us-east-1", "eu-west-1"}
	meshes   = []string{"a", "ab"}
	names    = []string{"a", "ab", "A-b_1"}
	oddNames = []string{"a.b", "é b", "a/b"} // refused for some kinds, or for all (rules 15 and 64)
	tokens   = []string{"", "", "", "one", "two"}
	verbs    = []string{
		"create", "create", "create", "create", "create", "update", "update", "update",
		"describe", "delete", "delete", "list", "tag", "untag", "tags",
	}
	changes = []string{
		"create", "create", "create", "update", "update", "update", "update", "update", "delete", "delete", "describe",
		"list",
		"tag", "tag", "tags", "untag",
	}
	often      = append([]string{route, gatewayRoute}, kinds...)
	generators = map[string]*rapid.Generator[string]{
		"account": rapid.SampledFrom(accounts), "region": rapid.SampledFrom(regions), "mesh": rapid.SampledFrom(meshes),
		"name":  rapid.SampledFrom(slices.Concat(names, names, names, names, oddNames)),
		"token": rapid.SampledFrom(tokens), "verb": rapid.SampledFrom(verbs),
		"kind": rapid.SampledFrom(often), "change": rapid.SampledFrom(changes),
	}
)

func draw(t *rapid.T, what string) string { return generators[what].Draw(t, what) }

// chance reports true once in n times.
func chance(t *rapid.T, n int, what string) bool { return rapid.IntRange(1, n).Draw(t, what) == n }

// drawKey draws the key of a resource of a kind. In most cases the model has the resource, or if
// fresh is set, its parent, so that requests succeed.
func drawKey(t *rapid.T, m *model, kind, region, owner string, fresh bool) key {
	have := kind
	if fresh && kind != mesh {
		have = parents[kind]
	}
	k := key{region: region, owner: owner, kind: kind, mesh: draw(t, "mesh"), name: draw(t, "name")}
	if kind == route || kind == gatewayRoute {
		k.parentName = draw(t, "name")
	}
	if known := m.known(have, region, owner); len(known) > 0 && !chance(t, 5, "stray") {
		like := known[rapid.IntRange(0, len(known)-1).Draw(t, "which")]
		switch {
		case have == kind:
			k = like
		case have == mesh:
			k.mesh = like.mesh
		default:
			k.mesh, k.parentName = like.mesh, like.name
		}
	}
	if kind == mesh {
		k.name = k.mesh
	}
	return k
}

// known returns the keys of the model that have a kind, region and owner, sorted. Empty values
// select all.
func (m *model) known(kind, region, owner string) []key {
	var keys []key
	for k := range m.all {
		if (kind == "" || k.kind == kind) && (region == "" || k.region == region && k.owner == owner) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b key) int {
	return cmp.Or(strings.Compare(a.region, b.region), strings.Compare(a.owner, b.owner),
		strings.Compare(a.kind, b.kind),
		strings.Compare(a.mesh, b.mesh), strings.Compare(a.parentName, b.parentName), strings.Compare(a.name, b.name))
}

// drawRequest draws one request.
func drawRequest(t *rapid.T, m *model) request {
	q := request{verb: draw(t, "verb"), caller: draw(t, "account")}
	kind, region := draw(t, "kind"), draw(t, "region")
	owner := q.caller
	if kind != mesh || q.verb == "describe" {
		q.explicit = chance(t, 6, "explicit")
		if chance(t, 3, "of another") {
			owner = draw(t, "account")
		}
	}
	q.key = drawKey(t, m, kind, region, owner, q.verb == "create" || q.verb == "list")
	q.fill(t, m)
	return q
}

// fill draws the remaining members of a request for its verb and key.
func (q *request) fill(t *rapid.T, m *model) {
	switch q.verb {
	case "create", "update":
		q.token = draw(t, "token")
		q.spec = drawSpec(t, m, q.key)
		if q.verb == "create" && chance(t, 3, "tagged") {
			q.tags = drawTags(t)
		}
		if q.token != "" {
			q.repeat(t, m)
		}
	case "list":
		q.name = ""
		if q.kind == mesh {
			q.caller = q.owner
		}
		q.limit = rapid.SampledFrom([]int{0, 1, 2, 100}).Draw(t, "limit")
	case "tag", "untag", "tags":
		q.arn = drawARN(t, m, *q)
		q.tags = drawTags(t)
		for _, each := range q.tags {
			q.keys = append(q.keys, each.Key)
		}
		q.limit = rapid.SampledFrom([]int{0, 1, 7, 50}).Draw(t, "limit")
	}
	n := 8
	if q.verb == "list" || q.verb == "describe" || q.verb == "delete" {
		n = 4
	}
	if chance(t, n, "broken") {
		q.mutation = rapid.SampledFrom(q.mutationNames()).Draw(t, "how")
	}
}

// repeat sometimes makes the request equal to an earlier one with the same token.
func (q *request) repeat(t *rapid.T, m *model) {
	r := m.all[q.key]
	if r == nil || !chance(t, 2, "repeat") {
		return
	}
	q.spec, q.tags = r.spec, nil
	if q.verb == "create" {
		q.tags = slices.Clone(r.tags)
	}
}

// drawARN draws an ARN, in most cases that of the resource, even if it does not exist.
func drawARN(t *rapid.T, m *model, q request) string {
	r := m.all[q.key]
	if r == nil {
		q.parentName, q.name = strings.ReplaceAll(q.parentName, "/", "."), strings.ReplaceAll(q.name, "/", ".")
		r = &resource{key: q.key, creator: q.owner}
	}
	arn := r.arn()
	if chance(t, 12, "elsewhere") {
		arn = strings.Replace(arn, ":"+q.region+":", ":ap-south-1:", 1)
	}
	return arn
}

func drawTags(t *rapid.T) []tag {
	tags := []tag{}
	if chance(t, 2, "many") {
		prefix := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "prefix")
		for i := range 30 {
			tags = append(tags, tag{fmt.Sprintf("%s%d", prefix, i), ""})
		}
		return tags
	}
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"k", "l", "é", "x1"}), 0, 3,
		rapid.ID[string]).Draw(t, "tag keys") {
		tags = append(tags, tag{k, rapid.SampledFrom([]string{"", "v", "w"}).Draw(t, "value")})
	}
	return tags
}

// drawSpec draws a spec for a resource. In most cases, its references exist.
func drawSpec(t *rapid.T, m *model, k key) spec {
	s := spec{salt: rapid.IntRange(0, 2).Draw(t, "salt")}
	switch k.kind {
	case virtualGateway:
		s.listeners = drawListeners(t, 1, "http", "http2", "grpc")
	case virtualNode:
		s.listeners = drawListeners(t, 0, "http", "tcp")
		if chance(t, 2, "backed") {
			s.backends = rapid.SliceOfN(generators["name"], 0, 3).Draw(t, "backends")
		}
	case virtualRouter:
		s.listeners = drawListeners(t, 0, "http", "tcp")
	case virtualService:
		if !chance(t, 4, "no provider") {
			kind := rapid.SampledFrom([]string{virtualNode, virtualRouter}).Draw(t, "provider")
			s.targets = []target{{kind: kind, name: drawTarget(t, m, k, kind)}}
		}
	case route:
		s.match = drawMatch(t, "http", "http", "tcp", "http2", "grpc")
		for range rapid.IntRange(1, 2).Draw(t, "targets") {
			s.targets = append(s.targets, target{virtualNode, drawTarget(t, m, k, virtualNode), drawPort(t)})
		}
	case gatewayRoute:
		s.match = drawMatch(t, "http", "http2", "grpc")
		s.targets = []target{{virtualService, drawTarget(t, m, k, virtualService), drawPort(t)}}
	}
	return s
}

func drawTarget(t *rapid.T, m *model, k key, kind string) string {
	var there []string
	for _, each := range m.known(kind, k.region, k.owner) {
		if each.mesh == k.mesh {
			there = append(there, each.name)
		}
	}
	if len(there) == 0 || chance(t, 6, "dangling") {
		name := draw(t, "name")
		for _, each := range names {
			if _, implicit := m.implicit[k.sibling(kind, each)]; implicit && chance(t, 2, "implicit") {
				return each
			}
		}
		return name
	}
	return rapid.SampledFrom(there).Draw(t, "target")
}

func drawListeners(t *rapid.T, least int, protocols ...string) []listener {
	var all []listener
	for i := range rapid.SampledFrom([]int{least, 1, 1, 1, 2}).Draw(t, "listeners") {
		all = append(all, listener{80 + i, rapid.SampledFrom(protocols).Draw(t, "protocol")})
	}
	return all
}

func drawMatch(t *rapid.T, protocols ...string) listener {
	return listener{drawPort(t), rapid.SampledFrom(protocols).Draw(t, "protocol")}
}

func drawPort(t *rapid.T) int { return rapid.SampledFrom([]int{0, 80, 81}).Draw(t, "port") }

// mutationNames returns the names of the mutations that apply to the request.
func (q request) mutationNames() []string {
	var ways []string
	switch q.verb {
	case "create":
		ways = []string{"json", "type", "token", "long", "aws tag", "same tag"}
	case "update":
		ways = []string{"json", "type", "token", "slash"}
	case "describe", "delete":
		ways = []string{"slash"}
	case "list":
		ways = []string{"limit 0", "limit 101", "limit x", "page"}
	case "tags":
		return []string{"arn", "no arn", "limit 0", "limit 51"}
	case "tag":
		return []string{"arn", "no arn", "json", "no tags", "aws tag", "same tag"}
	case "untag":
		return []string{"arn", "no arn", "json", "no keys", "empty key"}
	}
	if q.kind != mesh || q.verb == "describe" {
		ways = append(ways, "owner")
	}
	if (q.verb == "create" || q.verb == "update") && q.kind != mesh {
		ways = append(ways, "spec")
	}
	return ways
}
