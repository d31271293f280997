package envoy

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// serviceHeader carries the virtual service of a request from the gateway's listener to the
// gateway's second listener. App Mesh sent it only if the host is not rewritten.
const serviceHeader = "x-app-mesh-virtual-service"

// gateway adds the configuration of a virtual gateway. It reports false if the gateway does
// not exist.
//
// As in App Mesh, a gateway has two levels of listeners. The listeners of its spec select the
// virtual service by the gateway routes, and send the request to the gateway's own port
// 15001. There, the routes of the service select the virtual node.
func (t *translator) gateway() bool {
	spec := read[*model.VirtualGatewaySpec](t.mesh, t.Resource)
	if spec == nil {
		return false
	}
	name := t.Resource.Name()
	ref := "virtualGateway/" + name
	var policy *clientPolicy
	if d := spec.BackendDefaults; d != nil {
		policy = gatewayPolicy(d.ClientPolicy)
	}
	var log []object
	if l := spec.Logging; l != nil && l.AccessLog != nil && l.AccessLog.File != nil {
		log = t.accessLog(ref, (*model.FileAccessLog)(l.AccessLog.File))
	}
	t.take(ref, egressPort)
	routes := t.mesh.gatewayRoutes(name)
	t.unusedGatewayRoutes(routes, spec.Listeners)
	var hosts []backendPort
	for i := range spec.Listeners {
		hosts = append(hosts, t.gatewayListener(&spec.Listeners[i], len(spec.Listeners) > 1, routes, log)...)
	}
	t.gatewayEgress(spec, hosts, policy, log)
	return true
}

// unusedGatewayRoutes reports the routes that match no listener.
func (t *translator) unusedGatewayRoutes(routes []*gatewayRouteSpec, listeners []model.VirtualGatewayListener) {
	for _, r := range routes {
		if !slices.ContainsFunc(listeners, func(l model.VirtualGatewayListener) bool {
			return r.applies(gatewayPort(&l))
		}) {
			t.omit(r.ref, "the gateway has no listener with the protocol and port of the route")
		}
	}
}

func gatewayPort(l *model.VirtualGatewayListener) port {
	if l.PortMapping == nil {
		return port{}
	}
	return port{int(value(l.PortMapping.Port)), text(l.PortMapping.Protocol)}
}

// backendPort is a virtual service and the port on which it is called.
type backendPort struct {
	service string
	on      port
	header  string // the value of serviceHeader
}

// gatewayListener adds a listener. It returns the services that its routes lead to.
func (t *translator) gatewayListener(
	l *model.VirtualGatewayListener, several bool, routes []*gatewayRouteSpec, log []object,
) (hosts []backendPort) {
	on := gatewayPort(l)
	ref := "virtualGateway/" + t.Resource.Name()
	if !t.take(ref, on.number) {
		return nil
	}
	number := strconv.Itoa(on.number)
	redirect := t.Resource.Name() + "_self_redirect"
	if several {
		redirect += "_" + number
	}
	cluster := t.selfRedirect(redirect, on, gatewayLimits(l.ConnectionPool))
	var list []raw
	for _, r := range routes {
		if !r.applies(on) {
			continue
		}
		host, ok := t.backendPort(r)
		if !ok {
			continue
		}
		made, err := t.gatewayRoute(r, host, cluster)
		if err != nil {
			t.omit(r.ref, err.Error())
			continue
		}
		list = append(list, made...)
		hosts = append(hosts, host)
	}
	config := "rds_ingress_" + on.protocol + "_" + number
	host := object{"name": "self_redirect", "domains": []string{"*"}}
	if list != nil {
		host["routes"] = list
	}
	t.add(Routes, config, object{"name": config, "virtual_hosts": []object{host}})
	filter := t.httpFilter(manager{prefix: listenerPrefix(on, several), log: log, normalize: true}, config)
	match := object{"destination_port": t.mapped(on.number)}
	chains, err := t.secured(match, gatewayTLS(l.Tls), on.protocol, filter)
	if err != nil {
		t.omit(ref, err.Error())
		delete(t.sets[Routes], config)
		return hosts
	}
	t.add(Listeners, "lds_ingress_0.0.0.0_"+number, object{
		"name": "lds_ingress_0.0.0.0_" + number, "address": t.bind(on.number), "traffic_direction": "INBOUND",
		"listener_filters": []object{tlsInspector()}, "filter_chains": chains,
	})
	return hosts
}

// backendPort returns the service of a route and its port: the port in the route, the only
// port, or the first port with the route's protocol. It reports false if the service does not
// exist, or if its provider has listeners but none of them fits (rule 107).
func (t *translator) backendPort(r *gatewayRouteSpec) (backendPort, bool) {
	name, number := r.service()
	s := t.mesh.service(name)
	if s == nil || !validHost(name) {
		t.omit(r.ref, "there is no virtual service "+strconv.Quote(name))
		return backendPort{}, false
	}
	h := backendPort{service: name, header: name}
	var candidates []port
	for _, p := range s.ports {
		if p.family() == http && (number == 0 || p.number == number) {
			candidates = append(candidates, p)
		}
	}
	if len(candidates) == 0 {
		if len(s.ports) > 0 {
			t.omit(r.ref, "the provider of the virtual service "+name+" has no listener for the route")
		}
		return h, len(s.ports) == 0
	}
	h.on = candidates[0]
	for _, p := range candidates {
		if p.protocol == r.protocol {
			h.on = p
			break
		}
	}
	if len(s.ports) > 1 {
		h.header += ":" + strconv.Itoa(h.on.number)
	}
	return h, true
}

// gatewayRoute returns the Envoy routes of a gateway route.
func (t *translator) gatewayRoute(r *gatewayRouteSpec, to backendPort, cluster string) ([]raw, error) {
	match, err := r.criteria.match()
	if err != nil {
		return nil, err
	}
	prefixes, rewrite := r.forms()
	action := object{"cluster": cluster}
	maps.Copy(action, rewrite)
	if !r.keepHost {
		action["host_rewrite_literal"] = to.service
	}
	t.setSlowest(action, to)
	route := object{
		"name": r.name, "match": match, "route": action,
		"request_headers_to_add": []object{{
			"header":        object{"key": serviceHeader, "value": strings.ReplaceAll(to.header, "%", "%%")},
			"append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
		}},
	}
	list := make([]raw, 0, len(prefixes))
	for _, prefix := range prefixes {
		if r.rank.path == prefixPath {
			match["prefix"] = prefix
		}
		list = append(list, route.encode())
	}
	return list, nil
}

// setSlowest sets the timeouts of a route to the longest timeouts of the service's routes.
func (t *translator) setSlowest(action object, to backendPort) {
	s := t.mesh.service(to.service)
	if to.on.number == 0 || s == nil {
		return
	}
	timeout, idle, ok := t.slowest(s, to.on)
	if !ok {
		return
	}
	action["timeout"] = seconds(timeout)
	if idle >= 0 {
		action["idle_timeout"] = seconds(idle)
	}
}

// selfRedirect adds the cluster from a listener to the gateway itself.
func (t *translator) selfRedirect(name string, on port, l limits) string {
	name = t.ingressName(name, port{egressPort, on.protocol})
	host := t.Options.Bind
	if host == "" {
		host = t.loopback()
	}
	c := clusterOf(name, on.protocol, localTimeout, l)
	c["load_assignment"] = assignment(name, []object{endpoint(host, t.mapped(egressPort), 0)})
	t.add(Clusters, name, c)
	return name
}

// gatewayEgress adds the listener on 15001, with a virtual host for each service.
func (t *translator) gatewayEgress(
	spec *model.VirtualGatewaySpec, services []backendPort, policy *clientPolicy, log []object,
) {
	protocol := http
	if len(spec.Listeners) > 0 {
		protocol = gatewayPort(&spec.Listeners[0]).protocol
	}
	name := "rds_egress_" + protocol + "_15001"
	hosts := map[string]raw{}
	domains := map[string]bool{}
	for _, s := range services {
		if hosts[s.header] != nil {
			continue
		}
		host := object{"name": s.header, "request_headers_to_remove": []string{serviceHeader}}
		wanted := []string{s.header}
		if s.header == s.service { // otherwise it has a port already
			wanted = append(wanted, s.service+":15001")
		}
		names := unused(domains, wanted...)
		if len(names) == 0 {
			t.omit("virtualService/"+s.service, "another virtual service has the same name in other case")
			continue
		}
		host["domains"] = names
		if routes := t.routes(t.mesh.service(s.service), s.on, backend{s.service, policy}); routes != nil {
			host["routes"] = routes
		}
		hosts[s.header] = host.encode()
	}
	head := withType(Routes, object{"name": name, "vhost_header": serviceHeader}).encode()
	t.staged[name] = VirtualHosts{Name: name, Head: []byte(head), Hosts: hostSet(hosts)}
	t.sets[Routes][name] = head
	filter := t.httpFilter(manager{prefix: egressPrefix, log: log, normalize: true}, name)
	t.add(Listeners, "lds_egress_0.0.0.0_15001", object{
		"name": "lds_egress_0.0.0.0_15001", "address": t.bind(egressPort), "traffic_direction": "OUTBOUND",
		"listener_filters": []object{tlsInspector()},
		"filter_chains":    []object{chain(object{"destination_port": t.mapped(egressPort)}, nil, filter)},
	})
}
