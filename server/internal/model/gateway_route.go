package model

import "strings"

// Check keeps the rules between the fields of a gateway route (28). A prefix
// need not end with a slash (rule 27).
func (s *GatewayRouteSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	c.exactlyOne("spec", "grpcRoute, http2Route and httpRoute",
		s.GrpcRoute != nil, s.Http2Route != nil, s.HttpRoute != nil)
	s.GrpcRoute.check(&c)
	s.Http2Route.check(&c, "spec.http2Route")
	s.HttpRoute.check(&c, "spec.httpRoute")
	return c.broken
}

func (g *GrpcGatewayRoute) check(c *checker) {
	if g == nil || g.Match == nil {
		return
	}
	m := g.Match
	c.hostname("spec.grpcRoute.match.hostname", m.Hostname)
	for i := range m.Metadata {
		if match := m.Metadata[i].Match; match != nil {
			c.span(item("spec.grpcRoute.match.metadata", i), match.Range)
		}
	}
	if name := strings.TrimPrefix(or(m.ServiceName), "/"); reserved(name, "aws.appmesh", "aws.app-mesh") {
		c.must(ruleFields, "spec.grpcRoute.match.serviceName", "not start with aws.appmesh or aws.app-mesh, which are reserved")
	}
}

func (h *HttpGatewayRoute) check(c *checker, at string) {
	if h == nil {
		return
	}
	if a := h.Action; a != nil && a.Rewrite != nil {
		a.Rewrite.check(c, at+".action.rewrite", or(h.Match).Path)
	}
	m := h.Match
	if m == nil {
		return
	}
	if m.Headers == nil && m.Hostname == nil && m.Method == nil && m.Path == nil &&
		m.Port == nil && m.Prefix == nil && m.QueryParameters == nil {
		c.must(ruleFields, at+".match", "have at least one criterion")
	}
	for i := range m.Headers {
		c.header(item(at+".match.headers", i), m.Headers[i].Match)
	}
	c.hostname(at+".match.hostname", m.Hostname)
	c.path(at+".match", m.Prefix, m.Path)
	if reserved(or(m.Prefix), "/aws-appmesh", "/aws-app-mesh") {
		c.must(ruleFields, at+".match.prefix", "not start with /aws-appmesh or /aws-app-mesh, which are reserved")
	}
}

// check keeps the rules of a rewrite: of the prefix or the path, of neither
// where the match is a regex; a prefix by default or by a value in slashes.
func (w *HttpGatewayRouteRewrite) check(c *checker, at string, match *HttpPathMatch) {
	regex := match != nil && match.Regex != nil
	if w.Path != nil && regex {
		c.must(ruleFields, at+".path", "not be set: the match is a regex path")
	}
	p := w.Prefix
	if p == nil {
		return
	}
	if regex {
		c.must(ruleFields, at+".prefix", "not be set: the match is a regex path")
	}
	if w.Path != nil {
		c.must(ruleFields, at+".prefix", "not be set together with path")
	}
	c.exactlyOne(at+".prefix", "defaultPrefix and value", p.DefaultPrefix != nil, p.Value != nil)
	if v := p.Value; v != nil && !(strings.HasPrefix(*v, "/") && strings.HasSuffix(*v, "/")) {
		c.must(ruleFields, at+".prefix.value", "start and end with /")
	}
}

func (c *checker) hostname(at string, m *GatewayRouteHostnameMatch) {
	if m != nil {
		c.exactlyOne(at, "exact and suffix", m.Exact != nil, m.Suffix != nil)
	}
}

func reserved(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// ApplyDefaults does nothing: the default rewrite is never shown.
func (s *GatewayRouteSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults does nothing.
func (s *GatewayRouteSpec) ApplyDescribeDefaults() bool { return false }

// References names the target service, which must exist (rules 7 and 9), and what
// is matched.
func (s *GatewayRouteSpec) References() (f References) {
	if r := s.GrpcRoute; r != nil {
		f.target("grpc", or(r.Match).Port, or(r.Action).Target)
	}
	if r := s.Http2Route; r != nil {
		f.target("http2", or(r.Match).Port, or(r.Action).Target)
	}
	if r := s.HttpRoute; r != nil {
		f.target("http", or(r.Match).Port, or(r.Action).Target)
	}
	return f
}

func (f *References) target(protocol string, port *int32, t *GatewayRouteTarget) {
	if f.Match.Protocol == "" {
		f.Match = Listener{or(port), protocol}
	}
	if t != nil && t.VirtualService != nil {
		f.Targets = append(f.Targets, Target{"virtualService", or(t.VirtualService.VirtualServiceName), or(t.Port)})
	}
}
