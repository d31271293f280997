package model

// Check keeps the rules between the fields of a route (28). Weights need not
// sum to 100, and priorities may be equal (rule 27).
func (s *RouteSpec) Check(inForce func(rule int) bool) *RuleViolation {
	c := checker{inForce: inForce}
	c.exactlyOne("spec", "grpcRoute, http2Route, httpRoute and tcpRoute",
		s.GrpcRoute != nil, s.Http2Route != nil, s.HttpRoute != nil, s.TcpRoute != nil)
	s.GrpcRoute.check(&c)
	s.Http2Route.check(&c, "spec.http2Route")
	s.HttpRoute.check(&c, "spec.httpRoute")
	return c.broken
}

func (g *GrpcRoute) check(c *checker) {
	if g == nil {
		return
	}
	if m := g.Match; m != nil {
		for i := range m.Metadata {
			if match := m.Metadata[i].Match; match != nil {
				c.span(item("spec.grpcRoute.match.metadata", i), match.Range)
			}
		}
		if m.MethodName != nil && m.ServiceName == nil {
			c.must(ruleFields, "spec.grpcRoute.match.serviceName", "be set, because methodName is")
		}
	}
	if p := g.RetryPolicy; p != nil {
		c.retry("spec.grpcRoute.retryPolicy", len(p.GrpcRetryEvents)+len(p.HttpRetryEvents)+len(p.TcpRetryEvents))
	}
}

func (h *HttpRoute) check(c *checker, at string) {
	if h == nil {
		return
	}
	if m := h.Match; m != nil {
		if m.Headers == nil && m.Method == nil && m.Path == nil && m.Port == nil &&
			m.Prefix == nil && m.QueryParameters == nil && m.Scheme == nil {
			c.must(ruleFields, at+".match", "have at least one criterion")
		}
		for i := range m.Headers {
			c.header(item(at+".match.headers", i), m.Headers[i].Match)
		}
		c.path(at+".match", m.Prefix, m.Path)
	}
	if p := h.RetryPolicy; p != nil {
		c.retry(at+".retryPolicy", len(p.HttpRetryEvents)+len(p.TcpRetryEvents))
	}
}

// retry wants an event to retry on (rule 28). The HTTP events are documented, but in the
// model they are any string, and nobody saw the service refuse one.
func (c *checker) retry(at string, events int) {
	if events == 0 {
		c.must(ruleFields, at, "have at least one retry event")
	}
}

// ApplyDefaults does nothing: a default retry policy or timeout is never shown.
func (s *RouteSpec) ApplyDefaults() bool { return false }

// ApplyDescribeDefaults does nothing.
func (s *RouteSpec) ApplyDescribeDefaults() bool { return false }

// References names the weighted targets, which must exist, and what is matched.
func (s *RouteSpec) References() (f References) {
	if r := s.GrpcRoute; r != nil {
		f.weighted("grpc", or(r.Match).Port, or(r.Action).WeightedTargets)
	}
	if r := s.Http2Route; r != nil {
		f.weighted("http2", or(r.Match).Port, or(r.Action).WeightedTargets)
	}
	if r := s.HttpRoute; r != nil {
		f.weighted("http", or(r.Match).Port, or(r.Action).WeightedTargets)
	}
	if r := s.TcpRoute; r != nil {
		f.weighted("tcp", or(r.Match).Port, or(r.Action).WeightedTargets)
	}
	return f
}

func (f *References) weighted(protocol string, port *int32, targets []WeightedTarget) {
	if f.Match.Protocol == "" {
		f.Match = Listener{or(port), protocol}
	}
	for i := range targets {
		t := &targets[i]
		f.Targets = append(f.Targets, Target{"virtualNode", or(t.VirtualNode), or(t.Port)})
	}
}
