package model

// Rules that listeners of virtual nodes and virtual gateways have in common.

// protocols are the members of a connection pool or a timeout, in the order of the
// arguments of checker.protocol.
var protocols = [...]string{"grpc", "http", "http2", "tcp"}

// protocol checks that of a listener's connection pool or timeout, only the member of the
// listener's own protocol is set (rule 28).
func (c *checker) protocol(path, name string, own Listener, set ...bool) {
	for i, is := range set {
		if is && protocols[i] != own.Protocol {
			c.must(ruleFields, path+name+protocols[i], "not be set: the protocol of the listener is "+own.Protocol)
		}
	}
}

// healthCheck checks that the health check of the listener at the path uses the port of a
// listener (rule 28), and that its protocol is grpc only on a listener that carries gRPC
// (rule 51).
func (c *checker) healthCheck(path string, port *int32, protocol string, own Listener, all []Listener) {
	if port != nil && *port != own.Port && !c.hasPort(*port, all) {
		c.must(ruleFields, path+".healthCheck.port", "be the port of a listener")
	}
	if protocol == "grpc" && own.Protocol != "http2" && own.Protocol != "grpc" {
		c.refuse(ruleGRPCHealthCheck, path+".healthCheck.protocol",
			"GRPC HealthCheck requires listener type of HTTP2 or GRPC.")
	}
}

// hasPort reports whether a listener has the port.
func (c *checker) hasPort(port int32, all []Listener) bool {
	if c.ports == nil {
		c.ports = make(map[int32]bool, len(all))
		for _, l := range all {
			c.ports[l.Port] = true
		}
	}
	return c.ports[port]
}

// applyHealthCheckPort sets the port of a health check that has none to that of its
// listener (rule 56), and reports whether it did.
func applyHealthCheckPort(port **int32, mapping *int32) bool {
	if *port != nil || mapping == nil {
		return false
	}
	n := *mapping
	*port = &n
	return true
}
