package routing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// specMember returns the path of the spec's member for the protocol: "spec.httpRoute".
func (c *candidate) specMember() string { return "spec." + c.protocol + "Route" }

// checkRouter checks a virtual router and its routes.
func (a *analysis) checkRouter(r *router) {
	a.checkPorts(r.ref, r.listeners)
	for _, each := range r.routes {
		a.checkMatch(&each.candidate, r.ref, r.listeners)
		if each.protocol == "" {
			continue
		}
		a.checkTargets(each, r)
		a.checkRetries(each)
	}
	a.checkOrder(r.order)
}

// checkMatch reports a match that applies to no listener.
func (a *analysis) checkMatch(c *candidate, parent string, listeners []listener) {
	if c.flaw != "" {
		a.add(c.flawCode, c.ref, "spec", "%s", c.flaw)
		if c.protocol == "" {
			return
		}
	}
	spoken := func(l listener) bool { return l.protocol == c.protocol && (c.port == 0 || c.port == l.port) }
	if slices.ContainsFunc(listeners, spoken) {
		return
	}
	l, ok := findPort(listeners, c.port)
	switch {
	case c.port != 0 && ok:
		a.add(RouteProtocolMismatch, c.ref, c.specMember(),
			"it is for %s, and %s speaks %s on port %d", c.protocol, parent, l.protocol, c.port)
	case c.port != 0:
		a.add(MatchPortNotListening, c.ref, c.specMember()+".match.port", "%s has no listener on port %d", parent,
			c.port)
	case len(listeners) == 0:
		a.add(RouteProtocolMismatch, c.ref, c.specMember(), "%s has no listener", parent)
	default:
		a.add(RouteProtocolMismatch, c.ref, c.specMember(),
			"it is for %s, and %s speaks %s", c.protocol, parent, protocolsOf(listeners))
	}
}

func protocolsOf(all []listener) string {
	var names []string
	for _, l := range all {
		if !slices.Contains(names, l.protocol) {
			names = append(names, l.protocol)
		}
	}
	return strings.Join(names, " and ")
}

// checkTargets checks the weighted targets of a route for each listener to which the route
// applies.
func (a *analysis) checkTargets(r *route, parent *router) {
	list := r.specMember() + ".action.weightedTargets"
	if r.weightless {
		a.add(NoWeight, r.ref, list, "all weights are 0, so that no target gets a request")
	}
	for _, from := range parent.listeners {
		if from.protocol != r.protocol || r.port != 0 && r.port != from.port {
			continue
		}
		first := 0
		for i := range r.targets {
			n, own, wrong := a.mesh.target(&r.targets[i], from)
			at := index(list, i)
			if wrong != nil {
				a.addAs(Error, wrong.code, r.ref, at, "%s", wrong.text)
				continue
			}
			if own.protocol != from.protocol {
				a.add(TargetProtocolMismatch, r.ref, at, "%s speaks %s on port %d, and %s speaks %s on port %d",
					n.ref, own.protocol, own.port, parent.ref, from.protocol, from.port)
			}
			if first != 0 && own.port != first {
				a.add(TargetPortsDiffer, r.ref, at, "virtual node %s listens on port %d, a target before it on port %d",
					n.name, own.port, first)
			}
			first = cmp.Or(first, own.port)
			a.checkTimeouts(r, n, own.port)
		}
	}
}

// checkTimeouts reports timeouts of a route that are longer than those of the target.
func (a *analysis) checkTimeouts(r *route, n *node, port int) {
	for i := range n.spec.Listeners {
		if n.listeners[i].port != port {
			continue
		}
		perRequest, idle := listenerTimeouts(&n.spec.Listeners[i])
		a.checkTimeout(r, "perRequest", r.perRequest, perRequest, n)
		a.checkTimeout(r, "idle", r.idle, idle, n)
		return
	}
}

func (a *analysis) checkTimeout(r *route, member string, own *millis, limit millis, n *node) {
	if own != nil && own.above(limit) {
		a.add(TimeoutAboveListener, r.ref, r.specMember()+".timeout."+member,
			"%s is longer than the %s of the listener of virtual node %s", own, limit, n.name)
	}
}

// httpRetryEvents lists App Mesh's HTTP retry events. The model checks the other events.
var httpRetryEvents = []string{"client-error", "gateway-error", "server-error", "stream-error"}

func (a *analysis) checkRetries(r *route) {
	for i, event := range r.httpEvents {
		if !slices.Contains(httpRetryEvents, event) {
			a.add(UnknownRetryEvent, r.ref, index(r.specMember()+".retryPolicy.httpRetryEvents", i),
				"there is no retry event %q", event)
		}
	}
}

// egressPort is the port on which every proxy listens for outgoing requests.
const egressPort = 15001

// checkGateway checks a virtual gateway and its gateway routes.
func (a *analysis) checkGateway(g *gateway) {
	a.checkPorts(g.ref, g.listeners)
	if i := slices.IndexFunc(g.listeners, func(l listener) bool { return l.port == egressPort }); i >= 0 {
		a.add(DuplicateListenerPort, g.ref, index("spec.listeners", i)+".portMapping.port",
			"port %d is that of the proxy's own listener", egressPort)
	}
	for i := range g.spec.Listeners {
		l := &g.spec.Listeners[i]
		a.checkHealth(g.ref, index("spec.listeners", i), (*model.HealthCheckPolicy)(l.HealthCheck))
		a.checkListenerCertificate(g.ref, index("spec.listeners", i), gatewayTLS(l.Tls))
	}
	a.checkGatewayPolicy(g)
	if len(g.routes) == 0 {
		a.add(GatewayWithoutRoutes, g.ref, "", "it has no gateway routes, so that all requests get status 404")
	}
	for _, each := range g.routes {
		a.checkMatch(&each.candidate, g.ref, g.listeners)
		if each.protocol != "" {
			a.checkGatewayTarget(each)
		}
	}
	a.checkOrder(g.order)
}

func (a *analysis) checkGatewayTarget(r *gatewayRoute) {
	if s := a.mesh.services[r.service]; s != nil && s.spec.Provider == nil {
		a.add(ServiceWithoutProvider, r.ref, r.specMember()+".action.target.virtualService.virtualServiceName",
			"virtual service %s has no provider, so that requests to it get status 404", s.name)
	}
}
