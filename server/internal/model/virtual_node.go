package model

// Check keeps the rules between the fields of a node (16, 28, 50, 51).
func (s *VirtualNodeSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	for i := range s.Backends {
		if b := s.Backends[i].VirtualService; b != nil {
			if n := javaLength(or(b.VirtualServiceName)); n < 1 || n > 255 {
				at := item("spec.backends", i) + ".virtualService.virtualServiceName"
				c.must(ruleBackendName, at, "have 1 to 255 characters")
			}
		}
	}
	facts := s.References().Listeners
	for i := range s.Listeners {
		s.Listeners[i].check(&c, item("spec.listeners", i), facts[i], facts)
	}
	switch {
	case s.ServiceDiscovery == nil && len(s.Listeners) > 0:
		c.must(ruleFields, "spec.serviceDiscovery", "be set, because the node has a listener")
	case s.ServiceDiscovery != nil && len(s.Listeners) == 0:
		c.refuse(ruleServiceDiscovery, "spec.serviceDiscovery", "Service Discovery can't be set without a listener.")
	}
	return c.broken
}

func (l *VirtualNodeListener) check(c *checker, at string, own Listener, all []Listener) {
	if p := l.ConnectionPool; p != nil {
		c.protocol(at+".connectionPool", own, p.Grpc != nil, p.Http != nil, p.Http2 != nil, p.Tcp != nil)
	}
	if h := l.HealthCheck; h != nil {
		c.healthCheck(at+".healthCheck", h.Port, or(h.Protocol), own, all)
	}
	if t := l.Timeout; t != nil {
		c.protocol(at+".timeout", own, t.Grpc != nil, t.Http != nil, t.Http2 != nil, t.Tcp != nil)
	}
}

// ApplyDefaults gives a health check without a port that of its listener (recorded).
func (s *VirtualNodeSpec) ApplyDefaults() (changed bool) {
	for i := range s.Listeners {
		l := &s.Listeners[i]
		if h := l.HealthCheck; h != nil && h.Port == nil && l.PortMapping != nil && l.PortMapping.Port != nil {
			h.Port, changed = ptr(*l.PortMapping.Port), true
		}
	}
	return changed
}

// ApplyDescribeDefaults makes backends that were left out the empty list (recorded).
func (s *VirtualNodeSpec) ApplyDescribeDefaults() bool {
	if s.Backends != nil {
		return false
	}
	s.Backends = []Backend{}
	return true
}

// References names the listeners and the backends.
func (s *VirtualNodeSpec) References() (f References) {
	for i := range s.Backends {
		if b := s.Backends[i].VirtualService; b != nil {
			f.Backends = append(f.Backends, or(b.VirtualServiceName))
		}
	}
	for i := range s.Listeners {
		f.Listeners = append(f.Listeners, s.Listeners[i].PortMapping.fact())
	}
	return f
}
