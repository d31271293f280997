package envoy

import "slices"

// Rollout orders the steps of a change of one Envoy's configuration so that no request is
// lost (rule 106). New clusters come first, then new virtual hosts of a gateway, then
// listeners and the other route configurations. Unused resources are removed last, in reverse
// order. A step begins when the Envoy has acknowledged all previous resources, or has not
// acknowledged them for maxPolls polls.
//
// A Rollout is not safe for concurrent use. The zero Rollout has sent nothing.
type Rollout struct {
	target   *Config
	given    *Config // the source of listeners and routes
	clusters Set
	staged   map[string]VirtualHosts
	last     map[resourceID]string // the last version sent
	acked    map[resourceID]string // the version that the Envoy has
	polls    map[resourceID]int    // polls since then without an acknowledgement
	done     bool                  // the Envoy gets only the target
	versions map[resourceID]string // of the results of Resources, while done
}

// resourceID identifies a subscription: a type and, for types that are requested by name, the
// name.
type resourceID struct {
	kind Type
	name string
}

// maxPolls is the number of polls after which a version counts as rejected.
const maxPolls = 3

// Target sets the final configuration of the Envoy.
func (r *Rollout) Target(c *Config) {
	if r.last == nil {
		r.last, r.acked, r.polls = map[resourceID]string{}, map[resourceID]string{}, map[resourceID]int{}
	}
	if r.target == c && r.done {
		return
	}
	r.target, r.done = c, false
	if r.given == nil {
		r.given, r.clusters, r.staged = c, c.Sets[Clusters], c.Staged
	}
	r.step()
}

// Acknowledge records the version that the Envoy has of a type, or of one route configuration
// of type Routes.
func (r *Rollout) Acknowledge(kind Type, name, version string) {
	id := resourceID{kind, name}
	r.acked[id] = version
	if last, given := r.last[id]; given {
		if last == version {
			r.polls[id] = 0
		} else {
			r.polls[id]++
		}
	}
	r.step()
}

// Reject records that the Envoy has rejected the last version sent.
func (r *Rollout) Reject(kind Type, name string) {
	r.polls[resourceID{kind, name}] = maxPolls
	r.step()
}

// Rejected returns the types whose last version the Envoy does not acknowledge.
func (r *Rollout) Rejected() (list []Type) {
	for id, n := range r.polls {
		if n >= maxPolls && !slices.Contains(list, id.kind) {
			list = append(list, id.kind)
		}
	}
	slices.Sort(list)
	return list
}

// Acknowledged returns the version of a type that the Envoy has. It returns "" if the Envoy
// does not have the current version of each of several resources.
func (r *Rollout) Acknowledged(kind Type) string {
	if kind != Routes {
		return r.acked[resourceID{kind, ""}]
	}
	for _, name := range r.target.Used {
		if r.acked[resourceID{kind, name}] != r.version(kind, name) {
			return ""
		}
	}
	return r.target.Sets[Routes].Version()
}

// Resources returns the resources to send now: all resources of a type or, if name is not
// empty, the named one.
func (r *Rollout) Resources(kind Type, name string) Set {
	var set Set
	switch kind {
	case Clusters:
		set = r.clusters
	case Listeners:
		set = r.given.Sets[kind]
	case Routes:
		if set = r.route(name); set != nil || name != "" {
			return set
		}
		return r.given.Sets[kind]
	default: // endpoints and secrets, which clusters and listeners of either stage use
		set = Union(r.target.Sets[kind], r.given.Sets[kind])
	}
	if name != "" {
		return set.Get(name)
	}
	return set
}

func (r *Rollout) route(name string) Set {
	if hosts, ok := r.staged[name]; ok {
		return Set{hosts.Resource()}
	}
	if found := r.given.Sets[Routes].Get(name); found != nil {
		return found
	}
	return r.target.Sets[Routes].Get(name)
}

// Given records that the result of Resources is sent. It returns that result and its version.
func (r *Rollout) Given(kind Type, name string) (Set, string) {
	set, version := r.Resources(kind, name), r.version(kind, name)
	if id := (resourceID{kind, name}); r.last[id] != version {
		r.last[id], r.polls[id] = version, 0
	}
	return set, version
}

// version returns the version of the result of Resources. It is cached once the Envoy has the
// target, so that later polls cost little.
func (r *Rollout) version(kind Type, name string) string {
	id := resourceID{kind, name}
	if !r.done {
		return r.Resources(kind, name).Version()
	}
	if _, known := r.versions[id]; !known {
		r.versions[id] = r.Resources(kind, name).Version()
	}
	return r.versions[id]
}

// step performs all steps that are possible now.
func (r *Rollout) step() {
	if r.target == nil || r.done {
		return
	}
	if union := Union(r.target.Sets[Clusters], r.clusters); union.Version() != r.clusters.Version() {
		r.clusters = union
	}
	if !r.settled(resourceID{Clusters, ""}, r.clusters.Version()) {
		return
	}
	if r.given != r.target {
		if !r.stageHosts() {
			return
		}
		r.given = r.target
	}
	if !r.settledFront() {
		return
	}
	r.staged = r.target.Staged
	for name := range r.staged {
		if !r.settled(resourceID{Routes, name}, r.Resources(Routes, name).Version()) {
			return
		}
	}
	r.clusters = r.target.Sets[Clusters]
	r.done, r.versions = true, map[resourceID]string{}
}

// stageHosts adds new virtual hosts to those that the Envoy has. It reports whether the Envoy
// has acknowledged them.
func (r *Rollout) stageHosts() bool {
	union := map[string]VirtualHosts{}
	settled := true
	for name, hosts := range r.target.Staged {
		if old, ok := r.staged[name]; ok {
			hosts = hosts.Union(old)
		}
		union[name] = hosts
	}
	for name, old := range r.staged {
		if _, ok := union[name]; !ok {
			union[name] = old
		}
	}
	r.staged = union
	for name, hosts := range union {
		id := resourceID{Routes, name}
		if _, asked := r.last[id]; asked && !r.settled(id, Set{hosts.Resource()}.Version()) {
			settled = false
		}
	}
	return settled
}

// settledFront reports whether the Envoy has the listeners and routes of the target.
func (r *Rollout) settledFront() bool {
	if !r.settled(resourceID{Listeners, ""}, r.given.Sets[Listeners].Version()) {
		return false
	}
	for _, name := range r.given.Used {
		if !r.settled(resourceID{Routes, name}, r.Resources(Routes, name).Version()) {
			return false
		}
	}
	return true
}

// settled reports whether the given version was sent last and the Envoy has acknowledged or
// rejected it. An earlier version is not settled, because its replacement may be under way.
func (r *Rollout) settled(id resourceID, version string) bool {
	return r.last[id] == version && (r.acked[id] == version || r.polls[id] >= maxPolls)
}
