package routing

import (
	"errors"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// route is a route of a virtual router.
type route struct {
	candidate
	targets    []model.WeightedTarget
	weight     int     // the sum of the targets' weights
	perRequest *millis // nil: the default
	idle       *millis
	retries    *Retries // nil: the default
	httpEvents []string // of the retry policy
}

func (m *Mesh) addRoute(r *state.Resource) error {
	spec, err := decode[*model.RouteSpec](r)
	if err != nil {
		return err
	}
	router := m.routers[r.Names[1]]
	if router == nil {
		return nil // the router was removed while the mesh was read
	}
	router.routes = append(router.routes, newRoute(r.Key, spec))
	return nil
}

func newRoute(key state.Key, spec *model.RouteSpec) *route {
	r := &route{candidate: candidate{ref: Ref(key), name: key.Name()}}
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
	case spec.TcpRoute != nil:
		r.protocol = protocolTCP
		r.setTCP(spec.TcpRoute)
	default:
		r.setInvalid(InvalidMatch, errors.New("it has no route of any protocol"))
	}
	for i := range r.targets {
		r.weight += int(deref(r.targets[i].Weight))
	}
	r.weightless = r.weight == 0
	return r
}

func (r *route) setHTTP(h *model.HttpRoute) {
	r.targets = h.Action.WeightedTargets
	m := h.Match
	r.port = int(deref(m.Port))
	r.setHTTPPath(m.Prefix, m.Path)
	if m.Method != nil {
		r.others = append(r.others, methodCriterion(*m.Method))
	}
	if m.Scheme != nil {
		r.others = append(r.others, schemeCriterion(*m.Scheme))
	}
	for i := range m.Headers {
		r.addHeader("header", m.Headers[i].Name, m.Headers[i].Match, m.Headers[i].Invert)
	}
	for i := range m.QueryParameters {
		r.addQuery(&m.QueryParameters[i])
	}
	if t := h.Timeout; t != nil {
		r.perRequest, r.idle = newMillis(t.PerRequest), newMillis(t.Idle)
	}
	if p := h.RetryPolicy; p != nil {
		r.retries, r.httpEvents = newRetries(p.MaxRetries, p.HttpRetryEvents, p.TcpRetryEvents), p.HttpRetryEvents
	}
}

func (r *route) setGRPC(g *model.GrpcRoute) {
	r.targets = g.Action.WeightedTargets
	m := g.Match
	r.port = int(deref(m.Port))
	r.path = grpcPath(m.ServiceName, m.MethodName)
	for i := range m.Metadata {
		d := &m.Metadata[i]
		r.addHeader("metadata", d.Name, (*model.HeaderMatchMethod)(d.Match), d.Invert)
	}
	if t := g.Timeout; t != nil {
		r.perRequest, r.idle = newMillis(t.PerRequest), newMillis(t.Idle)
	}
	if p := g.RetryPolicy; p != nil {
		r.retries = newRetries(p.MaxRetries, p.GrpcRetryEvents, p.HttpRetryEvents, p.TcpRetryEvents)
		r.httpEvents = p.HttpRetryEvents
	}
}

func (r *route) setTCP(t *model.TcpRoute) {
	r.targets = t.Action.WeightedTargets
	r.path = pathCriterion{kind: pathPrefix, text: "any connection"}
	if t.Match != nil {
		r.port = int(deref(t.Match.Port))
	}
	if t.Timeout != nil {
		r.idle = newMillis(t.Timeout.Idle)
	}
}
