package model

import "strconv"

// Spec is what the spec of each of the seven kinds can do.
type Spec interface {
	// Check answers the first rule between fields that the spec breaks and
	// that is in force, or nil.
	Check(inForce func(rule int) bool) *RuleViolation
	// ApplyDefaults fills in the defaults that every answer shows: the port of a
	// health check on a listener of a node or gateway. Nothing else. It
	// reports whether it changed anything.
	ApplyDefaults() bool
	// ApplyDescribeDefaults fills in the defaults that only Describe and Delete show:
	// a node's backends, from absent to the empty list. It reports whether it
	// changed anything.
	ApplyDescribeDefaults() bool
	// References says what the spec tells other resources.
	References() References
}

// RuleViolation is a rule between fields that a spec breaks.
type RuleViolation struct {
	Rule   int    // 16, 28, 50 or 51
	Member string // its path: spec.listeners.1.member.healthCheck.port
	Text   string // the whole message
}

func (b *RuleViolation) Error() string { return b.Text }

// References is what a spec tells other resources.
type References struct {
	Targets   []Target   // resources that must exist, in the order the spec names them
	Backends  []string   // virtual services that a node names as backends
	Listeners []Listener // of a node, router or gateway
	Match     Listener   // of a route or gateway route: the port it matches (0: none) and its protocol
}

// Target is a resource that a spec points at.
type Target struct {
	Kind string // "virtualNode", "virtualRouter" or "virtualService"
	Name string
	Port int32 // 0: not given
}

// Listener is a port and the protocol that is spoken there.
type Listener struct {
	Port     int32
	Protocol string // "http", "http2", "grpc" or "tcp"
}

// The rules between fields.
const (
	ruleBackendName      = 16 // assumed: 1 to 255 characters
	ruleFields           = 28 // documented; the sentences are ours
	ruleServiceDiscovery = 50 // recorded
	ruleGrpcHealthCheck  = 51 // recorded
)

// checker keeps the first rule that is broken and in force.
type checker struct {
	inForce func(rule int) bool
	broken  *RuleViolation
}

// refuse notes a broken rule whose message is recorded or stands alone.
func (c *checker) refuse(rule int, member, text string) {
	if c.broken == nil && c.inForce(rule) {
		c.broken = &RuleViolation{Rule: rule, Member: member, Text: text}
	}
}

// must notes a broken rule in our own words: "<member> must …".
func (c *checker) must(rule int, member, say string) {
	c.refuse(rule, member, member+" must "+say)
}

// exactlyOne wants one of the members of a structure that is no union in the
// model but documented as one (rule 28).
func (c *checker) exactlyOne(member, names string, set ...bool) {
	n := 0
	for _, is := range set {
		if is {
			n++
		}
	}
	if n != 1 {
		c.must(ruleFields, member, "have exactly one of "+names)
	}
}

// item is the path of a list's item, counted from 0.
func item(list string, i int) string {
	return list + "." + strconv.Itoa(i+1) + ".member"
}

// or answers what p points at, or the zero value.
func or[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
