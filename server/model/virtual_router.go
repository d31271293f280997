package model

// Check finds nothing: what a router's listeners may be depends on its routes.
func (s *VirtualRouterSpec) Check(func(rule int) bool) *Broken { return nil }

// Settle does nothing.
func (s *VirtualRouterSpec) Settle() bool { return false }

// SettleStored does nothing: listeners that were left out stay so on Describe.
func (s *VirtualRouterSpec) SettleStored() bool { return false }

// Facts names the listeners.
func (s *VirtualRouterSpec) Facts() (f Facts) {
	for i := range s.Listeners {
		f.Listeners = append(f.Listeners, s.Listeners[i].PortMapping.fact())
	}
	return f
}

func (p *PortMapping) fact() Listener {
	m := or(p)
	return Listener{Port: or(m.Port), Protocol: or(m.Protocol)}
}
