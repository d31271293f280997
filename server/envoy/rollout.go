package envoy

import "slices"

// Rollout orders the steps of a change of one Envoy's configuration, so that no request is
// lost (rule 106): new clusters come first, then new virtual hosts of a gateway, then
// listeners and the other route configurations; what is unused goes last, in reverse order.
// A step is taken when the Envoy has acknowledged all that it was given before, or does not
// acknowledge it for maxPolls polls.
//
// A Rollout is not safe for concurrent use. The zero Rollout has given nothing.
type Rollout struct {
	target   *Config
	given    *Config // listeners and routes are its
	clusters Set
	staged   map[string]VirtualHosts
	last     map[resourceID]string // the version that was given last
	acked    map[resourceID]string // the version that the Envoy has
	polls    map[resourceID]int    // how often it asked since, without having acknowledged
	done     bool                  // the Envoy is given the target, and nothing else
	versions map[resourceID]string // of what Resources returns, while done
}

// resourceID is a subscription: a type, and for types that are asked for by name the name.
type resourceID struct {
	kind Type
	name string
}

// maxPolls is the number of polls after which a version counts as rejected.
const maxPolls = 3

// Target sets the configuration that the Envoy is to have in the end.
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

// Acknowledge records the version that the Envoy has of a type, or of one route
// configuration of the type Routes.
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

// Reject records that the Envoy has refused the version that it was given last.
func (r *Rollout) Reject(kind Type, name string) {
	r.polls[resourceID{kind, name}] = maxPolls
	r.step()
}

// Rejected returns the types of which the Envoy does not acknowledge what it was given.
func (r *Rollout) Rejected() (list []Type) {
	for id, n := range r.polls {
		if n >= maxPolls && !slices.Contains(list, id.kind) {
			list = append(list, id.kind)
		}
	}
	slices.Sort(list)
	return list
}

// Acknowledged returns the version of a type that the Envoy has, "" if of several resources not
// all are the current ones.
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

// Resources returns what the Envoy is to be given now: all resources of a type, or the one
// with a name if the name is not empty.
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

// Given records that the Envoy is given what Resources returns, and returns its version.
func (r *Rollout) Given(kind Type, name string) (Set, string) {
	set, version := r.Resources(kind, name), r.version(kind, name)
	if id := (resourceID{kind, name}); r.last[id] != version {
		r.last[id], r.polls[id] = version, 0
	}
	return set, version
}

// version returns the version of what Resources returns. Once all is given it is computed
// once, so that a poll of an Envoy that has all costs little.
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

// step takes all steps that can be taken.
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

// stageHosts adds new virtual hosts to those that the Envoy has, and reports whether it has
// acknowledged them.
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

// settled reports whether the Envoy was given a version last, and has acknowledged or rejects
// it. One that it had before another is not settled: it may just be replaced.
func (r *Rollout) settled(id resourceID, version string) bool {
	return r.last[id] == version && (r.acked[id] == version || r.polls[id] >= maxPolls)
}
