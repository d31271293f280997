package routing

import (
	"fmt"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Mesh is a mesh compiled for resolutions. It is immutable and safe for concurrent use.
type Mesh struct {
	key      state.Key
	spec     *model.MeshSpec
	gateways map[string]*gateway
	nodes    map[string]*node
	routers  map[string]*router
	services map[string]*service
	// The same resources, sorted by name.
	gatewayList []*gateway
	nodeList    []*node
	routerList  []*router
	serviceList []*service
}

type gateway struct {
	name, ref string
	spec      *model.VirtualGatewaySpec
	listeners []listener
	routes    []*gatewayRoute // in the order in which they are tried
	order     []*candidate    // the same
}

type node struct {
	name, ref string
	spec      *model.VirtualNodeSpec
	listeners []listener
}

type router struct {
	name, ref string
	listeners []listener
	routes    []*route     // in the order in which they are tried
	order     []*candidate // the same
}

type service struct {
	name, ref string
	spec      *model.VirtualServiceSpec
	router    *router // the provider, if it is a router that exists
	node      *node   // the provider, if it is a node that exists
}

// Compile compiles a mesh of a tenant in a snapshot. It returns a *NotFoundError if the mesh
// does not exist.
func Compile(snapshot state.Snapshot, tenant state.Tenant, mesh string) (*Mesh, error) {
	key := state.Key{Kind: state.Mesh, Tenant: tenant, Names: [3]string{mesh}}
	resource := snapshot.Get(key)
	if resource == nil {
		return nil, &NotFoundError{Ref: Ref(key)}
	}
	m := &Mesh{
		key: key, gateways: map[string]*gateway{}, nodes: map[string]*node{},
		routers: map[string]*router{}, services: map[string]*service{},
	}
	var err error
	if m.spec, err = decode[*model.MeshSpec](resource); err != nil {
		return nil, err
	}
	// Each kind comes after the kinds that its compilation uses.
	steps := []struct {
		kind state.Kind
		add  func(*state.Resource) error
	}{
		{state.VirtualNode, m.addNode},
		{state.VirtualRouter, m.addRouter},
		{state.Route, m.addRoute},
		{state.VirtualService, m.addService},
		{state.VirtualGateway, m.addGateway},
		{state.GatewayRoute, m.addGatewayRoute},
	}
	for _, step := range steps {
		for r := range snapshot.Resources(tenant, step.kind) {
			if r.Names[0] != mesh {
				continue
			}
			if err := step.add(r); err != nil {
				return nil, err
			}
		}
	}
	m.sort()
	return m, nil
}

// sort sorts routes and gateway routes in the order in which they are tried.
func (m *Mesh) sort() {
	for _, r := range m.routerList {
		slices.SortFunc(r.routes, func(a, b *route) int { return compareCandidates(&a.candidate, &b.candidate) })
		for _, each := range r.routes {
			r.order = append(r.order, &each.candidate)
		}
	}
	for _, g := range m.gatewayList {
		slices.SortFunc(g.routes, func(a, b *gatewayRoute) int { return compareCandidates(&a.candidate, &b.candidate) })
		for _, each := range g.routes {
			g.order = append(g.order, &each.candidate)
		}
	}
}

// NotFoundError reports that a resource does not exist.
type NotFoundError struct{ Ref string }

func (e *NotFoundError) Error() string { return "there is no " + e.Ref }

func decode[T model.Spec](r *state.Resource) (T, error) {
	var none T
	spec, err := model.Decode(r.Kind.String(), r.Spec)
	if err != nil {
		return none, fmt.Errorf("the spec of %s: %w", Ref(r.Key), err)
	}
	return spec.(T), nil
}

func (m *Mesh) addNode(r *state.Resource) error {
	spec, err := decode[*model.VirtualNodeSpec](r)
	if err != nil {
		return err
	}
	n := &node{name: r.Name(), ref: Ref(r.Key), spec: spec}
	for i := range spec.Listeners {
		n.listeners = append(n.listeners, newListener(spec.Listeners[i].PortMapping))
	}
	m.nodes[n.name], m.nodeList = n, append(m.nodeList, n)
	return nil
}

func (m *Mesh) addRouter(r *state.Resource) error {
	spec, err := decode[*model.VirtualRouterSpec](r)
	if err != nil {
		return err
	}
	router := &router{name: r.Name(), ref: Ref(r.Key)}
	for i := range spec.Listeners {
		router.listeners = append(router.listeners, newListener(spec.Listeners[i].PortMapping))
	}
	m.routers[router.name], m.routerList = router, append(m.routerList, router)
	return nil
}

func (m *Mesh) addService(r *state.Resource) error {
	spec, err := decode[*model.VirtualServiceSpec](r)
	if err != nil {
		return err
	}
	s := &service{name: r.Name(), ref: Ref(r.Key), spec: spec}
	if p := spec.Provider; p != nil && p.VirtualRouter != nil {
		s.router = m.routers[deref(p.VirtualRouter.VirtualRouterName)]
	} else if p != nil && p.VirtualNode != nil {
		s.node = m.nodes[deref(p.VirtualNode.VirtualNodeName)]
	}
	m.services[s.name], m.serviceList = s, append(m.serviceList, s)
	return nil
}

func (m *Mesh) addGateway(r *state.Resource) error {
	spec, err := decode[*model.VirtualGatewaySpec](r)
	if err != nil {
		return err
	}
	g := &gateway{name: r.Name(), ref: Ref(r.Key), spec: spec}
	for i := range spec.Listeners {
		g.listeners = append(g.listeners, newListener((*model.PortMapping)(spec.Listeners[i].PortMapping)))
	}
	m.gateways[g.name], m.gatewayList = g, append(m.gatewayList, g)
	return nil
}

// allowsAll reports whether requests may leave the mesh. The default egress filter is
// DROP_ALL.
func (m *Mesh) allowsAll() bool {
	return m.spec.EgressFilter != nil && deref(m.spec.EgressFilter.Type) == "ALLOW_ALL"
}
