package routing

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// lowestPriority is the priority of a route without one (rulePriority).
const lowestPriority = 1000

// listener is a port and its protocol.
type listener struct {
	port     int
	protocol string
}

func newListener(m *model.PortMapping) listener {
	if m == nil {
		return listener{}
	}
	return listener{int(deref(m.Port)), deref(m.Protocol)}
}

func findPort(all []listener, port int) (listener, bool) {
	for _, l := range all {
		if l.port == port {
			return l, true
		}
	}
	return listener{}, false
}

// candidate is the part of a route or gateway route that matters for matching.
type candidate struct {
	ref, name   string
	protocol    string // of matching requests
	port        int    // the port of the matching listener; 0 for all
	priority    int
	prioritized bool // the spec has a priority
	path        pathCriterion
	others      []criterion
	weightless  bool   // all weights are 0 (ruleWeights)
	flaw        string // why no proxy can use it, or ""
	flawCode    Code   // of the finding for the flaw
}

// setPriority sets the priority in a spec.
func (c *candidate) setPriority(p *int32) {
	c.priority, c.prioritized = lowestPriority, p != nil
	if p != nil {
		c.priority = int(*p)
	}
}

// setInvalid records an error that keeps the candidate out of every proxy.
func (c *candidate) setInvalid(code Code, err error) {
	if err != nil && c.flaw == "" {
		c.flaw, c.flawCode = err.Error(), code
	}
}

// setHTTPPath sets the path criterion of an HTTP match.
func (c *candidate) setHTTPPath(prefix *string, path *model.HttpPathMatch) {
	var err error
	switch {
	case path != nil && path.Exact != nil:
		c.path = exactPath(*path.Exact)
	case path != nil && path.Regex != nil:
		c.path, err = regexPath(*path.Regex)
	case prefix != nil:
		c.path = prefixPath(*prefix)
	default:
		c.path = pathCriterion{kind: pathPrefix, value: "/", text: "any path"}
	}
	c.setInvalid(InvalidMatch, err)
}

func (c *candidate) addHeader(what string, name *string, m *model.HeaderMatchMethod, invert *bool) {
	test, err := newValueTest(m)
	if err != nil {
		c.setInvalid(InvalidMatch, fmt.Errorf("%s %s: %w", what, deref(name), err))
	}
	if strings.ContainsFunc(deref(name), unicode.IsControl) {
		c.setInvalid(InvalidMatch, fmt.Errorf("%s %q: the name has control characters", what, deref(name)))
	}
	c.others = append(c.others, newHeaderCriterion(what, deref(name), test, deref(invert)))
}

func (c *candidate) addQuery(p *model.HttpQueryParameter) {
	if deref(p.Name) == "" {
		c.setInvalid(InvalidMatch, errors.New("the name of a query parameter is empty"))
	}
	c.others = append(c.others, newQueryCriterion(p))
}

// because returns the criteria of the candidate, all of which a request met.
func (c *candidate) because() []string {
	texts := make([]string, 0, len(c.others)+2)
	texts = append(texts, c.path.text)
	for _, each := range c.others {
		texts = append(texts, each.String())
	}
	if c.prioritized {
		texts = append(texts, "priority "+strconv.Itoa(c.priority))
	}
	return texts
}

// matches reports whether the candidate matches a request on a listener.
func (c *candidate) matches(l listener, r *request) bool {
	if c.flaw != "" || c.protocol != l.protocol || c.port != 0 && c.port != l.port || !c.path.matches(r) {
		return false
	}
	for _, each := range c.others {
		if !each.matches(r) {
			return false
		}
	}
	return true
}

// reason returns the first reason why the candidate does not match a request on a listener.
func (c *candidate) reason(l listener, r *request) string {
	switch {
	case c.flaw != "":
		return c.flaw
	case c.protocol != l.protocol:
		return "it is for " + c.protocol + ", the listener speaks " + l.protocol
	case c.port != 0 && c.port != l.port:
		return "it is for port " + strconv.Itoa(c.port)
	case !c.path.matches(r):
		return c.path.reason(r)
	}
	for _, each := range c.others {
		if !each.matches(r) {
			return each.reason(r)
		}
	}
	return "all its weights are 0"
}

// compareCandidates compares candidates by the order in which they are tried (rulePriority,
// ruleOrder).
func compareCandidates(a, b *candidate) int {
	byPath := cmp.Compare(a.path.kind, b.path.kind)
	if byPath == 0 && a.path.kind == pathPrefix {
		byPath = cmp.Compare(len(b.path.value), len(a.path.value))
	}
	return cmp.Or(
		cmp.Compare(a.priority, b.priority),
		byPath,
		cmp.Compare(len(b.others), len(a.others)),
		cmp.Compare(a.name, b.name),
	)
}

// choice is the result of trying candidates.
type choice struct {
	index      int // of the candidate that matches, or -1
	losers     Losers
	weightless bool // a candidate without weights matched
}

// choose tries candidates in order.
func choose(all []*candidate, l listener, r *request) choice {
	c := choice{index: -1}
	tried := len(all)
	for i, one := range all {
		if !one.matches(l, r) {
			continue
		}
		if !one.weightless {
			c.index, tried = i, i
			break
		}
		c.weightless = true
	}
	if tried > 0 {
		c.losers = Losers{tried: all[:tried], attempt: &attempt{l, *r}}
	}
	return c
}
