package envoy

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// backends returns the backends of a node by the names of their services.
func backends(spec *model.VirtualNodeSpec) []backend {
	var policy *clientPolicy
	if d := spec.BackendDefaults; d != nil {
		policy = nodePolicy(d.ClientPolicy)
	}
	var list []backend
	for _, b := range spec.Backends {
		if b.VirtualService == nil {
			continue
		}
		own := backend{text(b.VirtualService.VirtualServiceName), policy}
		if p := nodePolicy(b.VirtualService.ClientPolicy); p != nil {
			own.policy = p
		}
		list = append(list, own)
	}
	slices.SortStableFunc(list, func(a, b backend) int { return strings.Compare(a.service, b.service) })
	return slices.CompactFunc(list, func(a, b backend) bool { return a.service == b.service })
}

// egress adds the listener on 15001, which receives the connections of the application.
func (t *translator) egress(spec *model.VirtualNodeSpec, log []object) {
	list := backends(spec)
	all := t.mesh.spec.EgressFilter != nil && text(t.mesh.spec.EgressFilter.Type) == "ALLOW_ALL"
	if t.Options.Explicit {
		if all {
			t.omit("mesh/"+t.mesh.key.Name(), "with the option explicit, only backends can be reached")
		}
		t.explicitEgress(list, log)
		return
	}
	chains := t.meshChains(list, log)
	first := len(chains) > 0 && slices.ContainsFunc(chains, func(c object) bool {
		return c["filter_chain_match"].(object)["destination_port"] == httpsPort
	})
	chains = append(chains, t.outsideChains(all, first, log)...)
	t.add(Listeners, "lds_egress_0.0.0.0_15001", object{
		"name": "lds_egress_0.0.0.0_15001", "address": t.bind(egressPort), "traffic_direction": "OUTBOUND",
		"listener_filters": []object{originalDestination(), httpsInspector()},
		"filter_chains":    chains,
	})
}

// meshChains returns a filter chain for each port of the backends. HTTP is routed by the Host
// header, TCP only by the port.
func (t *translator) meshChains(list []backend, log []object) (chains []object) {
	type use struct {
		port
		hosts   map[string]object
		domains map[string]bool
	}
	uses := map[int]*use{}
	for _, b := range list {
		ref := "virtualService/" + b.service
		s := t.usable(ref, b.service)
		if s == nil {
			continue
		}
		for _, on := range s.ports {
			u := uses[on.number]
			if u == nil {
				u = &use{port: on, hosts: map[string]object{}, domains: map[string]bool{}}
				uses[on.number] = u
			} else if u.family() != on.family() || on.protocol == tcp {
				t.omit(ref, "another backend has the port "+strconv.Itoa(on.number)+", and one of them is TCP")
				continue
			}
			if on.protocol == tcp {
				if c := t.tcpChain(s, on, b, log); c != nil {
					chains = append(chains, c)
				}
				continue
			}
			t.addHost(u.hosts, u.domains, s, on, b, b.service, b.service+":"+strconv.Itoa(on.number))
		}
	}
	for _, number := range slices.Sorted(maps.Keys(uses)) {
		u := uses[number]
		if u.protocol == tcp {
			continue
		}
		name := "rds_egress_" + u.protocol + "_" + strconv.Itoa(number)
		t.add(Routes, name, object{"name": name, "virtual_hosts": hostList(u.hosts)})
		filter := t.httpFilter(manager{prefix: egressPrefix, log: log}, name)
		chains = append(chains, chain(meshMatch(number), nil, filter))
	}
	slices.SortFunc(chains, func(a, b object) int {
		return cmp.Compare(a["filter_chain_match"].(object)["destination_port"].(int),
			b["filter_chain_match"].(object)["destination_port"].(int))
	})
	return chains
}

// usable returns a service with ports. Otherwise it reports why the service cannot be called.
func (t *translator) usable(ref, name string) *service {
	s := t.mesh.service(name)
	switch {
	case s == nil:
		t.omit(ref, "the backend does not exist")
	case s.node == "" && s.router == "":
		t.omit(ref, "the virtual service has no provider")
	case len(s.ports) == 0:
		t.omit(ref, "the provider of the virtual service has no listener")
	case !validHost(name):
		t.omit(ref, "no Host header can have the name")
	default:
		return s
	}
	return nil
}

// addHost adds the virtual host of a service.
func (t *translator) addHost(
	hosts map[string]object, used map[string]bool, s *service, on port, b backend, domains ...string,
) {
	domains = unused(used, domains...)
	if len(domains) == 0 {
		t.omit("virtualService/"+s.name, "another backend has the same name in other case")
		return
	}
	host := object{"name": domains[0], "domains": domains}
	if routes := t.routes(s, on, b); routes != nil {
		host["routes"] = routes
	}
	hosts[domains[0]] = host
}

func hostList(hosts map[string]object) []object {
	list := make([]object, 0, len(hosts))
	for _, name := range slices.Sorted(maps.Keys(hosts)) {
		list = append(list, hosts[name])
	}
	return list
}

// tcpChain returns the filter chain of a TCP service on a port, or nil if it has no targets.
func (t *translator) tcpChain(s *service, on port, b backend, log []object) object {
	t.checkRoutes(s)
	if s.node != "" {
		name := t.target("virtualService/"+s.name, s.node, on.number, on, b)
		_, idle := t.nodeTimeout(s.node, on)
		return t.tcpTo(on, log, idle, object{"cluster": name})
	}
	var c object
	for _, r := range s.rules {
		if !r.applies(on) {
			continue
		}
		if c != nil {
			t.omit(r.ref, "another TCP route comes first, and takes all connections")
			continue
		}
		clusters, err := t.weighted(r, on, b, false)
		if err != nil {
			t.omit(r.ref, err.Error())
			continue
		}
		_, idle := r.timeouts()
		c = t.tcpTo(on, log, idle, object{"weighted_clusters": object{"clusters": clusters}})
	}
	return c
}

func (t *translator) tcpTo(on port, log []object, idle int64, to object) object {
	if idle >= 0 {
		to["idle_timeout"] = seconds(idle)
	}
	return chain(meshMatch(on.number), nil, tcpFilter(egressPrefix, log, to))
}

// explicitEgress adds a listener on 15001 that routes to all backends by the Host header.
func (t *translator) explicitEgress(list []backend, log []object) {
	const name = "rds_egress_http_15001"
	hosts, used := map[string]object{}, map[string]bool{}
	for _, b := range list {
		ref := "virtualService/" + b.service
		s := t.usable(ref, b.service)
		if s == nil {
			continue
		}
		bare := false
		for _, on := range s.ports {
			if on.protocol == tcp {
				t.omit(ref, "with the option explicit, TCP backends cannot be reached")
				continue
			}
			domains := []string{b.service + ":" + strconv.Itoa(on.number)}
			if !bare {
				domains = []string{b.service, domains[0], b.service + ":" + strconv.Itoa(t.mapped(egressPort))}
			}
			bare = true
			t.addHost(hosts, used, s, on, b, domains...)
		}
	}
	t.add(Routes, name, object{"name": name, "virtual_hosts": hostList(hosts)})
	filter := t.httpFilter(manager{prefix: egressPrefix, log: log}, name)
	t.add(Listeners, "lds_egress_0.0.0.0_15001", object{
		"name": "lds_egress_0.0.0.0_15001", "address": t.bind(egressPort), "traffic_direction": "OUTBOUND",
		"filter_chains": []object{chain(nil, nil, filter)},
	})
}
