package model

// Check checks the listeners (rules 28, 51) and TLS (rules 67, 68).
func (s *VirtualGatewaySpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	if tls := deref(deref(s.BackendDefaults).ClientPolicy).Tls; tls != nil {
		tls.check(&c, "spec.backendDefaults.clientPolicy.tls")
	}
	all := s.References().Listeners
	for i := range s.Listeners {
		if c.violation != nil {
			break
		}
		s.Listeners[i].check(&c, item("spec.listeners", i), all[i], all)
	}
	return c.violation
}

func (l *VirtualGatewayListener) check(c *checker, path string, own Listener, all []Listener) {
	if p := l.ConnectionPool; p != nil {
		c.protocol(path, ".connectionPool.", own, p.Grpc != nil, p.Http != nil, p.Http2 != nil)
	}
	if h := l.HealthCheck; h != nil {
		c.healthCheck(path, h.Port, deref(h.Protocol), own, all)
	}
	if l.Tls != nil {
		l.Tls.check(c, path+".tls")
	}
}

// ApplyDefaults gives a health check without a port the port of its listener (rule 56).
func (s *VirtualGatewaySpec) ApplyDefaults() (changed bool) {
	for i := range s.Listeners {
		l := &s.Listeners[i]
		if l.HealthCheck != nil && applyHealthCheckPort(&l.HealthCheck.Port, deref(l.PortMapping).Port) {
			changed = true
		}
	}
	return changed
}

// ApplyDescribeDefaults changes nothing.
func (s *VirtualGatewaySpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns the listeners.
func (s *VirtualGatewaySpec) References() (refs References) {
	for i := range s.Listeners {
		m := deref(s.Listeners[i].PortMapping)
		refs.Listeners = append(refs.Listeners, Listener{Port: deref(m.Port), Protocol: deref(m.Protocol)})
	}
	return refs
}
