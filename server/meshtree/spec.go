package meshtree

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// spec holds the members of the specs of all seven kinds that this package uses.
type spec struct {
	EgressFilter     struct{ Type string }
	Listeners        []listener
	ServiceDiscovery struct {
		DNS         struct{ Hostname string }
		AwsCloudMap struct{ NamespaceName, ServiceName string }
	}
	Backends []struct {
		VirtualService struct{ VirtualServiceName string }
	}
	Provider struct {
		VirtualNode   struct{ VirtualNodeName string }
		VirtualRouter struct{ VirtualRouterName string }
	}
	Priority                                   *int
	HTTPRoute, HTTP2Route, GrpcRoute, TCPRoute *route
}

type listener struct {
	PortMapping struct {
		Port     int
		Protocol string
	}
}

// route is the part of a route or a gateway route that depends on its protocol.
type route struct {
	Match  match
	Action struct {
		WeightedTargets []weightedTarget
		Target          struct {
			Port           int
			VirtualService struct{ VirtualServiceName string }
		}
	}
}

type weightedTarget struct {
	VirtualNode  string
	Weight, Port int
}

// specOf reads the spec of a resource. It returns the zero spec if the spec cannot be read.
func specOf(r *state.Resource) spec {
	var s spec
	if json.Unmarshal([]byte(r.Spec), &s) != nil {
		return spec{}
	}
	return s
}

// route returns the route and its protocol. Both are empty if the spec has none.
func (s *spec) route() (*route, string) {
	switch {
	case s.HTTPRoute != nil:
		return s.HTTPRoute, "http"
	case s.HTTP2Route != nil:
		return s.HTTP2Route, "http2"
	case s.GrpcRoute != nil:
		return s.GrpcRoute, "grpc"
	case s.TCPRoute != nil:
		return s.TCPRoute, "tcp"
	}
	return &route{}, ""
}

// Reference is a reference from a spec to a resource in the same mesh.
type Reference struct {
	Kind state.Kind
	Name string
	Role string // "provider", "backend", "target", "weight 90/100"
}

// References returns the references in the spec of a resource, in the order of the spec.
func References(r *state.Resource) []Reference {
	var all []Reference
	s := specOf(r)
	for _, b := range s.Backends {
		all = append(all, Reference{state.VirtualService, b.VirtualService.VirtualServiceName, "backend"})
	}
	if name := s.Provider.VirtualNode.VirtualNodeName; name != "" {
		all = append(all, Reference{state.VirtualNode, name, "provider"})
	}
	if name := s.Provider.VirtualRouter.VirtualRouterName; name != "" {
		all = append(all, Reference{state.VirtualRouter, name, "provider"})
	}
	route, _ := s.route()
	if name := route.Action.Target.VirtualService.VirtualServiceName; name != "" {
		all = append(all, Reference{state.VirtualService, name, onPort("target", route.Action.Target.Port)})
	}
	sum := 0
	for _, t := range route.Action.WeightedTargets {
		sum += t.Weight
	}
	for _, t := range route.Action.WeightedTargets {
		role := fmt.Sprintf("weight %d/%d", t.Weight, sum)
		all = append(all, Reference{state.VirtualNode, t.VirtualNode, onPort(role, t.Port)})
	}
	return all
}

func onPort(role string, port int) string {
	if port == 0 {
		return role
	}
	return fmt.Sprintf("%s, port %d", role, port)
}

// Summary returns a short description of a spec for lists and trees: its listeners, its
// provider, its match. It is empty for a spec without these.
func Summary(r *state.Resource) string {
	s := specOf(r)
	var parts []string
	for _, l := range s.Listeners {
		parts = append(parts, fmt.Sprintf("%s:%d", l.PortMapping.Protocol, l.PortMapping.Port))
	}
	if host := s.ServiceDiscovery.DNS.Hostname; host != "" {
		parts = append(parts, "dns "+host)
	}
	if cloudMap := s.ServiceDiscovery.AwsCloudMap; cloudMap.ServiceName != "" {
		parts = append(parts, "cloudMap "+cloudMap.ServiceName+"."+cloudMap.NamespaceName)
	}
	switch r.Kind {
	case state.Mesh:
		if s.EgressFilter.Type != "" {
			parts = append(parts, "egress "+s.EgressFilter.Type)
		}
	case state.Route, state.GatewayRoute:
		if s.Priority != nil {
			parts = append(parts, fmt.Sprintf("priority %d", *s.Priority))
		}
		route, protocol := s.route()
		parts = append(parts, strings.TrimSpace(protocol+" "+route.Match.String()))
	}
	return strings.Join(parts, ", ")
}

// byPriority sorts routes or gateway routes in the order in which they are tried: by
// priority, with absent priorities last (rule 80), then by name.
func byPriority(routes []*state.Resource) {
	slices.SortStableFunc(routes, func(a, b *state.Resource) int { return priority(a) - priority(b) })
}

func priority(r *state.Resource) int {
	if s := specOf(r); s.Priority != nil {
		return *s.Priority
	}
	return 1001 // greater than the largest valid priority
}
