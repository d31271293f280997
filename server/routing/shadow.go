package routing

import (
	"regexp"
	"slices"
	"strings"
)

// checkOrder reports candidates that never receive a request, because an earlier candidate
// matches all their requests. The candidates are in the order in which they are tried.
func (a *analysis) checkOrder(all []*candidate) {
	for j, late := range all {
		if late.flaw != "" {
			continue
		}
		for _, early := range all[:j] {
			if early.flaw != "" || early.weightless || !early.covers(late) {
				continue
			}
			severity := Warning
			if late.protocol == protocolTCP { // a proxy cannot have a second TCP route
				severity = Error
			}
			if early.priority == late.priority && late.covers(early) {
				a.addAs(severity, AmbiguousRoutes, late.ref, "spec",
					"%s has the same match and the same priority; it comes first because of its name", early.ref)
			} else {
				a.addAs(severity, ShadowedRoute, late.ref, "spec",
					"%s comes first and matches every request that it matches", early.ref)
			}
			break
		}
	}
}

// covers reports whether c certainly matches every request that o matches.
func (c *candidate) covers(o *candidate) bool {
	if c.protocol != o.protocol || c.port != 0 && c.port != o.port || !c.path.covers(&o.path) {
		return false
	}
	for _, own := range c.others {
		if !slices.ContainsFunc(o.others, func(other criterion) bool { return covers(own, other) }) {
			return false
		}
	}
	return true
}

func (c *pathCriterion) covers(o *pathCriterion) bool {
	if c.matchesAll() {
		return true
	}
	switch {
	case o.kind == pathExact:
		return c.accepts(o.value)
	case c.kind == pathPrefix && o.kind == pathPrefix:
		return strings.HasPrefix(o.value, c.value)
	case c.kind == pathPrefix:
		return strings.HasPrefix(literalPrefix(o.value), c.value)
	default:
		return c.kind == o.kind && c.value == o.value
	}
}

// matchesAll reports whether the criterion certainly matches every path. Paths begin with a
// slash.
func (c *pathCriterion) matchesAll() bool {
	if c.kind == pathRegex {
		return c.value == ".*" || c.value == "/.*"
	}
	return c.kind == pathPrefix && (c.value == "/" || c.value == "")
}

// literalPrefix returns the literal text with which each match of a regular expression
// begins.
func literalPrefix(regex string) string {
	re, err := regexp.Compile(regex)
	if err != nil {
		return ""
	}
	prefix, _ := re.LiteralPrefix()
	return prefix
}

// covers reports whether every request that meets o certainly meets c.
func covers(c, o criterion) bool {
	switch c := c.(type) {
	case *textCriterion:
		o, ok := o.(*textCriterion)
		return ok && c.text == o.text
	case *hostCriterion:
		o, ok := o.(*hostCriterion)
		return ok && (c.value == o.value && c.suffix == o.suffix || c.suffix && strings.HasSuffix(o.value, c.value))
	case *headerCriterion:
		o, ok := o.(*headerCriterion)
		return ok && c.name == o.name && c.covers(o)
	case *queryCriterion:
		o, ok := o.(*queryCriterion)
		return ok && c.name == o.name && (c.exact == nil || o.exact != nil && *c.exact == *o.exact)
	default:
		return false
	}
}

// covers compares two conditions on the same header.
func (c *headerCriterion) covers(o *headerCriterion) bool {
	switch {
	case c.invert == o.invert && c.test.op == o.test.op && c.test.same(&o.test):
		return true
	case c.test.op == opPresent:
		return !c.invert && (o.test.op != opPresent || !o.invert) // all other conditions require the header, too
	case c.invert || o.invert:
		return false
	default:
		return c.test.covers(&o.test)
	}
}

func (t *valueTest) same(o *valueTest) bool {
	return t.text == o.text && t.start == o.start && t.end == o.end
}

// covers reports whether t accepts each value that o accepts.
func (t *valueTest) covers(o *valueTest) bool {
	switch {
	case o.op == opExact:
		return t.accepts(o.text)
	case t.op == opRange && o.op == opRange:
		return t.start <= o.start && t.end >= o.end
	case t.op == opPrefix && o.op == opPrefix:
		return strings.HasPrefix(o.text, t.text)
	case t.op == opSuffix && o.op == opSuffix:
		return strings.HasSuffix(o.text, t.text)
	default:
		return false
	}
}
