package rules

import "fmt"

// maxNumber is the largest possible rule number.
const maxNumber = 127

// Set records which rules are relaxed. The zero Set relaxes none.
type Set struct{ relaxed [maxNumber + 1]bool }

// NewSet returns the set in which the rules with the given numbers are relaxed. It returns an
// error if there is no such rule, or if the rule cannot be relaxed: only assumed rules can
// be, unless they are fixed.
func NewSet(relaxed []int) (Set, error) {
	var s Set
	for _, n := range relaxed {
		rule, ok := find(n)
		switch {
		case !ok:
			return s, fmt.Errorf("rule %d: there is no such rule; they are numbered from 1 to %d", n,
				all[len(all)-1].Number)
		case rule.Basis != Assumed:
			return s, fmt.Errorf(
				"the basis of rule %d is %s, so it cannot be relaxed: %s",
				n,
				rule.Basis,
				rule.Sentence,
			)
		case rule.Relaxed == "":
			return s, fmt.Errorf("rule %d cannot be relaxed: %s", n, rule.Fixed)
		}
		s.relaxed[n] = true
	}
	return s, nil
}

// InForce reports whether the rule with the given number, which must exist, is not relaxed.
func (s *Set) InForce(number int) bool { return !s.relaxed[number] }
