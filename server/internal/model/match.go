package model

import "strings"

// Rules for the matches of routes and of gateway routes (rule 28).

// path checks that a match has at most one of prefix and path, and that a path is either
// exact or a regular expression.
func (c *checker) path(at string, prefix *string, path *HttpPathMatch) {
	if path == nil {
		return
	}
	c.exactlyOne(at+".path", "exact and regex", path.Exact != nil, path.Regex != nil)
	if prefix != nil {
		c.must(ruleFields, at+".prefix", "not be set together with path")
	}
}

// rangeMatch checks that the end of a range is greater than its start.
func (c *checker) rangeMatch(at string, r *MatchRange) {
	if r != nil && deref(r.End) <= deref(r.Start) {
		c.must(ruleFields, at+".match.range.end", "be greater than start")
	}
}

// hasAnyPrefix reports whether s begins with one of the prefixes.
func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
