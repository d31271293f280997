package envoy

import (
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// mesh reads the resources of a mesh. It decodes each spec at most once.
type mesh struct {
	state    state.Snapshot
	key      state.Key
	spec     *model.MeshSpec
	nodes    map[string]*node
	services map[string]*service
	routes   map[string][]*state.Resource // by router; nil until the first use
}

func openMesh(s state.Snapshot, key state.Key) *mesh {
	m := &mesh{state: s, key: key, nodes: map[string]*node{}, services: map[string]*service{}}
	if m.spec = read[*model.MeshSpec](m, key); m.spec == nil {
		return nil
	}
	return m
}

// read returns the spec of a resource, or nil if the resource does not exist.
func read[S model.Spec](m *mesh, key state.Key) S {
	var none S
	r := m.state.Get(key)
	if r == nil {
		return none
	}
	return decode[S](r)
}

func decode[S model.Spec](r *state.Resource) S {
	spec, err := model.Decode(r.Kind.String(), r.Spec)
	if err != nil { // impossible, because the state holds only valid specs
		var none S
		return none
	}
	return spec.(S)
}

// port is a port and its protocol.
type port struct {
	number   int
	protocol string
}

func portOf(m *model.PortMapping) port {
	if m == nil {
		return port{}
	}
	return port{int(value(m.Port)), text(m.Protocol)}
}

// family returns "http" for all versions of HTTP, and "tcp" for TCP. Services can share a
// port only if their protocols have the same family.
func (p port) family() string {
	if p.protocol == tcp {
		return tcp
	}
	return http
}

const (
	http  = "http"
	http2 = "http2"
	grpc  = "grpc"
	tcp   = "tcp"
)

// node is a virtual node.
type node struct {
	name string
	spec *model.VirtualNodeSpec
}

// node returns the virtual node, or nil if it does not exist.
func (m *mesh) node(name string) *node {
	if n, ok := m.nodes[name]; ok {
		return n
	}
	var n *node
	if spec := read[*model.VirtualNodeSpec](m, m.key.Child(state.VirtualNode, name)); spec != nil {
		n = &node{name, spec}
	}
	m.nodes[name] = n
	return n
}

// listener returns the listener on a port. If number is 0, it returns the only listener or
// the listener on other.
func (n *node) listener(number, other int) *model.VirtualNodeListener {
	all := n.spec.Listeners
	if number == 0 && len(all) == 1 {
		return &all[0]
	}
	if number == 0 {
		number = other
	}
	for i := range all {
		if portOf(all[i].PortMapping).number == number {
			return &all[i]
		}
	}
	return nil
}

// service is a virtual service and its provider.
type service struct {
	name   string
	router string // the name of the provider, if it is a virtual router
	node   string // the same, if it is a virtual node
	ports  []port // of the provider, in its order
	rules  []*routeSpec
}

// service returns the virtual service, or nil if it does not exist.
func (m *mesh) service(name string) *service {
	if s, ok := m.services[name]; ok {
		return s
	}
	s := m.readService(name)
	m.services[name] = s
	return s
}

func (m *mesh) readService(name string) *service {
	spec := read[*model.VirtualServiceSpec](m, m.key.Child(state.VirtualService, name))
	if spec == nil {
		return nil
	}
	s := &service{name: name}
	if spec.Provider == nil {
		return s
	}
	if p := spec.Provider.VirtualNode; p != nil {
		s.node = text(p.VirtualNodeName)
		if n := m.node(s.node); n != nil {
			for _, l := range n.spec.Listeners {
				s.ports = append(s.ports, portOf(l.PortMapping))
			}
		}
	}
	if p := spec.Provider.VirtualRouter; p != nil {
		s.router = text(p.VirtualRouterName)
		if r := read[*model.VirtualRouterSpec](m, m.key.Child(state.VirtualRouter, s.router)); r != nil {
			for _, l := range r.Listeners {
				s.ports = append(s.ports, portOf(l.PortMapping))
			}
			s.rules = m.routesOf(s.router)
		}
	}
	return s
}

// routesOf returns the routes of a router in the order in which they are tried.
func (m *mesh) routesOf(router string) []*routeSpec {
	if m.routes == nil {
		m.routes = map[string][]*state.Resource{}
		for r := range m.state.Resources(m.key.Tenant, state.Route) {
			if r.Names[0] == m.key.Names[0] {
				m.routes[r.Names[1]] = append(m.routes[r.Names[1]], r)
			}
		}
	}
	var list []*routeSpec
	for _, r := range m.routes[router] {
		if spec := decode[*model.RouteSpec](r); spec != nil {
			list = append(list, newRouteSpec(r.Names[1], r.Name(), spec))
		}
	}
	slices.SortFunc(list, func(a, b *routeSpec) int { return a.rank.compare(b.rank) })
	return list
}

// gatewayRoutes returns the routes of a gateway in the order in which they are tried.
func (m *mesh) gatewayRoutes(gateway string) []*gatewayRouteSpec {
	var list []*gatewayRouteSpec
	for r := range m.state.Resources(m.key.Tenant, state.GatewayRoute) {
		if r.Names[0] != m.key.Names[0] || r.Names[1] != gateway {
			continue
		}
		if spec := decode[*model.GatewayRouteSpec](r); spec != nil {
			list = append(list, newGatewayRouteSpec(r.Names[1], r.Name(), spec))
		}
	}
	slices.SortFunc(list, func(a, b *gatewayRouteSpec) int { return a.rank.compare(b.rank) })
	return list
}
