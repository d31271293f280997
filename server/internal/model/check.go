package model

import "strconv"

// checker checks the rules between the members of a spec. It keeps the first violation of
// a rule that is in force.
type checker struct {
	inForce   func(rule int) bool
	violation *RuleViolation
	ports     map[int32]bool // of the listeners; nil until needed
}

// refuse records a violation with the given message.
func (c *checker) refuse(rule int, member, text string) {
	if c.violation == nil && c.inForce(rule) {
		c.violation = &RuleViolation{Rule: rule, Member: member, Text: text}
	}
}

// must records a violation with the message "<member> must <requirement>".
func (c *checker) must(rule int, member, requirement string) {
	c.refuse(rule, member, member+" must "+requirement)
}

// exactlyOne checks that exactly one member of a structure is set. The documentation, but not
// the model, declares these structures as unions (rule 28).
func (c *checker) exactlyOne(path, names string, set ...bool) {
	if count(set) != 1 {
		c.must(ruleFields, path, "have exactly one of "+names)
	}
}

func count(set []bool) (n int) {
	for _, is := range set {
		if is {
			n++
		}
	}
	return n
}

// item returns the path of an item of a list; i counts from 0.
func item(list string, i int) string {
	return list + "." + strconv.Itoa(i+1) + ".member"
}
