package model

// What the listeners of nodes and gateways have in common.

// protocol wants the member that is set, of grpc, http, http2 and tcp, to be
// that of the listener (rule 28).
func (c *checker) protocol(at string, own Listener, set ...bool) {
	for i, name := range []string{"grpc", "http", "http2", "tcp"} {
		if i < len(set) && set[i] && name != own.Protocol {
			c.must(ruleFields, at+"."+name, "not be set: the protocol of the listener is "+own.Protocol)
		}
	}
}

// healthCheck keeps the rules of a health check: its port is a listener's
// (rule 28), and grpc needs a listener that speaks it (rule 51, recorded).
func (c *checker) healthCheck(at string, port *int32, protocol string, own Listener, all []Listener) {
	if port != nil {
		found := false
		for _, l := range all {
			found = found || l.Port == *port
		}
		if !found {
			c.must(ruleFields, at+".port", "be the port of a listener")
		}
	}
	if protocol == "grpc" && own.Protocol != "http2" && own.Protocol != "grpc" {
		c.refuse(ruleGrpcHealthCheck, at+".protocol", "GRPC HealthCheck requires listener type of HTTP2 or GRPC.")
	}
}

func ptr[T any](v T) *T { return &v }
