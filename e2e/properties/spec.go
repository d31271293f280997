package properties

import (
	"encoding/json"
	"fmt"
)

// The seven kinds, as in ARNs.
const (
	mesh           = "mesh"
	virtualGateway = "virtualGateway"
	gatewayRoute   = "gatewayRoute"
	virtualNode    = "virtualNode"
	virtualRouter  = "virtualRouter"
	route          = "route"
	virtualService = "virtualService"
)

var kinds = []string{mesh, virtualGateway, gatewayRoute, virtualNode, virtualRouter, route, virtualService}

// parents maps each kind to its parent.
var parents = map[string]string{
	virtualGateway: mesh, virtualNode: mesh, virtualRouter: mesh, virtualService: mesh,
	gatewayRoute: virtualGateway, route: virtualRouter,
}

// spec represents a spec by its references. Specs with different salts differ.
type spec struct {
	listeners []listener // of a node, router or gateway
	backends  []string   // of a node
	targets   []target   // of a route, gateway route or service
	match     listener   // of a route or gateway route; port 0: none
	salt      int
}

type listener struct {
	port     int
	protocol string
}

type target struct {
	kind, name string
	port       int // 0: none
}

type object = map[string]any

// document returns the spec of a kind as compact JSON with sorted members.
func (s spec) document(kind string) []byte {
	text, err := json.Marshal(s.object(kind))
	if err != nil {
		panic(err)
	}
	return text
}

func (s spec) object(kind string) object {
	o := object{}
	switch kind {
	case mesh:
		if s.salt > 0 {
			o["egressFilter"] = object{"type": []string{"ALLOW_ALL", "DROP_ALL"}[s.salt%2]}
		}
	case virtualGateway:
		o["listeners"] = s.ports()
		o["logging"] = s.logging()
	case virtualNode:
		o["logging"] = s.logging()
		if s.backends != nil {
			o["backends"] = s.backing()
		}
		if len(s.listeners) > 0 {
			o["listeners"] = s.ports()
			o["serviceDiscovery"] = object{"dns": object{"hostname": "host.local"}}
		}
	case virtualRouter:
		if len(s.listeners) > 0 {
			o["listeners"] = s.ports()
		}
	case virtualService:
		if len(s.targets) > 0 {
			to := s.targets[0]
			o["provider"] = object{to.kind: object{to.kind + "Name": to.name}}
		}
	case route, gatewayRoute:
		o["priority"] = s.salt
		o[s.match.protocol+"Route"] = s.routing(kind)
	}
	return o
}

func (s spec) logging() object {
	return object{"accessLog": object{"file": object{"path": fmt.Sprintf("/log/%d", s.salt)}}}
}

func (s spec) ports() []object {
	all := []object{}
	for _, l := range s.listeners {
		all = append(all, object{"portMapping": object{"port": l.port, "protocol": l.protocol}})
	}
	return all
}

func (s spec) backing() []object {
	all := []object{}
	for _, name := range s.backends {
		all = append(all, object{"virtualService": object{"virtualServiceName": name}})
	}
	return all
}

// routing returns the match and the targets of a route or gateway route.
func (s spec) routing(kind string) object {
	match := object{}
	switch {
	case s.match.protocol == "grpc":
		match["serviceName"] = "service"
	case s.match.protocol != "tcp":
		match["prefix"] = "/"
	}
	if s.match.port > 0 {
		match["port"] = s.match.port
	}
	action := object{}
	if kind == gatewayRoute {
		to := object{"virtualService": object{"virtualServiceName": s.targets[0].name}}
		if s.targets[0].port > 0 {
			to["port"] = s.targets[0].port
		}
		action["target"] = to
	} else {
		weighted := []object{}
		for _, each := range s.targets {
			to := object{"virtualNode": each.name, "weight": 1}
			if each.port > 0 {
				to["port"] = each.port
			}
			weighted = append(weighted, to)
		}
		action["weightedTargets"] = weighted
	}
	return object{"action": action, "match": match}
}
