package model

// Check returns nil: the rules for a router's listeners depend on its routes.
func (s *VirtualRouterSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults changes nothing.
func (s *VirtualRouterSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults changes nothing: absent listeners stay absent (recorded).
func (s *VirtualRouterSpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns the listeners.
func (s *VirtualRouterSpec) References() (refs References) {
	for i := range s.Listeners {
		refs.Listeners = append(refs.Listeners, s.Listeners[i].PortMapping.listener())
	}
	return refs
}
