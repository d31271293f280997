package model

// Spec is the spec of a resource of any kind.
type Spec interface {
	// Check returns the first violation of a rule between members that is in force, or nil.
	Check(inForce func(rule int) bool) *RuleViolation
	// ApplyDefaults fills in the default that all responses show: the port of a health check
	// (rule 56). It reports whether it changed the spec.
	ApplyDefaults() bool
	// ApplyDescribeDefaults changes the spec of a request to the one that Describe and Delete
	// show: it completes and cleans up the lists of a virtual node (rules 30, 56 and 66). It
	// reports whether it changed the spec.
	ApplyDescribeDefaults(inForce func(rule int) bool) bool
	// References returns the references of the spec to other resources, and its listeners.
	References() References
}

// RuleViolation reports that a spec violates a rule between members.
type RuleViolation struct {
	Rule   int
	Member string // path, such as spec.listeners.1.member.healthCheck.port
	Text   string // whole message
}

// Error returns the message.
func (v *RuleViolation) Error() string { return v.Text }

// References describes the parts of a spec that matter to other resources.
type References struct {
	Targets   []Target   // resources that must exist, in the spec's order
	Backends  []string   // virtual services that a virtual node names, each once
	Listeners []Listener // of a virtual node, router or gateway
	Match     Listener   // port (0 if none) and protocol that a route or gateway route matches
}

// Target is a resource that a spec refers to.
type Target struct {
	Kind string // "virtualNode", "virtualRouter" or "virtualService"
	Name string
	Port int32 // 0 if none is given
}

// Listener is a port and its protocol.
type Listener struct {
	Port     int32
	Protocol string // "http", "http2", "grpc" or "tcp"
}

// listener returns the listener for a port mapping, which may be nil.
func (p *PortMapping) listener() Listener {
	m := deref(p)
	return Listener{Port: deref(m.Port), Protocol: deref(m.Protocol)}
}

// deref returns *p, or the zero value if p is nil.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
