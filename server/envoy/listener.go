package envoy

import "strconv"

// The directions of listeners and the prefixes of their statistics.
const (
	ingressPrefix = "ingress"
	egressPrefix  = "egress"
)

// The ports of App Mesh's Envoys.
const (
	ingressPort = 15000
	egressPort  = 15001
)

// listenerPrefix returns the prefix of the statistics of a listener of a gateway or node.
// Since version 1.22.2.1 of App Mesh's image, it contains the listener if there are several.
func listenerPrefix(on port, several bool) string {
	if !several {
		return ingressPrefix
	}
	return ingressPrefix + "." + on.protocol + "." + strconv.Itoa(on.number)
}

// manager describes an HTTP connection manager.
type manager struct {
	prefix    string // the prefix of its statistics
	log       []object
	normalize bool // normalizes paths, as gateways do
}

// httpFilter adds a route configuration and returns an HTTP connection manager that uses it.
func (t *translator) httpFilter(m manager, routes string) object {
	o := object{
		"stat_prefix": m.prefix,
		"http_filters": []object{extension("envoy.filters.http.router",
			"extensions.filters.http.router.v3.Router", nil)},
		"upgrade_configs": []object{{"upgrade_type": "websocket"}},
		"tracing":         object{},
	}
	if m.normalize {
		o["normalize_path"] = true
		o["merge_slashes"] = true
		o["path_with_escaped_slashes_action"] = "KEEP_UNCHANGED"
	}
	if m.log != nil {
		o["access_log"] = m.log
	}
	if t.Source == Static {
		config := t.sets[Routes][routes]
		if hosts, ok := t.staged[routes]; ok {
			config = raw(hosts.Resource().JSON)
		}
		o["route_config"] = untyped(Routes, config)
	} else {
		o["rds"] = object{"route_config_name": routes, "config_source": t.configSource()}
	}
	return extension("envoy.filters.network.http_connection_manager",
		"extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", o)
}

// tcpFilter returns a TCP proxy to a cluster or to weighted clusters.
func tcpFilter(prefix string, log []object, to object) object {
	o := object{"stat_prefix": prefix}
	for name, v := range to {
		o[name] = v
	}
	if log != nil {
		o["access_log"] = log
	}
	return extension("envoy.filters.network.tcp_proxy", "extensions.filters.network.tcp_proxy.v3.TcpProxy", o)
}

// chain returns a filter chain. Without criteria it matches all connections.
func chain(match object, socket object, filters ...object) object {
	c := object{"filters": filters}
	if len(match) > 0 {
		c["filter_chain_match"] = match
	}
	if socket != nil {
		c["transport_socket"] = socket
	}
	if filters == nil {
		c["filters"] = []object{}
	}
	return c
}

// secured returns filter chains with the filter, one for each kind of connection that the
// listener's TLS mode permits.
func (t *translator) secured(match object, l *listenerTLS, protocol string, filter object) ([]object, error) {
	if !l.offered() {
		return []object{chain(match, nil, filter)}, nil
	}
	socket, err := t.downstream(l, protocol)
	if err != nil {
		return nil, err
	}
	if l.mode != modePermissive {
		return []object{chain(match, socket, filter)}, nil
	}
	secure, plain := object{"transport_protocol": "tls"}, object{"transport_protocol": "raw_buffer"}
	for name, v := range match {
		secure[name], plain[name] = v, v
	}
	return []object{chain(secure, socket, filter), chain(plain, nil, filter)}, nil
}

func tlsInspector() object {
	return extension("envoy.filters.listener.tls_inspector",
		"extensions.filters.listener.tls_inspector.v3.TlsInspector", nil)
}

func originalDestination() object {
	return extension("envoy.filters.listener.original_dst",
		"extensions.filters.listener.original_dst.v3.OriginalDst", nil)
}
