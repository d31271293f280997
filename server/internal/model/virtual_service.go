package model

// Check finds nothing: that a provider is a node or a router is the model's.
func (s *VirtualServiceSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults does nothing: a service without a provider stays so.
func (s *VirtualServiceSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults does nothing.
func (s *VirtualServiceSpec) ApplyDescribeDefaults() bool { return false }

// References names the provider, which must exist (rule 7).
func (s *VirtualServiceSpec) References() (f References) {
	if s.Provider == nil {
		return f
	}
	if node := s.Provider.VirtualNode; node != nil {
		f.Targets = append(f.Targets, Target{Kind: "virtualNode", Name: or(node.VirtualNodeName)})
	}
	if router := s.Provider.VirtualRouter; router != nil {
		f.Targets = append(f.Targets, Target{Kind: "virtualRouter", Name: or(router.VirtualRouterName)})
	}
	return f
}
