package server

import "github.com/appmesh-mock/appmesh-mock/server/internal/rules"

// Basis is the kind of evidence behind a rule.
type Basis = rules.Basis

// The bases, the strongest first.
const (
	Recorded   = rules.Recorded
	Documented = rules.Documented
	Model      = rules.Model
	Assumed    = rules.Assumed
)

// Rule is one statement about the behaviour of App Mesh.
type Rule = rules.Rule

// Rules returns all rules, sorted by number. The caller may modify the result.
func Rules() []Rule { return rules.All() }

// InForce reports whether this server follows the rule with the given number: whether
// there is such a rule and it is not relaxed.
func (s *Server) InForce(rule int) bool {
	_, ok := rules.Lookup(rule)
	return ok && s.rules.InForce(rule)
}
