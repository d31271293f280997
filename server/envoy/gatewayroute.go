package envoy

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// gatewayRouteSpec is a gateway route of any protocol.
type gatewayRouteSpec struct {
	candidate
	target   *model.GatewayRouteTarget
	path     *model.HttpGatewayRoutePathRewrite
	prefix   *model.HttpGatewayRoutePrefixRewrite
	keepHost bool // the host is not rewritten
}

func newGatewayRouteSpec(gateway, name string, spec *model.GatewayRouteSpec) *gatewayRouteSpec {
	r := &gatewayRouteSpec{candidate: newCandidate("gatewayRoute", gateway, name)}
	fill := func(protocol string, h *model.HttpGatewayRoute) {
		if h.Action == nil || h.Match == nil {
			return // the model requires both
		}
		r.protocol, r.criteria, r.target = protocol, httpGatewayCriteria(h.Match), h.Action.Target
		if w := h.Action.Rewrite; w != nil {
			r.path, r.prefix, r.keepHost = w.Path, w.Prefix, keepsHost(w.Hostname)
		}
	}
	switch g := spec.GrpcRoute; {
	case spec.HttpRoute != nil:
		fill(http, spec.HttpRoute)
	case spec.Http2Route != nil:
		fill(http2, spec.Http2Route)
	case g != nil && g.Action != nil && g.Match != nil:
		r.protocol, r.criteria, r.target = grpc, grpcGatewayCriteria(g.Match), g.Action.Target
		if w := g.Action.Rewrite; w != nil {
			r.keepHost = keepsHost(w.Hostname)
		}
	}
	r.rank = newRank(name, spec.Priority, r.criteria)
	return r
}

const disabled = "DISABLED"

func keepsHost(h *model.GatewayRouteHostnameRewrite) bool {
	return h != nil && text(h.DefaultTargetHostname) == disabled
}

// service returns the virtual service of the route and the port in the route, or 0.
func (r *gatewayRouteSpec) service() (name string, number int) {
	if r.target == nil || r.target.VirtualService == nil {
		return "", 0
	}
	return text(r.target.VirtualService.VirtualServiceName), int(value(r.target.Port))
}

// forms returns the prefixes of the Envoy routes for the route and their common rewrite (rule
// 82). If the route does not match a prefix, it returns one empty prefix.
func (r *gatewayRouteSpec) forms() (prefixes []string, rewrite object) {
	whole := ""
	if r.path != nil {
		whole = text(r.path.Exact)
	}
	if r.rank.path != prefixPath {
		if whole == "" {
			return []string{""}, nil
		}
		return []string{""}, object{"prefix_rewrite": whole} // it replaces the whole match
	}
	prefix := r.criteria.prefix
	if whole != "" {
		return []string{prefix}, object{"regex_rewrite": object{
			"pattern":      object{"regex": "^/.*$"},
			"substitution": strings.ReplaceAll(whole, `\`, `\\`),
		}}
	}
	with := r.prefixRewrite(prefix)
	if with == "" {
		return []string{prefix}, nil
	}
	rewrite = object{"prefix_rewrite": with}
	if strings.HasSuffix(prefix, "/") {
		return []string{prefix}, rewrite
	}
	return []string{prefix + "/", prefix}, rewrite
}

// prefixRewrite returns the replacement for the matched prefix, or "" for no rewrite.
func (r *gatewayRouteSpec) prefixRewrite(prefix string) string {
	switch {
	case r.protocol == grpc:
		return ""
	case r.prefix != nil && r.prefix.Value != nil:
		return *r.prefix.Value
	case r.prefix != nil && text(r.prefix.DefaultPrefix) == disabled, prefix == "/":
		return ""
	default:
		return "/"
	}
}

// validHost reports whether the name is a valid value of a Host header.
func validHost(name string) bool {
	return name != "" && !strings.ContainsFunc(name, isControl)
}
