// Package rules holds the numbered statements about the behaviour of App Mesh that
// this project reproduces, each with its basis and its source.
package rules

import (
	"fmt"
	"slices"
)

// Basis is the kind of evidence behind a rule.
type Basis string

// The bases, the strongest first.
const (
	Recorded   Basis = "recorded"   // seen in real output of the service
	Documented Basis = "documented" // stated by AWS's documentation or the App Mesh team
	Model      Basis = "model"      // stated by AWS's API model
	Assumed    Basis = "assumed"    // decided here, because the record is silent
)

// Rule is one statement about the behaviour of App Mesh. Its number never changes. It
// appears in the code that implements the rule, in the test that checks it, and in the
// header x-appmesh-mock-rule of a refused request.
type Rule struct {
	Number   int    `json:"number"`
	Basis    Basis  `json:"basis"`
	Sentence string `json:"sentence"`
	Source   string `json:"source"`
}

// all holds the rules sorted by number. Numbers may be missing.
var all = slices.Concat(api, listeners)

// All returns the rules, sorted by number. The caller may modify the result.
func All() []Rule { return slices.Clone(all) }

// Lookup returns the rule with the given number, and whether there is one.
func Lookup(number int) (Rule, bool) {
	i, ok := slices.BinarySearchFunc(all, number, func(r Rule, number int) int { return r.Number - number })
	if !ok {
		return Rule{}, false
	}
	return all[i], true
}

// maxNumber is the largest possible rule number.
const maxNumber = 127

// Set records which rules are relaxed. The zero Set relaxes none.
type Set struct{ relaxed [maxNumber + 1]bool }

// NewSet returns the set in which the rules with the given numbers are relaxed. It fails
// if a number belongs to no rule, or to a rule that is not assumed: what is known about
// App Mesh cannot be relaxed.
func NewSet(relaxed []int) (Set, error) {
	var s Set
	for _, n := range relaxed {
		rule, ok := Lookup(n)
		if !ok {
			return s, fmt.Errorf("rule %d: there is no such rule; they are numbered from 1 to %d", n, all[len(all)-1].Number)
		}
		if rule.Basis != Assumed {
			return s, fmt.Errorf("rule %d is %s, so it cannot be relaxed: %s", n, rule.Basis, rule.Sentence)
		}
		s.relaxed[n] = true
	}
	return s, nil
}

// InForce reports whether the rule with the given number, which must exist, is not relaxed.
func (s *Set) InForce(number int) bool { return !s.relaxed[number] }
