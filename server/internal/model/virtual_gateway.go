package model

// Check keeps the rules between the fields of a gateway (28, 51).
func (s *VirtualGatewaySpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	facts := s.References().Listeners
	for i := range s.Listeners {
		l, own, at := &s.Listeners[i], facts[i], item("spec.listeners", i)
		if p := l.ConnectionPool; p != nil {
			c.protocol(at+".connectionPool", own, p.Grpc != nil, p.Http != nil, p.Http2 != nil)
		}
		if h := l.HealthCheck; h != nil {
			c.healthCheck(at+".healthCheck", h.Port, or(h.Protocol), own, facts)
		}
	}
	return c.broken
}

// ApplyDefaults gives a health check without a port that of its listener (recorded).
func (s *VirtualGatewaySpec) ApplyDefaults() (changed bool) {
	for i := range s.Listeners {
		l := &s.Listeners[i]
		if h := l.HealthCheck; h != nil && h.Port == nil && l.PortMapping != nil && l.PortMapping.Port != nil {
			h.Port, changed = ptr(*l.PortMapping.Port), true
		}
	}
	return changed
}

// ApplyDescribeDefaults does nothing.
func (s *VirtualGatewaySpec) ApplyDescribeDefaults() bool { return false }

// References names the listeners.
func (s *VirtualGatewaySpec) References() (f References) {
	for i := range s.Listeners {
		m := or(s.Listeners[i].PortMapping)
		f.Listeners = append(f.Listeners, Listener{Port: or(m.Port), Protocol: or(m.Protocol)})
	}
	return f
}
