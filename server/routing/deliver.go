package routing

import (
	"net/http"
	"slices"
)

// listeners returns the listeners of the service's provider.
func (s *service) listeners() []listener {
	switch {
	case s.router != nil:
		return s.router.listeners
	case s.node != nil:
		return s.node.listeners
	default:
		return nil
	}
}

// isTCP reports whether the protocol of the listener is not a version of HTTP.
func (l listener) isTCP() bool { return l.protocol == protocolTCP }

// gatewayListenerFor returns the listener of a service for requests from a gateway: the
// listener on the port if it is not 0, or else the first with the protocol, or else the first
// with any version of HTTP.
func gatewayListenerFor(all []listener, port int, protocol string) (found listener, ok bool) {
	for _, l := range all {
		if l.isTCP() || port != 0 && l.port != port {
			continue
		}
		if l.protocol == protocol {
			return l, true
		}
		if !ok {
			found, ok = l, true
		}
	}
	return found, ok
}

// deliver resolves a request to a listener of a service's provider.
func (res *resolution) deliver(s *service, l listener, r *request) {
	if s.node != nil {
		res.step(Step{Kind: "virtualNode", Ref: s.node.ref, Matched: true})
		res.deliverToNode(s.node, l)
		return
	}
	res.step(Step{Kind: "virtualRouter", Ref: s.router.ref, Matched: true})
	res.deliverToRouter(s.router, l, r)
}

func (res *resolution) deliverToNode(n *node, l listener) {
	limits := newLimits(0, 0)
	limits.lower(n, l.port)
	res.result.Targets = []Target{{VirtualNode: n.name, Port: l.port, Share: 1, Unhealthy: !n.reachable()}}
	res.result.Timeouts = limits.timeouts(l)
	res.result.Retries = defaultRetries(l.protocol)
	res.finish(n.ref)
}

func (res *resolution) deliverToRouter(router *router, l listener, r *request) {
	found := choose(router.order, l, r)
	if found.index < 0 {
		res.step(Step{Kind: "route", Losers: found.losers})
		status := http.StatusNotFound
		if l.isTCP() {
			status = 0
		}
		if found.weightless {
			res.end(NoTargets, status, "all weights of the routes of %s that match are 0", router.ref)
		} else {
			res.end(NoRoute, status, "no route of %s matches", router.ref)
		}
		return
	}
	w := router.routes[found.index]
	res.step(Step{Kind: "route", Ref: w.ref, Matched: true, Because: w.because(), Losers: found.losers})
	limits := newLimits(orDefault(w.perRequest, defaultPerRequest), orDefault(w.idle, defaultIdle))
	res.result.Targets = make([]Target, 0, len(w.targets))
	for i := range w.targets {
		t := &w.targets[i]
		weight := int(deref(t.Weight))
		if weight == 0 {
			continue
		}
		n, own, wrong := res.mesh.target(t, l)
		one := Target{VirtualNode: deref(t.VirtualNode), Port: own.port, Share: float64(weight) / float64(w.weight)}
		if one.Unhealthy = wrong != nil || !n.reachable(); !one.Unhealthy {
			limits.lower(n, own.port)
		}
		res.result.Targets = append(res.result.Targets, one)
	}
	res.result.Timeouts = limits.timeouts(l)
	if res.result.Retries = defaultRetries(l.protocol); w.retries != nil {
		res.result.Retries = &Retries{w.retries.Max, slices.Clone(w.retries.On)}
	}
	res.finish(w.ref)
}

// finish sets the outcome of a request that has targets.
func (res *resolution) finish(ref string) {
	if slices.ContainsFunc(res.result.Targets, func(t Target) bool { return !t.Unhealthy }) {
		res.result.Outcome = Routed
		return
	}
	res.end(Unhealthy, http.StatusServiceUnavailable, "no target of %s can be reached", ref)
}

// limits holds the shortest timeouts found so far.
type limits struct{ perRequest, idle millis }

func newLimits(perRequest, idle millis) *limits { return &limits{perRequest, idle} }

// lower applies the timeouts of a node's listener.
func (l *limits) lower(n *node, port int) {
	for i := range n.spec.Listeners {
		if n.listeners[i].port != port {
			continue
		}
		perRequest, idle := listenerTimeouts(&n.spec.Listeners[i])
		if l.perRequest.above(perRequest) {
			l.perRequest = perRequest
		}
		if l.idle.above(idle) {
			l.idle = idle
		}
		return
	}
}

func (l *limits) timeouts(on listener) *Timeouts {
	t := &Timeouts{PerRequest: l.perRequest.String(), Idle: l.idle.String()}
	if on.isTCP() {
		t.PerRequest = ""
	}
	return t
}
