package envoy

import (
	"regexp"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// candidate is the part of a route or gateway route that determines which requests it gets.
type candidate struct {
	ref      string
	name     string
	rank     rank
	protocol string
	criteria *criteria
}

func newCandidate(kind, parent, name string) candidate {
	return candidate{ref: kind + "/" + parent + "/" + name, name: name, criteria: &criteria{}}
}

// applies reports whether the candidate applies to the listener on a port (rule 89).
func (c *candidate) applies(on port) bool {
	return c.protocol == on.protocol && (c.criteria.port == nil || int(*c.criteria.port) == on.number)
}

// criteria are the conditions of a route or gateway route of any protocol.
type criteria struct {
	exact    *string // path
	regex    *string // path
	prefix   string  // path, if exact and regex are nil
	port     *int32
	method   *string
	scheme   *string
	hostname *model.GatewayRouteHostnameMatch
	headers  []header
	queries  []model.HttpQueryParameter
}

// header is a criterion on a header or on the metadata of a gRPC call.
type header struct {
	name   string
	invert bool
	match  *model.HeaderMatchMethod
}

// number returns the number of criteria other than the path (rule 81).
func (c *criteria) number() int {
	n := len(c.headers) + len(c.queries)
	for _, has := range []bool{c.method != nil, c.scheme != nil, c.hostname != nil} {
		if has {
			n++
		}
	}
	return n
}

// setPath sets the path that an HTTP route matches. Without a path, the route matches all
// paths.
func (c *criteria) setPath(prefix *string, path *model.HttpPathMatch) {
	c.prefix = "/"
	if prefix != nil {
		c.prefix = *prefix
	}
	if path != nil {
		c.exact, c.regex = path.Exact, path.Regex
	}
}

// setMethod sets the path that a gRPC route matches: /SERVICE/METHOD.
func (c *criteria) setMethod(service, method *string) {
	switch {
	case service != nil && method != nil:
		path := "/" + *service + "/" + *method
		c.exact = &path
	case method != nil: // forbidden by the documentation of the model
		path := "/[^/]+/" + regexp.QuoteMeta(*method)
		c.regex = &path
	case service != nil:
		c.prefix = "/" + *service + "/"
	default:
		c.prefix = "/"
	}
}

func httpCriteria(m *model.HttpRouteMatch) *criteria {
	c := &criteria{port: m.Port, method: m.Method, scheme: m.Scheme, queries: m.QueryParameters}
	c.setPath(m.Prefix, m.Path)
	for _, h := range m.Headers {
		c.headers = append(c.headers, header{text(h.Name), value(h.Invert), h.Match})
	}
	return c
}

func grpcCriteria(m *model.GrpcRouteMatch) *criteria {
	c := &criteria{port: m.Port}
	c.setMethod(m.ServiceName, m.MethodName)
	for _, h := range m.Metadata {
		c.headers = append(c.headers, header{text(h.Name), value(h.Invert), (*model.HeaderMatchMethod)(h.Match)})
	}
	return c
}

func httpGatewayCriteria(m *model.HttpGatewayRouteMatch) *criteria {
	c := &criteria{port: m.Port, method: m.Method, hostname: m.Hostname, queries: m.QueryParameters}
	c.setPath(m.Prefix, m.Path)
	for _, h := range m.Headers {
		c.headers = append(c.headers, header{text(h.Name), value(h.Invert), h.Match})
	}
	return c
}

func grpcGatewayCriteria(m *model.GrpcGatewayRouteMatch) *criteria {
	c := &criteria{port: m.Port, hostname: m.Hostname}
	c.setMethod(m.ServiceName, nil)
	for _, h := range m.Metadata {
		c.headers = append(c.headers, header{text(h.Name), value(h.Invert), (*model.HeaderMatchMethod)(h.Match)})
	}
	return c
}

// match returns Envoy's match, or an error if Envoy would refuse it.
func (c *criteria) match() (object, error) {
	m := object{}
	switch {
	case c.exact != nil:
		m["path"] = *c.exact
	case c.regex != nil:
		if err := checkRegex(*c.regex); err != nil {
			return nil, err
		}
		m["safe_regex"] = object{"regex": *c.regex}
	default:
		m["prefix"] = c.prefix
	}
	headers, err := c.headerMatches()
	if err != nil {
		return nil, err
	}
	if len(headers) > 0 {
		m["headers"] = headers
	}
	var queries []object
	for _, q := range c.queries {
		if text(q.Name) == "" {
			return nil, errEmptyName
		}
		query := object{"name": text(q.Name), "present_match": true}
		if q.Match != nil && q.Match.Exact != nil {
			query = object{"name": text(q.Name), "string_match": object{"exact": *q.Match.Exact}}
		}
		queries = append(queries, query)
	}
	if queries != nil {
		m["query_parameters"] = queries
	}
	return m, nil
}

func (c *criteria) headerMatches() (list []object, err error) {
	if c.hostname != nil {
		if match := hostMatch(c.hostname); match != nil {
			list = append(list, match)
		}
	}
	if c.method != nil {
		list = append(list, object{"name": ":method", "string_match": object{"exact": *c.method}})
	}
	if c.scheme != nil {
		list = append(list, object{"name": ":scheme", "string_match": object{"exact": *c.scheme}})
	}
	for _, h := range c.headers {
		match, err := h.object()
		if err != nil {
			return nil, err
		}
		list = append(list, match)
	}
	return list, nil
}

// object returns Envoy's match of a header (rule 84).
func (h header) object() (object, error) {
	if h.name == "" {
		return nil, errEmptyName
	}
	if strings.ContainsFunc(h.name, isControl) {
		return nil, errHeaderName
	}
	o := object{"name": h.name}
	if h.invert {
		o["invert_match"] = true
	}
	m := h.match
	switch {
	case m == nil:
		o["present_match"] = true
	case m.Exact != nil:
		o["string_match"] = object{"exact": *m.Exact}
	case m.Prefix != nil:
		o["string_match"] = object{"prefix": *m.Prefix}
	case m.Suffix != nil:
		o["string_match"] = object{"suffix": *m.Suffix}
	case m.Regex != nil:
		if err := checkRegex(*m.Regex); err != nil {
			return nil, err
		}
		o["string_match"] = object{"safe_regex": object{"regex": *m.Regex}}
	case m.Range != nil:
		o["range_match"] = object{"start": value(m.Range.Start), "end": value(m.Range.End)}
	default:
		o["present_match"] = true
	}
	return o, nil
}

// hostMatch returns a match of the Host header that ignores case and port (rule 88). All
// routes of a listener are in one virtual host, because their priorities apply across host
// names.
func hostMatch(m *model.GatewayRouteHostnameMatch) object {
	var pattern string
	switch {
	case m.Exact != nil:
		pattern = "(?i)" + regexp.QuoteMeta(*m.Exact) + "(:[0-9]+)?"
	case m.Suffix != nil:
		pattern = "(?i).*" + regexp.QuoteMeta(strings.TrimPrefix(*m.Suffix, "*")) + "(:[0-9]+)?"
	default:
		return nil
	}
	return object{"name": ":authority", "string_match": object{"safe_regex": object{"regex": pattern}}}
}
