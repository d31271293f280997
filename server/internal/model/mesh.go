package model

// Check returns nil: there are no rules between the members of a mesh.
func (s *MeshSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults changes nothing: an absent egress filter stays absent.
func (s *MeshSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults changes nothing.
func (s *MeshSpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns nothing: a mesh refers to no other resource.
func (s *MeshSpec) References() References { return References{} }
