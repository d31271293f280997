package envoy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// dict is a JSON object.
type dict = map[string]any

// generator generates random meshes and requests whose parts come from small sets. Requests
// therefore often match several routes, or fail to match one by a single character.
type generator struct {
	*rand.Rand
	ports map[string][]int // of the gateway and of each service of the last mesh
}

func newGenerator(seed int) generator {
	return generator{rand.New(rand.NewPCG(uint64(seed), 0)), map[string][]int{}}
}

func portsOf(listeners []dict) (ports []int) {
	for _, l := range listeners {
		ports = append(ports, l["portMapping"].(dict)["port"].(int))
	}
	return ports
}

func pick[T any](g generator, all ...T) T { return all[g.IntN(len(all))] }

func (g generator) chance(percent int) bool { return g.IntN(100) < percent }

// Names that sort differently by case, length and number.
var (
	routeNames   = []string{"a", "B", "b", "a-1", "a_1", "Z", "10", "9"}
	serviceNames = []string{"b.mesh.local", "A.mesh.local", "c-1.local", "c.local"}
	nodePorts    = []int{8080, 8081, 9090}
)

const (
	numNodes    = 5
	gatewayRef  = "mesh/m/virtualGateway/in"
	clientRef   = "mesh/m/virtualNode/client"
	gatewayPort = 7000 // the first port of the gateway
)

// mesh returns operations that create a mesh. The server may refuse some of them.
func (g generator) mesh() (steps []server.Step) {
	add := func(operation string, input dict) {
		input["meshName"] = "m"
		data, err := json.Marshal(input)
		if err != nil {
			panic(err)
		}
		steps = append(steps, server.Step{Operation: operation, Input: data})
	}
	add("CreateMesh", dict{})
	several := map[string]bool{}
	nodes := map[string][]int{}
	for i := range numNodes {
		name := fmt.Sprintf("n%d", i)
		listeners := g.listeners(nodePorts, "http", "http2", "grpc", "http", "http2", "http", "tcp")
		several[name], nodes[name] = len(listeners) > 1, portsOf(listeners)
		add("CreateVirtualNode", dict{"virtualNodeName": name, "spec": dict{
			"listeners": listeners, "serviceDiscovery": dict{"dns": dict{"hostname": name + ".node"}},
		}})
	}
	for i, service := range serviceNames {
		router := fmt.Sprintf("r%d", i)
		listeners := g.listeners([]int{80, 81, 8080}, "http", "http2", "grpc", "http")
		add("CreateVirtualRouter", dict{"virtualRouterName": router, "spec": dict{"listeners": listeners}})
		for range 1 + g.IntN(6) {
			add("CreateRoute", dict{
				"virtualRouterName": router, "routeName": pick(g, routeNames...), "spec": g.route(listeners, several, nodes),
			})
		}
		provider := dict{"virtualRouter": dict{"virtualRouterName": router}}
		g.ports[service] = portsOf(listeners)
		if g.chance(15) {
			node := fmt.Sprintf("n%d", g.IntN(numNodes))
			provider, g.ports[service] = dict{"virtualNode": dict{"virtualNodeName": node}}, nodes[node]
		}
		spec := dict{"provider": provider}
		if g.chance(5) {
			spec = dict{}
		}
		add("CreateVirtualService", dict{"virtualServiceName": service, "spec": spec})
	}
	var backends []dict
	for _, service := range serviceNames[:2+g.IntN(3)] {
		backends = append(backends, dict{"virtualService": dict{"virtualServiceName": service}})
	}
	add("CreateVirtualNode", dict{"virtualNodeName": "client", "spec": dict{"backends": backends}})
	listeners := g.listeners([]int{gatewayPort, gatewayPort + 1}, "http", "http2", "grpc", "http")
	g.ports[gatewayRef] = portsOf(listeners)
	add("CreateVirtualGateway", dict{"virtualGatewayName": "in", "spec": dict{"listeners": listeners}})
	for range 1 + g.IntN(8) {
		add("CreateGatewayRoute", dict{
			"virtualGatewayName": "in", "gatewayRouteName": pick(g, routeNames...), "spec": g.gatewayRoute(listeners),
		})
	}
	return steps
}

func (g generator) listeners(ports []int, protocols ...string) []dict {
	n := 1
	if g.chance(30) {
		n = 2
	}
	var all []dict
	for _, i := range g.Perm(len(ports))[:n] {
		all = append(all, dict{"portMapping": dict{"port": ports[i], "protocol": pick(g, protocols...)}})
	}
	return all
}

// protocolFor returns the protocol and the port for a route to one of the listeners. The port is
// 0 if the route leaves it out.
func (g generator) protocolFor(listeners []dict) (string, int) {
	mapping := pick(g, listeners...)["portMapping"].(dict)
	protocol, port := mapping["protocol"].(string), mapping["port"].(int)
	if g.chance(5) {
		protocol = pick(g, "http", "http2", "grpc")
	}
	if len(listeners) == 1 && g.chance(80) {
		port = 0
	}
	return protocol, port
}

func (g generator) route(listeners []dict, several map[string]bool, nodes map[string][]int) dict {
	protocol, port := g.protocolFor(listeners)
	match := g.match(protocol, port, true)
	if g.chance(30) {
		match = catchAll(protocol, port)
	}
	var targets []dict
	for _, i := range g.Perm(numNodes)[:1+g.IntN(3)] {
		name := fmt.Sprintf("n%d", i)
		target := dict{"virtualNode": name, "weight": pick(g, 0, 1, 50, 100, 3)}
		if several[name] || g.chance(10) {
			target["port"] = pick(g, nodes[name]...)
			if g.chance(10) {
				target["port"] = pick(g, nodePorts...)
			}
		}
		targets = append(targets, target)
	}
	return g.withPriority(dict{protocol + "Route": dict{
		"match": match, "action": dict{"weightedTargets": targets},
	}})
}

func (g generator) withPriority(spec dict) dict {
	if g.chance(50) {
		spec["priority"] = pick(g, 0, 1, 2, 1000)
	}
	return spec
}

func (g generator) gatewayRoute(listeners []dict) dict {
	protocol, port := g.protocolFor(listeners)
	match := g.match(protocol, port, false)
	if g.chance(30) {
		match = catchAll(protocol, port)
	}
	if g.chance(15) {
		match["hostname"] = pick(g, dict{"exact": "Shop.example.com"}, dict{"suffix": ".example.com"}, dict{"suffix": "*.com"})
	}
	rewrite := dict{}
	if g.chance(20) {
		rewrite["hostname"] = dict{"defaultTargetHostname": pick(g, "ENABLED", "DISABLED")}
	}
	if protocol != "grpc" {
		switch g.IntN(6) {
		case 0:
			rewrite["prefix"] = dict{"value": pick(g, "/", "/new/", "/a/")}
		case 1:
			rewrite["prefix"] = dict{"defaultPrefix": pick(g, "ENABLED", "DISABLED")}
		case 2:
			rewrite["path"] = dict{"exact": pick(g, "/whole", "/a")}
		}
	}
	service := pick(g, serviceNames...)
	action := dict{"target": dict{"virtualService": dict{"virtualServiceName": service}}}
	if len(rewrite) > 0 {
		action["rewrite"] = rewrite
	}
	if len(g.ports[service]) > 1 || g.chance(30) {
		action["target"].(dict)["port"] = pick(g, g.ports[service]...)
		if g.chance(10) {
			action["target"].(dict)["port"] = pick(g, nodePorts...)
		}
	}
	return g.withPriority(dict{protocol + "Route": dict{"match": match, "action": action}})
}

// catchAll returns a match of all requests to a port.
func catchAll(protocol string, port int) dict {
	m := dict{}
	if protocol != "grpc" {
		m["prefix"] = "/"
	}
	if port != 0 {
		m["port"] = port
	}
	return m
}

func (g generator) match(protocol string, port int, ofRoute bool) dict {
	m := dict{}
	if port != 0 {
		m["port"] = port
	}
	if protocol == "grpc" {
		if g.chance(70) {
			m["serviceName"] = pick(g, "a", "a.b", "ab")
			if ofRoute && g.chance(50) {
				m["methodName"] = pick(g, "Get", "b")
			}
		}
		if g.chance(40) {
			m["metadata"] = g.headers()
		}
		return m
	}
	switch g.IntN(8) {
	case 0:
		m["path"] = dict{"exact": pick(g, "/", "/a", "/a/b", "/ab")}
	case 1:
		m["path"] = dict{"regex": pick(g, "/a.*", "/[ab]+", "/a/[0-9]+", "(/a|/ab)", "/a/b$", "/(?=a)", "(.{100}){20}")}
	case 2:
		m["method"] = pick(g, "GET", "POST")
	default:
		m["prefix"] = pick(g, "/", "/", "/", "/", "/a", "/a/", "/ab", "/a/b", "/ab/")
	}
	if g.chance(20) {
		m["headers"] = g.headers()
	}
	if g.chance(10) {
		m["queryParameters"] = pick(g,
			[]dict{{"name": "q"}}, []dict{{"name": "q", "match": dict{"exact": "1"}}},
			[]dict{{"name": "p", "match": dict{"exact": ""}}, {"name": "q"}})
	}
	if g.chance(15) {
		m["method"] = pick(g, "GET", "POST")
	}
	if ofRoute && g.chance(10) {
		m["scheme"] = pick(g, "http", "https")
	}
	return m
}

func (g generator) headers() []dict {
	var all []dict
	for range 1 + g.IntN(2) {
		h := dict{"name": pick(g, "x-a", "X-B")}
		if g.chance(30) {
			h["invert"] = true
		}
		switch g.IntN(6) {
		case 0:
			h["match"] = dict{"exact": pick(g, "a", "ab", "5")}
		case 1:
			h["match"] = dict{"prefix": pick(g, "a", "ab")}
		case 2:
			h["match"] = dict{"suffix": pick(g, "b", "ab")}
		case 3:
			h["match"] = dict{"regex": pick(g, "a.*", "[0-9]+", "(?i)AB")}
		case 4:
			h["match"] = dict{"range": dict{"start": pick(g, -5, 0, 5), "end": pick(g, 6, 10)}}
		}
		all = append(all, h)
	}
	return all
}

// request returns a request to the gateway, or one from the client.
func (g generator) request() routing.Query {
	q := routing.Query{From: gatewayRef, Request: routing.Request{
		Protocol: "http",
		Method:   pick(g, "GET", "GET", "POST", "PUT"), Scheme: pick(g, "http", "http", "http", "https"),
		Host: pick(g, "shop.example.com", "SHOP.EXAMPLE.COM:7000", "example.com", "x.com", "a.mesh.local"),
		Port: pick(g, g.ports[gatewayRef]...), Headers: map[string][]string{},
	}}
	if g.chance(40) {
		service := pick(g, serviceNames...)
		q.From, q.Request.Host, q.Request.Port = clientRef, service, pick(g, g.ports[service]...)
		if g.chance(15) {
			q.Request.Host, q.Request.Port = pick(g, "B.MESH.LOCAL", "other.local", service),
				pick(g, 80, 81, 8080, 9090)
		}
	}
	q.Request.Path = pick(g, "/", "/a", "/a/", "/ab", "/a/b", "/a/1", "/a//b", "/ab/c", "/a/../ab", "/%61/b", "/A",
		"/abc", "/a.b/Get", "/a/Get", "/ab/Get", "/a/b/", "/b", "/a%2Fb", "/a/b/Get", "/./a") +
		pick(g, "", "", "?q", "?q=1", "?q=2&q=1", "?q=1&p=", "?p=&q=%31", "?x=q")
	for _, name := range []string{"x-a", "x-b"} {
		for range pick(g, 0, 0, 1, 1, 1, 2) {
			value := pick(g, "a", "ab", "b", "5", "6", "10", "9", "-5", "7.5", "A", "abab", "AB", "0")
			q.Request.Headers[name] = append(q.Request.Headers[name], value)
		}
	}
	return q
}
