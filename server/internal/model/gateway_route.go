package model

import "strings"

// Check checks the rules between the members of a gateway route (rule 28). A prefix may
// be any string (rule 65).
func (s *GatewayRouteSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	c.exactlyOne("spec", "grpcRoute, http2Route and httpRoute",
		s.GrpcRoute != nil, s.Http2Route != nil, s.HttpRoute != nil)
	s.GrpcRoute.check(&c)
	s.Http2Route.check(&c, "spec.http2Route")
	s.HttpRoute.check(&c, "spec.httpRoute")
	return c.violation
}

func (g *GrpcGatewayRoute) check(c *checker) {
	if g == nil || g.Match == nil {
		return
	}
	m := g.Match
	c.hostname("spec.grpcRoute.match.hostname", m.Hostname)
	for i := range m.Metadata {
		if match := m.Metadata[i].Match; match != nil {
			c.rangeMatch(item("spec.grpcRoute.match.metadata", i), match.Range)
		}
	}
	if name := strings.TrimPrefix(deref(m.ServiceName), "/"); hasAnyPrefix(name, "aws.appmesh", "aws.app-mesh") {
		c.must(ruleFields, "spec.grpcRoute.match.serviceName",
			"not start with aws.appmesh or aws.app-mesh, which are reserved")
	}
}

func (h *HttpGatewayRoute) check(c *checker, path string) {
	if h == nil {
		return
	}
	if a := h.Action; a != nil && a.Rewrite != nil {
		a.Rewrite.check(c, path+".action.rewrite", deref(h.Match).Path)
	}
	m := h.Match
	if m == nil {
		return
	}
	if m.Headers == nil && m.Hostname == nil && m.Method == nil && m.Path == nil &&
		m.Port == nil && m.Prefix == nil && m.QueryParameters == nil {
		c.must(ruleFields, path+".match", "have at least one criterion")
	}
	for i := range m.Headers {
		if match := m.Headers[i].Match; match != nil {
			c.rangeMatch(item(path+".match.headers", i), match.Range)
		}
	}
	c.hostname(path+".match.hostname", m.Hostname)
	c.path(path+".match", m.Prefix, m.Path)
	if hasAnyPrefix(deref(m.Prefix), "/aws-appmesh", "/aws-app-mesh") {
		c.must(ruleFields, path+".match.prefix", "not start with /aws-appmesh or /aws-app-mesh, which are reserved")
	}
}

// check checks a rewrite. It changes either the prefix or the path, but neither if the match
// is a regular expression. A rewritten prefix is either the default or a value that begins
// and ends with a slash.
func (w *HttpGatewayRouteRewrite) check(c *checker, path string, match *HttpPathMatch) {
	regex := match != nil && match.Regex != nil
	if w.Path != nil && regex {
		c.must(ruleFields, path+".path", "not be set: the match is a regex path")
	}
	p := w.Prefix
	if p == nil {
		return
	}
	if regex {
		c.must(ruleFields, path+".prefix", "not be set: the match is a regex path")
	}
	if w.Path != nil {
		c.must(ruleFields, path+".prefix", "not be set together with path")
	}
	c.exactlyOne(path+".prefix", "defaultPrefix and value", p.DefaultPrefix != nil, p.Value != nil)
	if v := p.Value; v != nil && !(strings.HasPrefix(*v, "/") && strings.HasSuffix(*v, "/")) {
		c.must(ruleFields, path+".prefix.value", "start and end with /")
	}
}

func (c *checker) hostname(path string, m *GatewayRouteHostnameMatch) {
	if m != nil {
		c.exactlyOne(path, "exact and suffix", m.Exact != nil, m.Suffix != nil)
	}
}

// ApplyDefaults changes nothing: responses never show the default rewrite.
func (s *GatewayRouteSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults changes nothing.
func (s *GatewayRouteSpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns the target service, which must exist (rules 7 and 9), and the listener
// that the gateway route matches.
func (s *GatewayRouteSpec) References() (refs References) {
	if r := s.GrpcRoute; r != nil {
		refs.addGatewayRoute("grpc", deref(r.Match).Port, deref(r.Action).Target)
	}
	if r := s.Http2Route; r != nil {
		refs.addGatewayRoute("http2", deref(r.Match).Port, deref(r.Action).Target)
	}
	if r := s.HttpRoute; r != nil {
		refs.addGatewayRoute("http", deref(r.Match).Port, deref(r.Action).Target)
	}
	return refs
}

func (refs *References) addGatewayRoute(protocol string, port *int32, t *GatewayRouteTarget) {
	if refs.Match.Protocol == "" {
		refs.Match = Listener{deref(port), protocol}
	}
	if t != nil && t.VirtualService != nil {
		refs.Targets = append(refs.Targets,
			Target{"virtualService", deref(t.VirtualService.VirtualServiceName), deref(t.Port)})
	}
}
