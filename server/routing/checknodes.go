package routing

import (
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// checkNodeListeners checks the listeners of a virtual node.
func (a *analysis) checkNodeListeners(n *node) {
	a.checkPorts(n.ref, n.listeners)
	for i := range n.spec.Listeners {
		at := index("spec.listeners", i)
		l := &n.spec.Listeners[i]
		a.checkHealth(n.ref, at, l.HealthCheck)
		if d := l.OutlierDetection; d != nil && (orDefault(newMillis(d.Interval), 0) == 0 ||
			orDefault(newMillis(d.BaseEjectionDuration), 0) == 0) {
			a.add(OutlierDetectionZero, n.ref, at+".outlierDetection",
				"the interval and the base ejection duration must be above 0")
		}
		a.checkListenerCertificate(n.ref, at, n.spec.Listeners[i].Tls)
	}
}

func (a *analysis) checkHealth(ref, at string, h *model.HealthCheckPolicy) {
	if h == nil {
		return
	}
	at += ".healthCheck"
	if timeout, interval := deref(h.TimeoutMillis), deref(h.IntervalMillis); timeout > interval {
		a.add(HealthCheckTimeout, ref, at+".timeoutMillis",
			"the timeout of %d ms is longer than the interval of %d ms", timeout, interval)
	}
	if p := deref(h.Protocol); (p == protocolHTTP || p == protocolHTTP2) && deref(h.Path) == "" {
		a.add(HealthCheckPath, ref, at+".path", "a health check of protocol %s needs a path", p)
	}
}

// checkBackends checks the backends of a virtual node.
func (a *analysis) checkBackends(n *node) {
	var before []*service
	for i := range n.spec.Backends {
		b := n.spec.Backends[i].VirtualService
		if b == nil {
			continue
		}
		at := index("spec.backends", i) + ".virtualService"
		name := deref(b.VirtualServiceName)
		s := a.mesh.services[name]
		switch {
		case s == nil:
			a.add(BackendNotFound, n.ref, at+".virtualServiceName", "virtual service %s does not exist", name)
			a.checkOutside(n, at, name)
			continue
		case s.spec.Provider == nil:
			a.add(BackendWithoutProvider, n.ref, at+".virtualServiceName",
				"virtual service %s has no provider, so that requests to it fail", name)
		}
		a.checkBackendPorts(n, at, s, before)
		if !slices.Contains(before, s) {
			before = append(before, s)
			a.checkNodePolicy(n, at, b.ClientPolicy, s)
		}
	}
}

// checkOutside reports a backend that seems to be outside of the mesh, because no resource of
// the mesh has its domain, if the egress filter blocks it.
func (a *analysis) checkOutside(n *node, at, name string) {
	if a.mesh.allowsAll() || !strings.Contains(name, ".") || strings.HasSuffix(name, ".amazonaws.com") {
		return
	}
	domain := domainOf(name)
	inside := slices.ContainsFunc(a.mesh.serviceList, func(s *service) bool { return domainOf(s.name) == domain }) ||
		slices.ContainsFunc(a.mesh.nodeList, func(o *node) bool {
			return slices.ContainsFunc(o.hostnames(), func(h string) bool { return domainOf(h) == domain })
		})
	if !inside {
		a.add(EgressDropped, n.ref, at+".virtualServiceName",
			"%s seems to be outside of the mesh, and the egress filter is DROP_ALL", name)
	}
}

// domainOf returns the last two labels of a name, in lower case.
func domainOf(name string) string {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(name, ".")), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// hostnames returns the host names of a node in the service discovery.
func (n *node) hostnames() []string {
	d := n.spec.ServiceDiscovery
	switch {
	case d == nil:
		return nil
	case d.Dns != nil:
		return []string{deref(d.Dns.Hostname)}
	case d.AwsCloudMap != nil:
		return []string{deref(d.AwsCloudMap.ServiceName) + "." + deref(d.AwsCloudMap.NamespaceName)}
	default:
		return nil
	}
}

// checkBackendPorts reports a backend that uses a port with another protocol than an earlier
// backend.
func (a *analysis) checkBackendPorts(n *node, at string, s *service, before []*service) {
	for _, other := range before {
		if other == s {
			continue
		}
		for _, l := range s.listeners() {
			o, ok := findPort(other.listeners(), l.port)
			if !ok || o.protocol == l.protocol && !l.isTCP() {
				continue
			}
			if l.isTCP() && o.isTCP() {
				a.add(BackendPortConflict, n.ref, at+".virtualServiceName",
					"virtual services %s and %s both use tcp on port %d, and TCP connections have no host name",
					s.name, other.name, l.port)
				continue
			}
			a.add(BackendPortConflict, n.ref, at+".virtualServiceName",
				"virtual service %s speaks %s on port %d, and virtual service %s speaks %s on it",
				s.name, l.protocol, l.port, other.name, o.protocol)
		}
	}
}

// checkDiscovery reports a node whose addresses cannot be determined.
func (a *analysis) checkDiscovery(n *node) {
	if len(n.listeners) > 0 && !n.reachable() {
		a.add(NoServiceDiscovery, n.ref, "spec.serviceDiscovery",
			"it has listeners, and no service discovery or an invalid host name")
	}
}

// checkService checks a virtual service.
func (a *analysis) checkService(s *service) {
	lower := strings.ToLower(s.name)
	if first := a.lowerNames[lower]; first != "" {
		a.add(SameNameInOtherCase, s.ref, "virtualServiceName",
			"virtual service %s has the same name in other case", first)
	} else {
		a.lowerNames[lower] = s.name
	}
	if !strings.Contains(s.name, ".") {
		a.add(UnqualifiedName, s.ref, "virtualServiceName", "%s is not a fully qualified name", s.name)
	}
	p := s.spec.Provider
	switch {
	case p == nil:
	case p.VirtualRouter != nil && s.router == nil:
		a.add(TargetNotFound, s.ref, "spec.provider.virtualRouter", "virtual router %s does not exist",
			deref(p.VirtualRouter.VirtualRouterName))
	case p.VirtualNode != nil && s.node == nil:
		a.add(TargetNotFound, s.ref, "spec.provider.virtualNode", "virtual node %s does not exist",
			deref(p.VirtualNode.VirtualNodeName))
	case s.node != nil && len(s.node.listeners) == 0:
		a.add(ProviderWithoutListener, s.ref, "spec.provider.virtualNode", "%s has no listener", s.node.ref)
	case s.router != nil && len(s.router.listeners) == 0:
		a.add(ProviderWithoutListener, s.ref, "spec.provider.virtualRouter", "%s has no listener", s.router.ref)
	case s.router != nil && len(s.router.routes) == 0:
		a.add(RouterWithoutRoutes, s.ref, "spec.provider.virtualRouter",
			"%s has no routes, so that all requests get status 404", s.router.ref)
	}
}

// checkUse reports resources that nothing refers to.
func (a *analysis) checkUse() {
	services, routers, nodes := map[string]bool{}, map[*router]bool{}, map[*node]bool{}
	for _, n := range a.mesh.nodeList {
		for i := range n.spec.Backends {
			if b := n.spec.Backends[i].VirtualService; b != nil {
				services[deref(b.VirtualServiceName)] = true
			}
		}
	}
	for _, g := range a.mesh.gatewayList {
		for _, r := range g.routes {
			services[r.service] = true
		}
	}
	for _, r := range a.mesh.routerList {
		for _, each := range r.routes {
			for i := range each.targets {
				nodes[a.mesh.nodes[deref(each.targets[i].VirtualNode)]] = true
			}
		}
	}
	for _, s := range a.mesh.serviceList {
		routers[s.router], nodes[s.node] = true, true
		if !services[s.name] {
			a.add(ServiceUnused, s.ref, "", "no backend and no gateway route names it")
		}
	}
	for _, r := range a.mesh.routerList {
		if !routers[r] {
			a.add(RouterUnused, r.ref, "", "no virtual service has it as its provider")
		}
	}
	for _, n := range a.mesh.nodeList {
		if !nodes[n] && len(n.listeners) > 0 {
			a.add(NodeUnreachable, n.ref, "", "it has a listener, and no route and no virtual service leads to it")
		}
	}
}
