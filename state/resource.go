package state

// Resource is a resource at one version.
type Resource struct {
	Key

	UID     UID
	Owner   string // the account that created it
	Version int64  // 1 when new
	Created int64  // in milliseconds since 1970
	Updated int64  // in milliseconds since 1970
	Spec    string // canonical JSON, as a describe operation shows it
	Tags    []Tag  // in the order in which they were first set
}

// Draft is the input of a create or an update.
type Draft struct {
	Key
	References

	Caller   string   // the account that makes the request
	Spec     string   // canonical JSON
	Backends []string // the virtual services that a virtual node names; they need not exist (rule 49)
	Tags     []Tag    // of a create
	Token    string   // the client token; "" for none
}

// Tag is a tag of a resource.
type Tag struct {
	Key, Value string

	seq int // grows with each new tag of the resource; pages of tags continue after one
}

// References describes those parts of a spec that matter to other resources.
type References struct {
	Targets   []Target   // the resources that the spec refers to
	Listeners []Listener // the listeners of a gateway, node or router
	Match     Listener   // of a route or gateway route: the parent's listeners to which it applies
}

// Target is a resource of the same mesh that a spec refers to.
type Target struct {
	Kind Kind
	Name string
	Port uint16 // 0 if the spec names none
}

// Listener is a port and its protocol.
type Listener struct {
	Port     uint16 // 0 if the spec names none
	Protocol Protocol
}

// Protocol is the protocol of a listener. The zero Protocol is none.
type Protocol uint8

// The protocols.
const (
	HTTP Protocol = iota + 1
	HTTP2
	GRPC
	TCP
)

var protocolNames = [...]string{"", "http", "http2", "grpc", "tcp"}

// String returns the protocol's name as it appears in specs.
func (p Protocol) String() string { return protocolNames[p] }

// ParseProtocol returns the protocol with the given name, and 0 if there is none.
func ParseProtocol(name string) Protocol {
	for p := HTTP; p <= TCP; p++ {
		if protocolNames[p] == name {
			return p
		}
	}
	return 0
}

// maxVersion is the highest version of a resource, the largest integer that every JSON
// reader represents exactly. A resource that reaches it keeps it.
const maxVersion = 1<<53 - 1

// nextVersion returns the version that follows v.
func nextVersion(v int64) int64 { return min(v+1, maxVersion) }
