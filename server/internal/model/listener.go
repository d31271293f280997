package model

// Rules for the listeners of virtual nodes and of virtual gateways.

// protocols lists the members of a connection pool or a timeout, in the order of the
// arguments of checker.protocol.
var protocols = [...]string{"grpc", "http", "http2", "tcp"}

// protocol checks that a listener's connection pool or timeout has only the member for the
// listener's protocol (rule 28).
func (c *checker) protocol(path, name string, own Listener, set ...bool) {
	for i, is := range set {
		if is && protocols[i] != own.Protocol {
			c.must(ruleFields, path+name+protocols[i], "not be set: the protocol of the listener is "+own.Protocol)
		}
	}
}

// healthCheck checks a listener's health check: its port must be the port of a listener (rule
// 28), and its protocol can be grpc only if the listener's protocol is http2 or grpc (rule
// 51).
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

// applyHealthCheckPort sets the port of a health check without a port to the listener's port
// (rule 56). It reports whether it changed the health check.
func applyHealthCheckPort(port **int32, mapping *int32) bool {
	if *port != nil || mapping == nil {
		return false
	}
	n := *mapping
	*port = &n
	return true
}
