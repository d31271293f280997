package model

// Check finds nothing: what a router's listeners may be depends on its routes.
func (s *VirtualRouterSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults does nothing.
func (s *VirtualRouterSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults does nothing: listeners that were left out stay so on Describe.
func (s *VirtualRouterSpec) ApplyDescribeDefaults() bool { return false }

// References names the listeners.
func (s *VirtualRouterSpec) References() (f References) {
	for i := range s.Listeners {
		f.Listeners = append(f.Listeners, s.Listeners[i].PortMapping.fact())
	}
	return f
}

func (p *PortMapping) fact() Listener {
	m := or(p)
	return Listener{Port: or(m.Port), Protocol: or(m.Protocol)}
}
