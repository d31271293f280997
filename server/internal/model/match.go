package model

import "strings"

// What the matches of routes and gateway routes have in common (rule 28).

// path keeps the rules of a prefix and a path: one of them at most, a prefix
// that begins with a slash, a path that is exact or a regex.
func (c *checker) path(at string, prefix *string, path *HttpPathMatch) {
	if path != nil {
		c.exactlyOne(at+".path", "exact and regex", path.Exact != nil, path.Regex != nil)
	}
	if prefix == nil {
		return
	}
	if !strings.HasPrefix(*prefix, "/") {
		c.must(ruleFields, at+".prefix", "start with /")
	}
	if path != nil {
		c.must(ruleFields, at+".prefix", "not be set together with path")
	}
}

// span wants a range to end above its start.
func (c *checker) span(at string, r *MatchRange) {
	if r != nil && or(r.End) <= or(r.Start) {
		c.must(ruleFields, at+".match.range.end", "be greater than start")
	}
}

func (c *checker) header(at string, m *HeaderMatchMethod) {
	if m != nil {
		c.span(at, m.Range)
	}
}
