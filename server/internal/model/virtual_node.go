package model

import "slices"

// Check checks backends (rule 73), listeners (rules 28, 51), TLS (rules 67, 68) and
// service discovery (rules 28, 50, 70).
func (s *VirtualNodeSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	if tls := deref(deref(s.BackendDefaults).ClientPolicy).Tls; tls != nil {
		tls.check(&c, "spec.backendDefaults.clientPolicy.tls")
	}
	for i := range s.Backends {
		if b := s.Backends[i].VirtualService; b != nil && c.violation == nil {
			b.check(&c, i)
		}
	}
	all := s.References().Listeners
	for i := range s.Listeners {
		if c.violation != nil {
			break
		}
		s.Listeners[i].check(&c, item("spec.listeners", i), all[i], all)
	}
	switch {
	case s.ServiceDiscovery == nil && len(s.Listeners) > 0:
		c.must(ruleFields, "spec.serviceDiscovery", "be set, because the node has a listener")
	case s.ServiceDiscovery != nil && len(s.Listeners) == 0:
		c.refuse(ruleServiceDiscovery, "spec.serviceDiscovery", "Service Discovery can't be set without a listener.")
	}
	if m := deref(s.ServiceDiscovery).AwsCloudMap; m != nil {
		c.cloudMapName("spec.serviceDiscovery.awsCloudMap.namespaceName", deref(m.NamespaceName))
		c.cloudMapName("spec.serviceDiscovery.awsCloudMap.serviceName", deref(m.ServiceName))
	}
	return c.violation
}

func (b *VirtualServiceBackend) check(c *checker, i int) {
	if n := utf16Length(deref(b.VirtualServiceName)); n < 1 || n > 255 {
		c.must(ruleBackendName, item("spec.backends", i)+".virtualService.virtualServiceName",
			"have 1 to 255 characters")
	}
	if tls := deref(b.ClientPolicy).Tls; tls != nil {
		tls.check(c, item("spec.backends", i)+".virtualService.clientPolicy.tls")
	}
}

func (l *VirtualNodeListener) check(c *checker, path string, own Listener, all []Listener) {
	if p := l.ConnectionPool; p != nil {
		c.protocol(path, ".connectionPool.", own, p.Grpc != nil, p.Http != nil, p.Http2 != nil, p.Tcp != nil)
	}
	if h := l.HealthCheck; h != nil {
		c.healthCheck(path, h.Port, deref(h.Protocol), own, all)
	}
	if t := l.Timeout; t != nil {
		c.protocol(path, ".timeout.", own, t.Grpc != nil, t.Http != nil, t.Http2 != nil, t.Tcp != nil)
	}
	if l.Tls != nil {
		l.Tls.check(c, path+".tls")
	}
}

// cloudMapName checks the name of a Cloud Map namespace or service (rule 70).
func (c *checker) cloudMapName(path, name string) {
	for i := range len(name) {
		b := name[i]
		if (b < 'a' || 'z' < b) && (b < 'A' || 'Z' < b) && (b < '0' || '9' < b) && b != '-' && b != '_' && b != '.' {
			c.must(ruleCloudMap, path, "hold letters, digits, '-', '_' and '.' only")
			return
		}
	}
}

// ApplyDefaults gives a health check without a port the port of its listener (rule 56).
func (s *VirtualNodeSpec) ApplyDefaults() (changed bool) {
	for i := range s.Listeners {
		l := &s.Listeners[i]
		if l.HealthCheck != nil && applyHealthCheckPort(&l.HealthCheck.Port, deref(l.PortMapping).Port) {
			changed = true
		}
	}
	return changed
}

// ApplyDescribeDefaults makes absent backends an empty list (rule 56) and removes
// duplicate ones (rule 66). With rule 30 relaxed, absent listeners become an empty list.
func (s *VirtualNodeSpec) ApplyDescribeDefaults(inForce func(rule int) bool) (changed bool) {
	if s.Backends == nil {
		s.Backends, changed = []Backend{}, true
	}
	if s.Listeners == nil && !inForce(ruleNodeListeners) {
		s.Listeners, changed = []VirtualNodeListener{}, true
	}
	if names := s.backendNames(); len(names) < len(s.Backends) {
		seen := make(map[string]bool, len(names))
		s.Backends = slices.DeleteFunc(s.Backends, func(b Backend) bool {
			name := deref(deref(b.VirtualService).VirtualServiceName)
			twice := seen[name]
			seen[name] = true
			return twice
		})
		changed = true
	}
	return changed
}

// backendNames returns the virtual services of the backends, each once.
func (s *VirtualNodeSpec) backendNames() (names []string) {
	const smallList = 16 // the largest list for which a linear search is faster than a map
	var seen map[string]bool
	if len(s.Backends) > smallList {
		seen = make(map[string]bool, len(s.Backends))
	}
	for i := range s.Backends {
		name := deref(deref(s.Backends[i].VirtualService).VirtualServiceName)
		if seen == nil && slices.Contains(names, name) || seen[name] {
			continue
		}
		if seen != nil {
			seen[name] = true
		}
		names = append(names, name)
	}
	return names
}

// References returns the listeners and the backends.
func (s *VirtualNodeSpec) References() (refs References) {
	refs.Backends = s.backendNames()
	for i := range s.Listeners {
		refs.Listeners = append(refs.Listeners, s.Listeners[i].PortMapping.listener())
	}
	return refs
}
