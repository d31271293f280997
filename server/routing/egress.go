package routing

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// leaveNode resolves a request that a virtual node sends. The port determines the backends.
// TCP goes to the only service with the port, HTTP to the service in the Host header.
func (res *resolution) leaveNode(n *node) error {
	name, hostPort := splitPort(res.query.Host)
	name = strings.ToLower(name)
	backends := res.mesh.backends(n)
	port := cmp.Or(res.query.Port, hostPort)
	if port == 0 {
		i := slices.IndexFunc(backends, func(s *service) bool { return strings.ToLower(s.name) == name })
		if i < 0 || len(backends[i].listeners()) == 0 {
			return &QueryError{"port: is required, because " + cmp.Or(name, "the host") +
				" is no backend with a listener"}
		}
		port = backends[i].listeners()[0].port
	}
	owners := onPort(backends, port)
	switch {
	case len(owners) == 0:
		res.leaveMesh(n, name, port)
		return nil
	case !owners[0].listener.accepts(res.query.Protocol):
		res.end(NoListener, 0, "the backends of %s speak %s on port %d, not %s",
			n.ref, owners[0].listener.protocol, port, res.query.Protocol)
		return nil
	}
	owner := owners[0]
	if !owner.listener.isTCP() {
		i := slices.IndexFunc(owners, func(o ownedPort) bool { return strings.ToLower(o.service.name) == name })
		if i < 0 || hostPort != 0 && hostPort != port {
			res.end(NoBackend, http.StatusNotFound,
				"%s is no backend of %s on port %d, and others take all requests to this port", res.query.Host, n.ref,
				port)
			return nil
		}
		owner = owners[i]
	}
	r := newRequest(res.query, owner.listener.protocol)
	res.result.Request.Path = r.path + r.query
	res.step(Step{Kind: "virtualService", Ref: owner.service.ref, Matched: true})
	res.deliver(owner.service, owner.listener, &r)
	return nil
}

// leaveMesh ends a request to a port that no backend has. Requests to AWS are always
// permitted.
func (res *resolution) leaveMesh(n *node, name string, port int) {
	if res.mesh.allowsAll() || port == 443 && strings.HasSuffix(name, ".amazonaws.com") {
		res.result.Outcome = Passthrough
		return
	}
	res.end(NoBackend, 0, "no backend of %s has port %d, and the egress filter of the mesh is DROP_ALL", n.ref, port)
}

// backends returns the services that are backends of a node, sorted by name.
func (m *Mesh) backends(n *node) []*service {
	var all []*service
	for i := range n.spec.Backends {
		if b := n.spec.Backends[i].VirtualService; b != nil {
			if s := m.services[deref(b.VirtualServiceName)]; s != nil {
				all = append(all, s)
			}
		}
	}
	slices.SortFunc(all, func(a, b *service) int { return cmp.Compare(a.name, b.name) })
	return slices.Compact(all)
}

// ownedPort is a listener of a backend.
type ownedPort struct {
	service  *service
	listener listener
}

// onPort returns the backends on a port. The first backend determines whether the port is for
// TCP or HTTP. Only one TCP backend can use a port.
func onPort(backends []*service, port int) (owners []ownedPort) {
	for _, s := range backends {
		l, ok := findPort(s.listeners(), port)
		if !ok || len(owners) > 0 && (l.isTCP() || owners[0].listener.isTCP()) {
			continue
		}
		owners = append(owners, ownedPort{s, l})
	}
	return owners
}
