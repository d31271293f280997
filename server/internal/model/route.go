package model

import "strings"

// Check checks the rules between the members of a route (rule 28). Weights need not sum to
// 100 (rule 27), and priorities may be equal (rule 71).
func (s *RouteSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	c.exactlyOne("spec", "grpcRoute, http2Route, httpRoute and tcpRoute",
		s.GrpcRoute != nil, s.Http2Route != nil, s.HttpRoute != nil, s.TcpRoute != nil)
	s.GrpcRoute.check(&c)
	s.Http2Route.check(&c, "spec.http2Route")
	s.HttpRoute.check(&c, "spec.httpRoute")
	return c.violation
}

func (g *GrpcRoute) check(c *checker) {
	if g == nil {
		return
	}
	if m := g.Match; m != nil {
		for i := range m.Metadata {
			if match := m.Metadata[i].Match; match != nil {
				c.rangeMatch(item("spec.grpcRoute.match.metadata", i), match.Range)
			}
		}
		if m.MethodName != nil && m.ServiceName == nil {
			c.must(ruleFields, "spec.grpcRoute.match.serviceName", "be set, because methodName is")
		}
	}
	if p := g.RetryPolicy; p != nil {
		c.retryEvents("spec.grpcRoute.retryPolicy", len(p.GrpcRetryEvents)+len(p.HttpRetryEvents)+len(p.TcpRetryEvents))
	}
}

func (h *HttpRoute) check(c *checker, path string) {
	if h == nil {
		return
	}
	if m := h.Match; m != nil {
		if m.Headers == nil && m.Method == nil && m.Path == nil && m.Port == nil &&
			m.Prefix == nil && m.QueryParameters == nil && m.Scheme == nil {
			c.must(ruleFields, path+".match", "have at least one criterion")
		}
		for i := range m.Headers {
			if match := m.Headers[i].Match; match != nil {
				c.rangeMatch(item(path+".match.headers", i), match.Range)
			}
		}
		if m.Prefix != nil && !strings.HasPrefix(*m.Prefix, "/") {
			c.must(ruleFields, path+".match.prefix", "start with /")
		}
		c.path(path+".match", m.Prefix, m.Path)
	}
	if p := h.RetryPolicy; p != nil {
		c.retryEvents(path+".retryPolicy", len(p.HttpRetryEvents)+len(p.TcpRetryEvents))
	}
}

// retryEvents checks that a retry policy has an event (rule 28). The names of HTTP events are
// documented, but the model permits any string, and no refusal is recorded.
func (c *checker) retryEvents(path string, n int) {
	if n == 0 {
		c.must(ruleFields, path, "have at least one retry event")
	}
}

// ApplyDefaults changes nothing: responses never show default retry policies and timeouts.
func (s *RouteSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults changes nothing.
func (s *RouteSpec) ApplyDescribeDefaults(func(rule int) bool) bool { return false }

// References returns the weighted targets, which must exist (rule 44), and the listener that
// the route matches.
func (s *RouteSpec) References() (refs References) {
	if r := s.GrpcRoute; r != nil {
		refs.addRoute("grpc", deref(r.Match).Port, deref(r.Action).WeightedTargets)
	}
	if r := s.Http2Route; r != nil {
		refs.addRoute("http2", deref(r.Match).Port, deref(r.Action).WeightedTargets)
	}
	if r := s.HttpRoute; r != nil {
		refs.addRoute("http", deref(r.Match).Port, deref(r.Action).WeightedTargets)
	}
	if r := s.TcpRoute; r != nil {
		refs.addRoute("tcp", deref(r.Match).Port, deref(r.Action).WeightedTargets)
	}
	return refs
}

func (refs *References) addRoute(protocol string, port *int32, targets []WeightedTarget) {
	if refs.Match.Protocol == "" {
		refs.Match = Listener{deref(port), protocol}
	}
	for i := range targets {
		t := &targets[i]
		refs.Targets = append(refs.Targets, Target{"virtualNode", deref(t.VirtualNode), deref(t.Port)})
	}
}
