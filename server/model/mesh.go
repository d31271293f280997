package model

// Check finds nothing: no rule ties the fields of a mesh together.
func (s *MeshSpec) Check(func(rule int) bool) *Broken { return nil }

// Settle does nothing: an egress filter that was left out stays so.
func (s *MeshSpec) Settle() bool { return false }

// SettleStored does nothing.
func (s *MeshSpec) SettleStored() bool { return false }

// Facts are none: a mesh points at nothing.
func (s *MeshSpec) Facts() Facts { return Facts{} }
