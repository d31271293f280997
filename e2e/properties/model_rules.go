package properties

import (
	"slices"
	"strings"
)

// maxTags is the largest number of tags of a resource (rule 22).
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

// named returns the resource with an ARN, or nil.
func (m *model) named(arn string) *resource {
	for _, r := range m.all {
		if r.arn() == arn {
			return r
		}
	}
	return nil
}

// plainNames lists the kinds whose new names may contain only letters, digits, - and _ (rules 15
// and 64).
var plainNames = []string{mesh, virtualNode, virtualRouter, route}

// badName returns why a name in the request is refused, or "". Slashes are refused in all names
// (rule 15), other characters only in new names.
func (q request) badName() string {
	switch {
	case q.arn != "":
		return ""
	case strings.Contains(q.mesh+q.parentName, "/"), q.verb != "create" && strings.Contains(q.name, "/"):
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

// checkSpec checks a spec against other resources; old is nil for a create.
func (m *model) checkSpec(q request, old *resource) outcome {
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
		return m.checkListeners(q, old)
	}
	return outcome{}
}

// listeners returns the number of listeners of a resource, or of the provider of a service.
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

// checkListeners checks a change of the listeners of a resource (rules 29, 53, 54 and 69).
func (m *model) checkListeners(q request, old *resource) outcome {
	several := len(old.spec.listeners) <= 1 && len(q.spec.listeners) > 1
	for _, r := range m.all {
		child := (r.kind == route || r.kind == gatewayRoute) && r.parent() == q.key
		if several && child && r.spec.match.port == 0 {
			return badRequest("routes name no port")
		}
		if several && q.kind == virtualNode && r.kind == route && r.targetsWithoutPort(q.key) {
			return badRequest("targets name no port")
		}
		if q.kind == virtualRouter && child && r.losesProtocol(old.spec.listeners, q.spec.listeners) {
			return badRequest("protocol in use")
		}
		if q.kind == virtualRouter && child && r.losesListener(old.spec.listeners, q.spec.listeners) {
			return badRequest("listener in use")
		}
	}
	return outcome{}
}

// targetsWithoutPort reports whether a route has the node as a target without a port.
func (r *resource) targetsWithoutPort(node key) bool {
	return slices.ContainsFunc(r.spec.targets, func(t target) bool {
		return t.port == 0 && r.sibling(t.kind, t.name) == node
	})
}

// losesListener reports whether a route matches the port of a listener that is removed (rule 69).
func (r *resource) losesListener(before, after []listener) bool {
	onPort := func(l listener) bool { return l.port == r.spec.match.port }
	return r.spec.match.port != 0 && slices.ContainsFunc(before, onPort) && !slices.ContainsFunc(after, onPort)
}

// losesProtocol reports whether a route has the protocol of a listener on its port whose protocol
// changes (rule 29). A route without a port matches every port.
func (r *resource) losesProtocol(before, after []listener) bool {
	return slices.ContainsFunc(before, func(was listener) bool {
		changed := slices.ContainsFunc(after, func(is listener) bool {
			return is.port == was.port && is.protocol != was.protocol
		})
		onPort := r.spec.match.port == 0 || r.spec.match.port == was.port
		return changed && onPort && r.spec.match.protocol == was.protocol
	})
}
