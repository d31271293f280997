package envoy

const httpsPort = 443

// everywhere returns the ranges of all addresses.
func everywhere() []object {
	return []object{
		{"address_prefix": "0.0.0.0", "prefix_len": 0},
		{"address_prefix": "::", "prefix_len": 0},
	}
}

// meshMatch returns the match for a port of the mesh. For HTTPS it has the same ranges as the
// chains to the outside. Without ranges it would never be selected beside them.
func meshMatch(number int) object {
	m := object{"destination_port": number}
	if number == httpsPort {
		m["prefix_ranges"] = everywhere()
	}
	return m
}

// outsideChains returns the filter chains to addresses that are not backends. Addresses of
// AWS are always permitted, all others only if the mesh permits them. If httpsUsed is set, a
// backend has the port 443.
func (t *translator) outsideChains(all, httpsUsed bool, log []object) []object {
	toAWS := t.originalDestination("amazonaws")
	chains := []object{chain(object{
		"prefix_ranges": everywhere(), "destination_port": httpsPort, "server_names": []string{"*.amazonaws.com"},
	}, nil, tcpFilter(egressPrefix, log, object{"cluster": toAWS}))}
	if all {
		to := object{"cluster": t.originalDestination("mesh-allow-all")}
		chains = append(chains, chain(object{"prefix_ranges": everywhere()}, nil, tcpFilter(egressPrefix, log, to)))
		if !httpsUsed {
			// Without this chain, the chain to AWS would be selected for the port and refuse other
			// names.
			match := object{"prefix_ranges": everywhere(), "destination_port": httpsPort}
			chains = append(chains, chain(match, nil, tcpFilter(egressPrefix, log, to)))
		}
	}
	// A connection directly to the listener would be forwarded to itself in a loop.
	return append(chains, chain(object{
		"prefix_ranges": everywhere(), "destination_port": t.mapped(egressPort),
	}, nil))
}

// originalDestination adds a cluster that connects to the original destination of the
// application.
func (t *translator) originalDestination(name string) string {
	name = "cds_egress_" + t.mesh.key.Name() + "_" + name
	c := clusterOf(name, tcp, remoteTimeout, limits{})
	delete(c, "load_assignment")
	c["type"], c["lb_policy"] = "ORIGINAL_DST", "CLUSTER_PROVIDED"
	t.add(Clusters, name, c)
	return name
}

// httpsInspector returns the TLS inspector only for connections to 443. It waits for the
// client's first bytes, but in some protocols the server sends first.
func httpsInspector() object {
	o := tlsInspector()
	o["filter_disabled"] = object{"not_match": object{
		"destination_port_range": object{"start": httpsPort, "end": httpsPort + 1},
	}}
	return o
}
