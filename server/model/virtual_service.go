package model

// Check finds nothing: that a provider is a node or a router is the model's.
func (s *VirtualServiceSpec) Check(func(rule int) bool) *Broken { return nil }

// Settle does nothing: a service without a provider stays so.
func (s *VirtualServiceSpec) Settle() bool { return false }

// SettleStored does nothing.
func (s *VirtualServiceSpec) SettleStored() bool { return false }

// Facts names the provider, which must exist (rule 7).
func (s *VirtualServiceSpec) Facts() (f Facts) {
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
