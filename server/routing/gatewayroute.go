package routing

import (
	"errors"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// gatewayRoute is a gateway route of a virtual gateway.
type gatewayRoute struct {
	candidate
	service    string
	targetPort int // 0: not given
	rewrite    rewrite
}

func (m *Mesh) addGatewayRoute(r *state.Resource) error {
	spec, err := decode[*model.GatewayRouteSpec](r)
	if err != nil {
		return err
	}
	gateway := m.gateways[r.Names[1]]
	if gateway == nil {
		return nil // the gateway was removed while the mesh was read
	}
	route := newGatewayRoute(r.Key, spec)
	s := m.services[route.service]
	if s == nil {
		route.setInvalid(TargetNotFound, fmt.Errorf("virtual service %s does not exist", route.service))
	} else if all := s.listeners(); len(all) > 0 { // rule 107
		if _, ok := gatewayListenerFor(all, route.targetPort, route.protocol); !ok {
			route.setInvalid(TargetPortNotListening,
				fmt.Errorf("the provider of virtual service %s has no listener for HTTP that fits", s.name))
		}
	}
	gateway.routes = append(gateway.routes, route)
	return nil
}

func newGatewayRoute(key state.Key, spec *model.GatewayRouteSpec) *gatewayRoute {
	r := &gatewayRoute{candidate: candidate{ref: Ref(key), name: key.Name()}}
	r.setPriority(spec.Priority)
	switch {
	case spec.HttpRoute != nil:
		r.protocol = protocolHTTP
		r.setHTTP(spec.HttpRoute)
	case spec.Http2Route != nil:
		r.protocol = protocolHTTP2
		r.setHTTP(spec.Http2Route)
	case spec.GrpcRoute != nil:
		r.protocol = protocolGRPC
		r.setGRPC(spec.GrpcRoute)
	default:
		r.setInvalid(InvalidMatch, errors.New("it has no route of any protocol"))
	}
	return r
}

func (r *gatewayRoute) setHTTP(h *model.HttpGatewayRoute) {
	m := h.Match
	r.port = int(deref(m.Port))
	r.setHTTPPath(m.Prefix, m.Path)
	r.addHostname(m.Hostname)
	if m.Method != nil {
		r.others = append(r.others, methodCriterion(*m.Method))
	}
	for i := range m.Headers {
		r.addHeader("header", m.Headers[i].Name, m.Headers[i].Match, m.Headers[i].Invert)
	}
	for i := range m.QueryParameters {
		r.addQuery(&m.QueryParameters[i])
	}
	r.setTarget(h.Action.Target)
	r.rewrite = newRewrite(r.path, h.Action.Rewrite)
}

func (r *gatewayRoute) setGRPC(g *model.GrpcGatewayRoute) {
	m := g.Match
	r.port = int(deref(m.Port))
	r.path = grpcPath(m.ServiceName, nil)
	r.addHostname(m.Hostname)
	for i := range m.Metadata {
		d := &m.Metadata[i]
		r.addHeader("metadata", d.Name, (*model.HeaderMatchMethod)(d.Match), d.Invert)
	}
	r.setTarget(g.Action.Target)
	if w := g.Action.Rewrite; w != nil {
		r.rewrite.keepHost = keepsHost(w.Hostname)
	}
}

func (r *gatewayRoute) addHostname(m *model.GatewayRouteHostnameMatch) {
	if m != nil {
		r.others = append(r.others, newHostCriterion(m))
	}
}

func (r *gatewayRoute) setTarget(t *model.GatewayRouteTarget) {
	r.targetPort = int(deref(t.Port))
	if t.VirtualService != nil {
		r.service = deref(t.VirtualService.VirtualServiceName)
	}
}

// rewrite holds the changes that a gateway route makes to a request.
type rewrite struct {
	keepHost bool   // ruleHost
	prefix   string // the replaced prefix, or "" for none
	value    string // the replacement
	path     string // the whole path, if it is not empty
}

// newRewrite returns the rewrite of an HTTP gateway route (rulePrefix).
func newRewrite(match pathCriterion, w *model.HttpGatewayRouteRewrite) (r rewrite) {
	isPrefix := match.kind == pathPrefix
	if isPrefix && match.value != "/" {
		r.prefix, r.value = match.value, "/"
	}
	if w == nil {
		return r
	}
	r.keepHost = keepsHost(w.Hostname)
	if w.Path != nil && w.Path.Exact != nil {
		r.prefix, r.path = "", *w.Path.Exact
	}
	if p := w.Prefix; p != nil && p.Value != nil && isPrefix {
		r.prefix, r.value = match.value, *p.Value
	} else if p != nil && deref(p.DefaultPrefix) == "DISABLED" {
		r.prefix = ""
	}
	return r
}

func keepsHost(h *model.GatewayRouteHostnameRewrite) bool {
	return h != nil && deref(h.DefaultTargetHostname) == "DISABLED"
}

// apply returns the rewritten path of a request, without the query. The prefix "/x" is
// replaced together with a following slash, so "/x/y" becomes "/y".
func (r *rewrite) apply(path string) string {
	if r.path != "" {
		return r.path
	}
	if r.prefix == "" {
		return path
	}
	rest := strings.TrimPrefix(path, r.prefix)
	if !strings.HasSuffix(r.prefix, "/") {
		rest = strings.TrimPrefix(rest, "/")
	}
	return r.value + rest
}
