package conformance

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// builder builds valid requests that have a value at a path: small requests with the required
// members, or full ones with every possible member. Of the members of a union, and of members
// that exclude each other, a request has the one that is on the path.
type builder struct {
	*api
	op       *operation
	to       memberPath // must have a value
	full     bool       // with every possible member
	protocol string     // of the listeners
}

// request returns a valid request of an operation that has a value at a path.
func (a *api) request(op *operation, to memberPath, full bool) object {
	return a.requestWith(op, to, full, nil)
}

// requestWith returns such a request with another value at the path, and changes the other
// values as the rules between members then require.
func (a *api) requestWith(op *operation, to memberPath, full bool, value func(any) any) object {
	b := &builder{api: a, op: op, to: to, full: full, protocol: protocolOn(to)}
	doc := b.structure(nil, op.Input.Shape)
	if value != nil {
		v := value(harness.At(doc, to...))
		if p := protocolOf(to, v); p != "" {
			b.protocol = p
			doc = b.structure(nil, op.Input.Shape)
		}
		put(doc, to, v)
	}
	b.adjustAll(nil, op.Input.Shape, doc)
	return doc
}

// protocolOn returns the protocol of the listeners on a path.
func protocolOn(to memberPath) string {
	for i := 1; i < len(to); i++ {
		if to[i-1] == "connectionPool" || to[i-1] == "timeout" && slices.Contains(to, "listeners") {
			return to[i]
		}
	}
	return "http"
}

// protocolOf returns the protocol that listeners must have because of the value at a path, or
// "" if they can have any.
func protocolOf(to memberPath, value any) string {
	if s, ok := value.(string); ok && slices.Contains(to, "listeners") && to.last() == "protocol" {
		if slices.Contains(to, "portMapping") || s == "grpc" {
			return s
		}
	}
	return ""
}

// group is a set of members of which a request has exactly one, or at most one.
type group struct {
	members []string
	exactly bool
}

// groups has the groups that are documented but are not unions in the model (rule 28).
var groups = map[string][]group{
	"GatewayRouteSpec":              {{[]string{"httpRoute", "http2Route", "grpcRoute"}, true}},
	"RouteSpec":                     {{[]string{"httpRoute", "http2Route", "grpcRoute", "tcpRoute"}, true}},
	"GatewayRouteHostnameMatch":     {{[]string{"exact", "suffix"}, true}},
	"HttpPathMatch":                 {{[]string{"exact", "regex"}, true}},
	"HttpGatewayRoutePrefixRewrite": {{[]string{"value", "defaultPrefix"}, true}},
	"HttpRouteMatch":                {{[]string{"prefix", "path"}, false}},
	"HttpGatewayRouteMatch":         {{[]string{"prefix", "path"}, false}},
	"HttpGatewayRouteRewrite":       {{[]string{"prefix", "path"}, false}},
}

// includes reports whether the structure at a path has a member in the request.
func (b *builder) includes(at memberPath, name, member string) bool {
	s := b.Shapes[name]
	if b.to.within(at.child(member)) {
		return true
	}
	all := groups[name]
	if s.Union {
		all = []group{{s.names(), true}}
	}
	for _, g := range all {
		if !slices.Contains(g.members, member) {
			continue
		}
		if slices.ContainsFunc(g.members, func(m string) bool { return b.to.within(at.child(m)) }) {
			return false
		}
		return (g.exactly || b.full) && member == b.choose(name, g)
	}
	if slices.Contains(s.Required, member) {
		return true
	}
	return b.full && member != "nextToken"
}

// choose returns the member of a group for a request whose path contains none of the members.
func (b *builder) choose(name string, g group) string {
	if strings.HasSuffix(name, "ConnectionPool") || name == "ListenerTimeout" {
		return b.protocol
	}
	return g.members[0]
}

func (b *builder) structure(at memberPath, name string) object {
	doc := object{}
	s := b.Shapes[name]
	for _, member := range s.names() {
		if b.includes(at, name, member) {
			doc[member] = b.value(at.child(member), s.Members[member].Shape)
		}
	}
	return doc
}

func (b *builder) value(at memberPath, name string) any {
	switch s := b.Shapes[name]; s.Type {
	case "structure":
		return b.structure(at, name)
	case "list":
		n := 0
		if s.Min != nil {
			n = int(*s.Min)
		}
		if b.full || b.to.within(at) {
			n = max(n, 1)
		}
		return b.list(at, s, n)
	case "boolean":
		return true
	case "string":
		return b.text(at, name)
	default:
		return b.integer(at, s)
	}
}

// list returns a list of n items, which differ if they must.
func (b *builder) list(at memberPath, s *shape, n int) []any {
	items := make([]any, n)
	for i := range items {
		items[i] = b.value(at.child(strconv.Itoa(i)), s.Member.Shape)
	}
	return items
}

func (b *builder) integer(at memberPath, s *shape) int64 {
	switch {
	case at.last() == "end":
		return 2
	case at.last() == "port" && slices.Contains(at, "portMapping"):
		i, _ := index(at[len(at)-3]) // listeners have different ports
		return int64(8080 + i)
	case at.last() == "port" && slices.Contains(at, "healthCheck"):
		i, _ := index(at[len(at)-3])
		return int64(8080 + i)
	case s.Min != nil:
		return *s.Min
	default:
		return 1
	}
}

// The account, region and mesh of the requests.
const (
	account = "123456789012"
	region  = "us-east-1"
	meshARN = "arn:aws:appmesh:" + region + ":" + account + ":mesh/meshName"
)

// text returns a string that the model and the rules allow: the name of the member, if possible.
func (b *builder) text(at memberPath, name string) string {
	s, member := b.Shapes[name], at.last()
	if i, ok := index(member); ok {
		member = at[len(at)-2] + strconv.Itoa(i)
	}
	switch {
	case member == "certificateArn":
		return "arn:aws:acm:" + region + ":" + account + ":certificate/1"
	case slices.Contains(at, "certificateAuthorityArns"):
		return "arn:aws:acm-pca:" + region + ":" + account + ":certificate-authority/" + at.last()
	case at.last() == "protocol" && slices.Contains(at, "listeners"):
		if slices.Contains(at, "portMapping") {
			return b.protocol
		}
		return "http"
	case s.Enum != nil:
		return s.Enum[0]
	case name == "HttpRetryPolicyEvent":
		return "server-error"
	case name == "HttpGatewayRoutePrefix":
		return "/prefix/"
	case member == "prefix" && name == "String":
		return "/"
	case member == "meshOwner":
		return account
	case member == "resourceArn":
		return meshARN
	case at[0] == "tags" && member == "key":
		return "key" + at[1]
	}
	return member
}
