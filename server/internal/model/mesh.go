package model

// Check finds nothing: no rule ties the fields of a mesh together.
func (s *MeshSpec) Check(func(rule int) bool) *RuleViolation { return nil }

// ApplyDefaults does nothing: an egress filter that was left out stays so.
func (s *MeshSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults does nothing.
func (s *MeshSpec) ApplyDescribeDefaults() bool { return false }

// References are none: a mesh points at nothing.
func (s *MeshSpec) References() References { return References{} }
