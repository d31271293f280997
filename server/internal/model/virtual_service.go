package model

// Check returns nil: that a provider is a node or a router is a constraint of the model.
func (s *VirtualServiceSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults changes nothing: an absent provider stays absent.
func (s *VirtualServiceSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults changes nothing.
func (s *VirtualServiceSpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns the provider, which must exist (rule 7).
func (s *VirtualServiceSpec) References() (refs References) {
	if s.Provider == nil {
		return refs
	}
	if node := s.Provider.VirtualNode; node != nil {
		refs.Targets = append(refs.Targets, Target{Kind: "virtualNode", Name: deref(node.VirtualNodeName)})
	}
	if router := s.Provider.VirtualRouter; router != nil {
		refs.Targets = append(refs.Targets, Target{Kind: "virtualRouter", Name: deref(router.VirtualRouterName)})
	}
	return refs
}
