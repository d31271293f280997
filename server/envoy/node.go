package envoy

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// node adds the configuration of a virtual node. It reports false if the node does not exist.
func (t *translator) node() bool {
	spec := read[*model.VirtualNodeSpec](t.mesh, t.Resource)
	if spec == nil {
		return false
	}
	var log []object
	if l := spec.Logging; l != nil && l.AccessLog != nil && l.AccessLog.File != nil {
		log = t.accessLog(t.ref(), l.AccessLog.File)
	}
	t.take(t.ref(), egressPort)
	t.ingress(spec, log)
	t.egress(spec, log)
	return true
}

func (t *translator) ref() string { return t.Resource.Kind.String() + "/" + t.Resource.Name() }

// ingress adds the listeners for the node's own application: one on 15000 to which iptables
// redirects or, with the option explicit, one for each port.
func (t *translator) ingress(spec *model.VirtualNodeSpec, log []object) {
	var all []object
	seen := map[int]bool{}
	for i := range spec.Listeners {
		l := &spec.Listeners[i]
		on := portOf(l.PortMapping)
		if seen[on.number] {
			t.omit(t.ref(), "another listener has the port "+strconv.Itoa(on.number))
			continue
		}
		seen[on.number] = true
		match := object{"destination_port": on.number}
		if t.Options.Explicit {
			match = nil
		}
		filter := t.ingressFilter(l, on, listenerPrefix(on, len(spec.Listeners) > 1), log)
		chains, err := t.secured(match, nodeTLS(l.Tls), on.protocol, filter)
		if err != nil {
			t.omit(t.ref(), err.Error())
			delete(t.sets[Routes], ingressRoutes(on))
			continue
		}
		if t.Options.Explicit {
			t.explicitIngress(on, chains)
		}
		all = append(all, chains...)
	}
	if t.Options.Explicit || all == nil {
		return
	}
	t.take(t.ref(), ingressPort)
	t.add(Listeners, "lds_ingress_0.0.0.0_15000", object{
		"name": "lds_ingress_0.0.0.0_15000", "address": t.bind(ingressPort), "traffic_direction": "INBOUND",
		"listener_filters": t.ingressFilters(spec), "filter_chains": all,
	})
}

// ingressFilters returns the listener filters. The TLS inspector is needed only for ports
// that accept both TLS and plain text, because it waits for the client's first bytes.
func (t *translator) ingressFilters(spec *model.VirtualNodeSpec) []object {
	filters := []object{originalDestination()}
	for i := range spec.Listeners {
		if tls := nodeTLS(spec.Listeners[i].Tls); tls.offered() && tls.mode == modePermissive {
			return append(filters, tlsInspector())
		}
	}
	return filters
}

func ingressRoutes(on port) string {
	return "rds_ingress_" + on.protocol + "_" + strconv.Itoa(on.number)
}

// ingressFilter adds the cluster of the application and returns the filter that leads to it.
func (t *translator) ingressFilter(l *model.VirtualNodeListener, on port, prefix string, log []object) object {
	name := t.ingressName(t.Resource.Name(), on)
	host, number := t.loopback(), on.number
	if a, ok := t.Options.Applications[strconv.Itoa(on.number)]; ok {
		host, number, _ = splitAddress(a) // Options.Check has read it
	}
	c := clusterOf(name, on.protocol, localTimeout, nodeLimits(l.ConnectionPool))
	c["load_assignment"] = assignment(name, []object{endpoint(host, number, 0)})
	if !isAddress(host) {
		c["type"] = "STRICT_DNS"
	}
	t.add(Clusters, name, c)
	timeout, idle := listenerTimeouts(l.Timeout)
	if on.protocol == tcp {
		return tcpFilter(prefix, log, object{"cluster": name, "idle_timeout": duration(idle)})
	}
	request, idleMs := (&routeSpec{timeout: timeout, idle: idle}).timeouts()
	action := object{"cluster": name, "timeout": seconds(request)}
	if idleMs >= 0 {
		action["idle_timeout"] = seconds(idleMs)
	}
	config := ingressRoutes(on)
	t.add(Routes, config, object{"name": config, "virtual_hosts": []object{{
		"name": ingressPrefix, "domains": []string{"*"},
		"routes": []object{{"match": object{"prefix": "/"}, "route": action}},
	}}})
	return t.httpFilter(manager{prefix: prefix, log: log}, config)
}

func listenerTimeouts(s *model.ListenerTimeout) (request, idle *model.Duration) {
	switch {
	case s == nil:
		return nil, nil
	case s.Http != nil:
		return s.Http.PerRequest, s.Http.Idle
	case s.Http2 != nil:
		return s.Http2.PerRequest, s.Http2.Idle
	case s.Grpc != nil:
		return s.Grpc.PerRequest, s.Grpc.Idle
	case s.Tcp != nil:
		return nil, s.Tcp.Idle
	default:
		return nil, nil
	}
}

func (t *translator) explicitIngress(on port, chains []object) {
	number := strconv.Itoa(on.number)
	if t.Options.Ports[number] == 0 && t.Options.Applications[number] == "" {
		t.omit(t.ref(), "with the option explicit, ports must say where to listen for "+number+
			", or applications where its application is")
		return
	}
	if !t.take(t.ref(), on.number) {
		return
	}
	t.add(Listeners, "lds_ingress_0.0.0.0_"+number, object{
		"name": "lds_ingress_0.0.0.0_" + number, "address": t.bind(on.number), "traffic_direction": "INBOUND",
		"listener_filters": []object{tlsInspector()}, "filter_chains": chains,
	})
}
