package envoy

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// routeSpec is a route of any protocol.
type routeSpec struct {
	candidate
	targets []model.WeightedTarget
	retry   *retryEvents
	timeout *model.Duration
	idle    *model.Duration
}

func newRouteSpec(router, name string, spec *model.RouteSpec) *routeSpec {
	r := &routeSpec{candidate: newCandidate("route", router, name)}
	switch {
	case spec.HttpRoute != nil:
		r.http(http, spec.HttpRoute)
	case spec.Http2Route != nil:
		r.http(http2, spec.Http2Route)
	case spec.GrpcRoute != nil:
		g := spec.GrpcRoute
		r.protocol = grpc
		if g.Match != nil {
			r.criteria = grpcCriteria(g.Match)
		}
		if g.Action != nil {
			r.targets = g.Action.WeightedTargets
		}
		r.retry = grpcRetry(g.RetryPolicy)
		if g.Timeout != nil {
			r.timeout, r.idle = g.Timeout.PerRequest, g.Timeout.Idle
		}
	case spec.TcpRoute != nil:
		r.protocol = tcp
		if m := spec.TcpRoute.Match; m != nil {
			r.criteria.port = m.Port
		}
		if a := spec.TcpRoute.Action; a != nil {
			r.targets = a.WeightedTargets
		}
		if spec.TcpRoute.Timeout != nil {
			r.idle = spec.TcpRoute.Timeout.Idle
		}
	}
	r.rank = newRank(name, spec.Priority, r.criteria)
	return r
}

func (r *routeSpec) http(protocol string, h *model.HttpRoute) {
	r.protocol = protocol
	if h.Match != nil {
		r.criteria = httpCriteria(h.Match)
	}
	if h.Action != nil {
		r.targets = h.Action.WeightedTargets
	}
	r.retry = httpRetry(h.RetryPolicy)
	if h.Timeout != nil {
		r.timeout, r.idle = h.Timeout.PerRequest, h.Timeout.Idle
	}
}

// defaultTimeout is the timeout of requests in milliseconds.
const defaultTimeout = 15_000

var errNoWeight = errors.New("the weights of all targets are 0")

// routes returns the Envoy routes to a service on one of its ports, in the order in which
// they are tried.
func (t *translator) routes(s *service, on port, b backend) (list []raw) {
	if s == nil || on.number == 0 {
		return nil
	}
	t.checkRoutes(s)
	if s.node != "" {
		ref := "virtualService/" + s.name
		clusters := []object{{"name": t.target(ref, s.node, on.number, on, b), "weight": 1}}
		timeout, idle := t.nodeTimeout(s.node, on)
		r := &routeSpec{candidate: candidate{protocol: on.protocol}}
		return []raw{t.route(r, object{"prefix": "/"}, clusters, timeout, idle)}
	}
	for _, r := range s.rules {
		if !r.applies(on) {
			continue
		}
		match, err := r.criteria.match()
		if err != nil {
			t.omit(r.ref, err.Error())
			continue
		}
		clusters, err := t.weighted(r, on, b, true)
		if err != nil {
			t.omit(r.ref, err.Error())
			continue
		}
		timeout, idle := r.timeouts()
		list = append(list, t.route(r, match, clusters, timeout, idle))
	}
	return list
}

func (t *translator) route(r *routeSpec, match object, clusters []object, timeout, idle int64) raw {
	action := object{"weighted_clusters": object{"clusters": clusters}, "timeout": seconds(timeout)}
	if idle >= 0 {
		action["idle_timeout"] = seconds(idle)
	}
	switch {
	case r.retry != nil:
		action["retry_policy"] = r.retry.object(false)
	case t.inForce(ruleDefaultRetry):
		action["retry_policy"] = cond(r.protocol == grpc, defaultGRPCRetry, defaultHTTPRetry)
	}
	o := object{"match": match, "route": action}
	if r.name != "" {
		o["name"] = r.name
	}
	return o.encode()
}

// weighted returns the clusters of a route's targets with their weights, sorted by name (rule
// 87). Targets with weight 0 are omitted unless zeros is set.
func (t *translator) weighted(r *routeSpec, on port, b backend, zeros bool) ([]object, error) {
	sum := 0
	var list []object
	for _, w := range r.targets {
		weight := int(value(w.Weight))
		sum += weight
		if weight == 0 && !zeros {
			continue
		}
		name := t.target(r.ref, text(w.VirtualNode), int(value(w.Port)), on, b)
		list = append(list, object{"name": name, "weight": weight})
	}
	if sum == 0 {
		return nil, errNoWeight
	}
	slices.SortStableFunc(list, func(a, b object) int {
		return strings.Compare(a["name"].(string), b["name"].(string))
	})
	return list, nil
}

// timeouts returns the timeouts of a route in milliseconds. Without a timeout, request is 0
// and idle is -1.
func (r *routeSpec) timeouts() (request, idle int64) {
	request, idle = defaultTimeout, -1
	if ms, ok := milliseconds(r.timeout); ok {
		request = ms
	}
	if ms, ok := milliseconds(r.idle); ok {
		idle = ms
	}
	return request, idle
}

// nodeTimeout returns the timeouts of requests to a service whose provider is a virtual node:
// the timeouts of the node's listener (rule 96).
func (t *translator) nodeTimeout(name string, on port) (request, idle int64) {
	n := t.mesh.node(name)
	if n == nil {
		return defaultTimeout, -1
	}
	l := n.listener(on.number, on.number)
	if l == nil {
		return defaultTimeout, -1
	}
	timeout, idleTimeout := listenerTimeouts(l.Timeout)
	return (&routeSpec{timeout: timeout, idle: idleTimeout}).timeouts()
}

// slowest returns the longest timeouts of a service's routes, and whether the service has
// routes.
func (t *translator) slowest(s *service, on port) (request, idle int64, ok bool) {
	if s.node != "" {
		request, idle = t.nodeTimeout(s.node, on)
		return request, idle, true
	}
	idle = -1
	for _, r := range s.rules {
		if !r.applies(on) {
			continue
		}
		own, ownIdle := r.timeouts()
		if !ok || own == 0 || request != 0 && own > request {
			request = own
		}
		if ownIdle == 0 || idle != 0 && ownIdle > idle {
			idle = ownIdle
		}
		ok = true
	}
	return request, idle, ok
}

// checkRoutes reports, once for each service, the routes that match no listener.
func (t *translator) checkRoutes(s *service) {
	if t.checked[s.name] {
		return
	}
	t.checked[s.name] = true
	for _, r := range s.rules {
		if !slices.ContainsFunc(s.ports, r.applies) {
			t.omit(r.ref, "the virtual router has no listener with the protocol and port of the route")
		}
	}
}

// hostSet returns virtual hosts by name.
func hostSet(hosts map[string]raw) Set {
	set := make(Set, 0, len(hosts))
	for _, name := range slices.Sorted(maps.Keys(hosts)) {
		set = append(set, Resource{name, []byte(hosts[name])})
	}
	return set
}

// unused returns the domains that are not in used, and adds them to it. It ignores case.
func unused(used map[string]bool, domains ...string) (list []string) {
	for _, domain := range domains {
		if key := strings.ToLower(domain); !used[key] {
			used[key] = true
			list = append(list, domain)
		}
	}
	return list
}
