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

// lowestPriority stands for a priority that is not given (rulePriority).
const lowestPriority = 1000

// listener is a port and the protocol that is spoken on it.
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

// candidate is a route or a gateway route as far as matching is concerned.
type candidate struct {
	ref, name   string
	protocol    string // of requests that it applies to
	port        int    // of the only listener that it applies to; 0: all
	priority    int
	prioritized bool // the spec has a priority
	path        pathCriterion
	others      []criterion
	weightless  bool   // all weights are 0 (ruleWeights)
	flaw        string // why no proxy can have it; "" if it can
	flawCode    Code   // of the finding for the flaw
}

// setPriority sets the priority of a spec.
func (c *candidate) setPriority(p *int32) {
	c.priority, c.prioritized = lowestPriority, p != nil
	if p != nil {
		c.priority = int(*p)
	}
}

// broken notes an error that keeps the candidate out of every proxy.
func (c *candidate) broken(code Code, err error) {
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
	c.broken(InvalidMatch, err)
}

func (c *candidate) addHeader(what string, name *string, m *model.HeaderMatchMethod, invert *bool) {
	test, err := newValueTest(m)
	if err != nil {
		c.broken(InvalidMatch, fmt.Errorf("%s %s: %w", what, deref(name), err))
	}
	if strings.ContainsFunc(deref(name), unicode.IsControl) {
		c.broken(InvalidMatch, fmt.Errorf("%s %q: the name has control characters", what, deref(name)))
	}
	c.others = append(c.others, newHeaderCriterion(what, deref(name), test, deref(invert)))
}

func (c *candidate) addQuery(p *model.HttpQueryParameter) {
	if deref(p.Name) == "" {
		c.broken(InvalidMatch, errors.New("the name of a query parameter is empty"))
	}
	c.others = append(c.others, newQueryCriterion(p))
}

// because returns what the candidate matches, for a request that met all of it.
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

// matches reports whether a request on a listener matches.
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

// reason returns the first reason why a request on a listener is not for the candidate.
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

// compareCandidates orders candidates as they are tried (rulePriority, ruleOrder).
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

// choice is the outcome of trying candidates.
type choice struct {
	index      int // of the one that matches; -1 if none does
	losers     Losers
	weightless bool // a candidate without weights matched
}

// choose tries candidates in their order.
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
