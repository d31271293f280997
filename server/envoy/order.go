package envoy

import "cmp"

// Numbers of rules (server/internal/rules).
const (
	ruleDefaultRetry = 91
	ruleTrailingDot  = 99
)

// The kinds of paths, in the order in which they are tried (rule 81).
const (
	exactPath = iota
	regexPath
	prefixPath
)

// lastPriority is the priority of routes without one (rule 80).
const lastPriority = 1000

// rank is the position of a route among its siblings (rules 80 and 81).
type rank struct {
	priority int
	path     int // exactPath, regexPath or prefixPath
	length   int // of a prefix
	criteria int // method, scheme, host name, and each header, query parameter and metadata
	name     string
}

func (r rank) compare(s rank) int {
	return cmp.Or(
		cmp.Compare(r.priority, s.priority),
		cmp.Compare(r.path, s.path),
		cmp.Compare(s.length, r.length),
		cmp.Compare(s.criteria, r.criteria),
		cmp.Compare(r.name, s.name),
	)
}

func newRank(name string, priority *int32, c *criteria) rank {
	r := rank{priority: lastPriority, name: name, criteria: c.number(), path: prefixPath}
	if priority != nil {
		r.priority = int(*priority)
	}
	switch {
	case c.exact != nil:
		r.path = exactPath
	case c.regex != nil:
		r.path = regexPath
	default:
		r.length = len(c.prefix)
	}
	return r
}
