package properties

import (
	"slices"
	"strings"
)

// maxTags is how many tags a resource can have (rule 22).
const maxTags = 50

// tagging runs the three operations on tags (rules 19 to 22).
func (m *model) tagging(q request) outcome {
	named := strings.Split(q.arn, ":")
	if named[4] != q.caller {
		return outcome{status: 403, code: "AccessDeniedException"}
	}
	if named[3] != q.region {
		return notFound("other region")
	}
	r := m.named(q.arn)
	if r == nil {
		return notFound("")
	}
	if q.caller != r.owner && !m.shares[share{r.inMesh(), q.caller}] {
		return notFound("not shared")
	}
	switch q.verb {
	case "tags":
		return outcome{status: 200, tags: slices.Clone(r.tags)}
	case "untag":
		r.tags = slices.DeleteFunc(r.tags, func(has tag) bool { return slices.Contains(q.keys, has.Key) })
		return outcome{status: 200}
	}
	tagged := slices.Clone(r.tags)
	for _, each := range q.tags {
		at := slices.IndexFunc(tagged, func(has tag) bool { return has.Key == each.Key })
		if at < 0 {
			tagged = append(tagged, each)
		} else {
			tagged[at] = each
		}
	}
	if len(tagged) > maxTags {
		return outcome{status: 400, code: "TooManyTagsException"}
	}
	r.tags = tagged
	return outcome{status: 200}
}

// named returns the resource of an ARN, nil for none.
func (m *model) named(arn string) *resource {
	for _, r := range m.all {
		if r.arn() == arn {
			return r
		}
	}
	return nil
}

// plainNames are the kinds whose new names have letters, digits, - and _ only (rules 15 and 64).
var plainNames = []string{mesh, virtualNode, virtualRouter, route}

// badName returns why a name in the request is refused, "" if none is: a slash is in all
// names and their parents' (rule 15), other characters are in new names only.
func (q request) badName() string {
	switch {
	case q.arn != "":
		return ""
	case strings.Contains(q.mesh+q.home, "/"), q.verb != "create" && strings.Contains(q.name, "/"):
		return "slash"
	case q.verb == "create" && strings.Contains(q.name, "/"):
		return "slash in a new name"
	case q.verb == "create" && slices.Contains(plainNames, q.kind) && strings.ContainsAny(q.name, ". é"):
		return "new name"
	}
	return ""
}

// described returns the spec as describe shows it: with each backend once (rule 66).
func (s spec) described() spec {
	var once []string
	for _, name := range s.backends {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	if s.backends != nil {
		s.backends = append([]string{}, once...)
	}
	return s
}

// fits looks whether a spec fits to what else there is; old is nil for a create.
func (m *model) fits(q request, old *resource) outcome {
	for _, to := range q.spec.targets {
		at := q.sibling(to.kind, to.name)
		if _, implicit := m.implicit[at]; m.all[at] == nil && implicit {
			return notFound("dangling, implicit")
		}
		if m.all[at] == nil {
			return notFound("dangling")
		}
	}
	if q.kind == route || q.kind == gatewayRoute {
		if len(m.all[q.parent()].spec.listeners) > 1 && q.spec.match.port == 0 {
			return badRequest("match names no port")
		}
		for _, to := range q.spec.targets {
			if m.listeners(q.sibling(to.kind, to.name)) > 1 && to.port == 0 {
				return badRequest("target names no port")
			}
		}
	}
	if old != nil {
		return m.relistens(q, old)
	}
	return outcome{}
}

// listeners returns how many listeners a resource has, and for a service its provider.
func (m *model) listeners(k key) int {
	r := m.all[k]
	if r != nil && k.kind == virtualService && len(r.spec.targets) > 0 {
		r = m.all[k.sibling(r.spec.targets[0].kind, r.spec.targets[0].name)]
	}
	if r == nil {
		return 0
	}
	return len(r.spec.listeners)
}

// relistens looks whether the listeners of a resource may become others (rules 29, 53, 54 and 69).
func (m *model) relistens(q request, old *resource) outcome {
	several := len(old.spec.listeners) <= 1 && len(q.spec.listeners) > 1
	for _, r := range m.all {
		child := (r.kind == route || r.kind == gatewayRoute) && r.parent() == q.key
		if several && child && r.spec.match.port == 0 {
			return badRequest("routes name no port")
		}
		if several && q.kind == virtualNode && r.kind == route && r.leaves(q.key) {
			return badRequest("targets name no port")
		}
		if q.kind == virtualRouter && child && r.against(old.spec.listeners, q.spec.listeners) {
			return badRequest("protocol in use")
		}
		if q.kind == virtualRouter && child && r.losesListener(old.spec.listeners, q.spec.listeners) {
			return badRequest("listener in use")
		}
	}
	return outcome{}
}

// leaves reports whether a route leads to a node without naming a port.
func (r *resource) leaves(node key) bool {
	return slices.ContainsFunc(r.spec.targets, func(t target) bool {
		return t.port == 0 && r.sibling(t.kind, t.name) == node
	})
}

// losesListener reports whether a route matches the port of a listener that is removed (rule 69).
func (r *resource) losesListener(before, after []listener) bool {
	onPort := func(l listener) bool { return l.port == r.spec.match.port }
	return r.spec.match.port != 0 && slices.ContainsFunc(before, onPort) && !slices.ContainsFunc(after, onPort)
}

// against reports whether a route is of the protocol that a listener on its port had and no
// longer has (rule 29). A route that names no port is of every port.
func (r *resource) against(before, after []listener) bool {
	return slices.ContainsFunc(before, func(was listener) bool {
		changed := slices.ContainsFunc(after, func(is listener) bool {
			return is.port == was.port && is.protocol != was.protocol
		})
		onPort := r.spec.match.port == 0 || r.spec.match.port == was.port
		return changed && onPort && r.spec.match.protocol == was.protocol
	})
}
