package routing

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// criterion is a condition in a match.
type criterion interface {
	// matches reports whether the request meets the condition.
	matches(r *request) bool
	// reason explains why the request does not meet the condition.
	reason(r *request) string
	// String returns the condition in the form that reasons use.
	String() string
}

// textCriterion compares a property of a request with a text.
type textCriterion struct {
	text  string // the whole condition
	value string
	get   func(*request) string
}

func (c *textCriterion) String() string { return c.text }

func (c *textCriterion) matches(r *request) bool { return c.get(r) == c.value }

func (c *textCriterion) reason(r *request) string {
	return got(c.text, c.get(r))
}

func methodCriterion(method string) criterion {
	return &textCriterion{"method " + method, method, func(r *request) string { return r.method }}
}

func schemeCriterion(scheme string) criterion {
	return &textCriterion{"scheme " + scheme, scheme, func(r *request) string { return r.scheme }}
}

// hostCriterion is the host name of a gateway route (ruleHostname).
type hostCriterion struct {
	text   string
	value  string // in lower case
	suffix bool
}

func newHostCriterion(m *model.GatewayRouteHostnameMatch) *hostCriterion {
	if m.Suffix != nil {
		return &hostCriterion{"host suffix " + *m.Suffix, strings.ToLower(strings.TrimPrefix(*m.Suffix, "*")), true}
	}
	exact := deref(m.Exact)
	return &hostCriterion{"host " + exact, strings.ToLower(exact), false}
}

func (c *hostCriterion) accepts(host string) bool {
	return host == c.value || c.suffix && strings.HasSuffix(host, c.value)
}

func (c *hostCriterion) String() string { return c.text }

func (c *hostCriterion) matches(r *request) bool {
	return c.accepts(r.hostname) || c.accepts(r.lowerHost)
}

func (c *hostCriterion) reason(r *request) string {
	return got(c.text, r.host)
}

// headerCriterion is a condition on a header, or on gRPC metadata (ruleHeaders).
type headerCriterion struct {
	text   string
	name   string // in lower case
	test   valueTest
	invert bool
}

func newHeaderCriterion(what, name string, test valueTest, invert bool) *headerCriterion {
	text := what + " " + name + ": "
	if invert {
		text += "not "
	}
	return &headerCriterion{text + test.String(), strings.ToLower(name), test, invert}
}

func (c *headerCriterion) String() string { return c.text }

// matches compares each value of a repeated header. An absent header meets only the condition
// that it is absent.
func (c *headerCriterion) matches(r *request) bool {
	values, present := r.values(c.name)
	if c.test.op == opPresent {
		return present != c.invert
	}
	if !present {
		return false
	}
	for _, v := range values {
		if c.test.accepts(v) {
			return !c.invert
		}
	}
	return c.invert
}

func (c *headerCriterion) reason(r *request) string {
	values, present := r.values(c.name)
	if !present {
		return gotNone(c.text)
	}
	return got(c.text, strings.Join(values, ", "))
}

// queryCriterion is a condition on a query parameter (ruleQuery).
type queryCriterion struct {
	text, name string
	exact      *string // nil tests presence
}

func newQueryCriterion(p *model.HttpQueryParameter) *queryCriterion {
	c := &queryCriterion{name: deref(p.Name)}
	if p.Match != nil {
		c.exact = p.Match.Exact
	}
	c.text = "query parameter " + c.name + ": present"
	if c.exact != nil {
		c.text = "query parameter " + c.name + ": exact \"" + *c.exact + "\""
	}
	return c
}

func (c *queryCriterion) String() string { return c.text }

func (c *queryCriterion) matches(r *request) bool {
	value, present := r.parameter(c.name)
	return present && (c.exact == nil || value == *c.exact)
}

func (c *queryCriterion) reason(r *request) string {
	value, present := r.parameter(c.name)
	if !present {
		return gotNone(c.text)
	}
	return got(c.text, value)
}
