package routing

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// QueryError reports an invalid query.
type QueryError struct{ Text string }

func (e *QueryError) Error() string { return e.Text }

// Resolve resolves a query. The error is a *QueryError or a *NotFoundError.
func (m *Mesh) Resolve(q Query) (Result, error) {
	key, err := ParseRef(q.From)
	if err != nil {
		return Result{}, &QueryError{"from: " + err.Error()}
	}
	if err := q.Request.validate(); err != nil {
		return Result{}, err
	}
	if key.Names[0] != m.key.Names[0] {
		return Result{}, &QueryError{fmt.Sprintf("from: %s is not in mesh %s", q.From, m.key.Names[0])}
	}
	res := &resolution{mesh: m, query: q.Request, result: Result{Steps: []Step{}, Targets: []Target{}}}
	res.result.Request = Rewritten{Host: q.Request.Host, Path: q.Request.Path, HeadersAdded: map[string]string{}}
	switch key.Kind {
	case state.VirtualGateway:
		if g := m.gateways[key.Names[1]]; g != nil {
			err = res.enterGateway(g)
			return res.result, err
		}
	case state.VirtualNode:
		if n := m.nodes[key.Names[1]]; n != nil {
			err = res.leaveNode(n)
			return res.result, err
		}
	default:
		return Result{}, &QueryError{"from: must be a virtual gateway or a virtual node, not " + q.From}
	}
	return Result{}, &NotFoundError{q.From}
}

func (q *Request) validate() error {
	protocols := []string{"", protocolHTTP, protocolHTTP2, protocolGRPC, protocolTCP}
	switch {
	case !slices.Contains(protocols, q.Protocol):
		return &QueryError{fmt.Sprintf("protocol %q: must be http, http2, grpc or tcp", q.Protocol)}
	case q.Port < 0 || q.Port > 65535:
		return &QueryError{fmt.Sprintf("port %d: must be between 1 and 65535", q.Port)}
	case q.Path != "" && !strings.HasPrefix(q.Path, "/"):
		return &QueryError{fmt.Sprintf("path %q: must begin with /", q.Path)}
	default:
		return nil
	}
}

// resolution is the state of a resolution.
type resolution struct {
	mesh   *Mesh
	query  Request
	result Result
}

// end sets the outcome of a request that reaches no target.
func (res *resolution) end(outcome Outcome, status int, format string, args ...any) {
	res.result.Outcome, res.result.Status = outcome, status
	res.result.Message = fmt.Sprintf(format, args...)
}

func (res *resolution) step(s Step) { res.result.Steps = append(res.result.Steps, s) }

// accepts reports whether a listener accepts a protocol. All protocols except tcp are
// versions of HTTP, which a proxy detects.
func (l listener) accepts(protocol string) bool {
	return protocol == "" || (protocol == protocolTCP) == (l.protocol == protocolTCP)
}

// enterGateway resolves a request that a virtual gateway receives.
func (res *resolution) enterGateway(g *gateway) error {
	l, ok, err := res.gatewayListener(g)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		res.end(NoListener, 0, "%s has no listener on port %d", g.ref, res.query.Port)
		return nil
	case !l.accepts(res.query.Protocol):
		res.end(NoListener, 0, "the listener on port %d of %s speaks %s, not %s",
			l.port, g.ref, l.protocol, res.query.Protocol)
		return nil
	}
	r := newRequest(res.query, l.protocol)
	r.path = normalizePath(r.path)
	res.result.Request.Path = r.path + r.query
	found := choose(g.order, l, &r)
	if found.index < 0 {
		res.step(Step{Kind: "gatewayRoute", Losers: found.losers})
		res.end(NoGatewayRoute, http.StatusNotFound, "no gateway route of %s matches", g.ref)
		return nil
	}
	w := g.routes[found.index]
	res.step(Step{Kind: "gatewayRoute", Ref: w.ref, Matched: true, Because: w.because(), Losers: found.losers})
	res.rewrite(w, &r)
	s := res.mesh.services[w.service]
	res.step(Step{Kind: "virtualService", Ref: s.ref, Matched: true})
	if own, ok := gatewayListenerFor(s.listeners(), w.targetPort, w.protocol); ok {
		res.deliver(s, own, &r)
	} else {
		res.end(NoRoute, http.StatusNotFound, "%s has no provider with a listener for %s", s.ref, w.ref)
	}
	return nil
}

func (res *resolution) gatewayListener(g *gateway) (listener, bool, error) {
	port := res.query.Port
	if port == 0 {
		_, port = splitPort(res.query.Host)
		if _, ok := findPort(g.listeners, port); !ok {
			port = 0
		}
	}
	switch {
	case port != 0:
		l, ok := findPort(g.listeners, port)
		return l, ok, nil
	case len(g.listeners) == 1:
		return g.listeners[0], true, nil
	default:
		return listener{}, false, &QueryError{fmt.Sprintf("port: is required, because %s has %d listeners",
			g.ref, len(g.listeners))}
	}
}

// rewrite applies the rewrites of a gateway route (rulePrefix, ruleHost).
func (res *resolution) rewrite(w *gatewayRoute, r *request) {
	r.path = normalizePath(w.rewrite.apply(r.path)) // as the gateway's second listener does
	if !w.rewrite.keepHost {
		r.setHost(w.service)
	}
	res.result.Request.Host, res.result.Request.Path = r.host, r.path+r.query
}
