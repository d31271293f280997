package properties

import (
	"bytes"
	"fmt"
	"slices"
)

// model implements the rules of App Mesh with maps. It has no transactions, indexes or wire
// format, and finds resources by a search over all.
type model struct {
	now      int64 // the time of the next write, in milliseconds
	all      map[key]*resource
	implicit map[key]int64 // virtual services that were only named as backends, with the time (rule 8)
	shares   map[share]bool
	quotas   map[string]int // the largest number of resources of a kind in a parent; absent for no quota
}

type share struct {
	mesh     key
	consumer string
}

// resource is the current state of a resource.
type resource struct {
	key
	creator          string
	uid              string // copied from the response to the create
	version          int
	created, updated int64
	spec             spec
	tags             []tag
	tokens           map[string]string // the fingerprint of the request with each client token
}

// arn returns the ARN of the resource (rule 59).
func (r *resource) arn() string {
	named := r.mesh
	if r.creator != r.owner {
		named += "@" + r.owner
	}
	arn := fmt.Sprintf("arn:aws:appmesh:%s:%s:mesh/%s", r.region, r.creator, named)
	if r.parentName != "" {
		arn += "/" + parents[r.kind] + "/" + r.parentName
	}
	if r.kind != mesh {
		arn += "/" + r.kind + "/" + r.name
	}
	return arn
}

// outcome is the response that the model expects of the server.
type outcome struct {
	status int
	code   string
	why    string // the reason, for the coverage: one code has several
	of     *resource
	state  string // ACTIVE or DELETED, of a resource
	items  []*resource
	tags   []tag
}

func newModel() *model {
	return &model{all: map[key]*resource{}, implicit: map[key]int64{}, shares: map[share]bool{},
		quotas: map[string]int{}}
}

func badRequest(why string) outcome {
	return outcome{status: 400, code: "BadRequestException", why: why}
}
func notFound(why string) outcome  { return outcome{status: 404, code: "NotFoundException", why: why} }
func conflict(why string) outcome  { return outcome{status: 409, code: "ConflictException", why: why} }
func inUse(why string) outcome     { return outcome{status: 409, code: "ResourceInUseException", why: why} }
func forbidden(why string) outcome { return outcome{status: 403, code: "ForbiddenException", why: why} }

func (o outcome) refused() bool { return o.status != 200 && o.status != 0 }

// shown returns the outcome that shows a resource as it is now.
func shown(r *resource, state, why string) outcome {
	snapshot := *r
	return outcome{status: 200, of: &snapshot, state: state, why: why}
}

// written returns the outcome of a create or an update. It shows the spec as it was sent unless
// the resource has changed since (rule 66).
func written(q request, r *resource, why string) outcome {
	o := shown(r, "ACTIVE", why)
	if why == "" && len(q.spec.described().backends) < len(q.spec.backends) {
		o.why = "duplicates"
	}
	if bytes.Equal(q.spec.described().document(q.kind), r.spec.document(q.kind)) {
		o.of.spec = q.spec
	}
	return o
}

// apply runs a request and returns the response that the server must give.
func (m *model) apply(q request) outcome {
	name := q.badName()
	switch {
	case name == "slash": // refused first
		return badRequest(name)
	case q.mutation != "":
		return badRequest(q.mutation)
	case name != "":
		return badRequest(name)
	}
	switch q.verb {
	case "create":
		return m.create(q)
	case "update":
		return m.update(q)
	case "describe":
		r, no := m.find(q)
		if no.refused() {
			return no
		}
		return shown(r, "ACTIVE", "")
	case "delete":
		return m.delete(q)
	case "list":
		return m.list(q)
	default:
		return m.tagging(q)
	}
}

// checkParent checks that the parents of the resource exist and that the caller may use them
// (rules 3, 24 and 57).
func (m *model) checkParent(q request) outcome {
	if q.kind == mesh {
		return outcome{}
	}
	in := q.inMesh()
	switch {
	case m.all[in] == nil:
		return notFound("no mesh")
	case q.caller != q.owner && !m.shares[share{in, q.caller}]:
		return notFound("not shared")
	case q.caller != q.owner && (q.kind == virtualGateway || q.kind == gatewayRoute):
		return forbidden("gateways")
	case m.all[q.parent()] == nil:
		return notFound("no parent")
	}
	return outcome{}
}

// find returns the requested resource.
func (m *model) find(q request) (*resource, outcome) {
	if no := m.checkParent(q); no.refused() {
		return nil, no
	}
	r := m.all[q.key]
	if r == nil {
		return nil, notFound("")
	}
	if q.kind == mesh && q.caller != q.owner && !m.shares[share{q.key, q.caller}] {
		return nil, notFound("not shared")
	}
	return r, outcome{}
}

func (m *model) create(q request) outcome {
	if no := m.checkParent(q); no.refused() {
		return no
	}
	if q.kind == route && m.all[q.parent()].creator != q.caller {
		return forbidden("not the router's owner")
	}
	if old := m.all[q.key]; old != nil {
		first, known := old.tokens[q.token]
		switch {
		case known && first == fingerprint(q):
			return written(q, old, "repeated")
		case known:
			return conflict("token")
		}
		return conflict("name")
	}
	if no := m.checkSpec(q, nil); no.refused() {
		return no
	}
	if most, ok := m.quotas[q.kind]; ok && len(m.inside(q.key)) >= most {
		return outcome{status: 400, code: "LimitExceededException"}
	}
	r := &resource{key: q.key, creator: q.caller, version: 1, created: m.now, updated: m.now,
		spec: q.spec.described(), tags: slices.Clone(q.tags), tokens: map[string]string{}}
	why := ""
	if since, ok := m.implicit[q.key]; ok {
		r.version, r.created, why = 2, since, "implicit"
		delete(m.implicit, q.key)
	}
	m.all[q.key] = r
	m.noteWrite(q, r)
	return written(q, r, why)
}

func (m *model) update(q request) outcome {
	r, no := m.find(q)
	if no.refused() {
		return no
	}
	if r.creator != q.caller {
		return forbidden("not its owner")
	}
	if first, known := r.tokens[q.token]; known {
		if first == fingerprint(q) {
			return written(q, r, "repeated")
		}
		return conflict("token")
	}
	if no := m.checkSpec(q, r); no.refused() {
		return no
	}
	r.version, r.updated, r.spec = r.version+1, m.now, q.spec.described()
	m.noteWrite(q, r)
	return written(q, r, "")
}

// noteWrite records the client token and the implicit virtual services of a create or an update.
func (m *model) noteWrite(q request, r *resource) {
	if q.token != "" {
		r.tokens[q.token] = fingerprint(q)
	}
	for _, name := range q.spec.backends {
		service := q.sibling(virtualService, name)
		if _, known := m.implicit[service]; !known && m.all[service] == nil {
			m.implicit[service] = m.now
		}
	}
}

// fingerprint identifies a request by verb, caller, spec and tags, to compare requests with the
// same client token. An absent list of backends equals an empty one (rule 56), and duplicate
// backends do not count (rule 66).
func fingerprint(q request) string {
	q.spec = q.spec.described()
	if q.spec.backends == nil {
		q.spec.backends = []string{}
	}
	return fmt.Sprintf("%s %s %s %v", q.verb, q.caller, q.spec.document(q.kind), q.tags)
}

// delete implements rules 11, 33, 41 and 58.
func (m *model) delete(q request) outcome {
	r, no := m.find(q)
	if no.refused() {
		return no
	}
	if q.caller != r.creator && q.caller != r.owner {
		return forbidden("not its owner")
	}
	for _, other := range m.all {
		if other.kind != mesh && other.parent() == r.key {
			return inUse("has a child")
		}
	}
	for _, other := range m.all {
		if other.refersTo(r.key) {
			return inUse("referenced by a " + other.kind)
		}
	}
	delete(m.all, r.key)
	r.updated = m.now
	if r.kind != mesh {
		r.version++
		return shown(r, "DELETED", "")
	}
	for s := range m.shares {
		if s.mesh == r.key {
			delete(m.shares, s)
		}
	}
	for service := range m.implicit {
		if service.inMesh() == r.key {
			delete(m.implicit, service)
		}
	}
	return shown(r, "DELETED", "")
}

// refersTo reports whether the resource's spec refers to another.
func (r *resource) refersTo(at key) bool {
	return slices.ContainsFunc(r.spec.targets, func(t target) bool { return r.sibling(t.kind, t.name) == at })
}
