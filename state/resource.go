// Package state answers what is true: which App Mesh resources exist, and the rules between them.
package state

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Kind is one of App Mesh's seven kinds of resource. Its String is the segment
// that the kind has in an ARN and the stem of its JSON name.
type Kind uint8

// The seven kinds. The zero Kind is none of them: it is the home of the meshes, an account in a region.
const (
	Mesh Kind = iota + 1
	VirtualGateway
	GatewayRoute
	VirtualNode
	VirtualRouter
	Route
	VirtualService
)

// Kinds lists the seven kinds, each after the kind that is its home.
var Kinds = [...]Kind{Mesh, VirtualGateway, GatewayRoute, VirtualNode, VirtualRouter, Route, VirtualService}

var kindNames = [...]string{"", "mesh", "virtualGateway", "gatewayRoute", "virtualNode", "virtualRouter", "route", "virtualService"}

// String answers the kind's name as App Mesh spells it, such as "virtualGateway".
func (k Kind) String() string { return kindNames[k] }

// NameMember answers the member that holds the name of a resource of the kind: "virtualGatewayName".
func (k Kind) NameMember() string { return nameMembers[k] }

var nameMembers = func() (members [len(kindNames)]string) {
	for k, name := range kindNames {
		members[k] = name + "Name"
	}
	return members
}()

// Title returns the kind's name as the names of its operations have it, such as "VirtualGateway".
func (k Kind) Title() string {
	name := kindNames[k]
	return strings.ToUpper(name[:1]) + name[1:]
}

// Plural returns the kind's name in the plural, such as "virtualGateways".
func (k Kind) Plural() string {
	if k == Mesh {
		return "meshes"
	}
	return kindNames[k] + "s"
}

// CreationOrder returns the position of the kind in an order in which resources can be created
// so that each finds its parent and the resources that it refers to.
func (k Kind) CreationOrder() int { return slices.Index(creationOrder[:], k) }

var creationOrder = [...]Kind{Mesh, VirtualNode, VirtualRouter, Route, VirtualService, VirtualGateway, GatewayRoute}

// Children returns the kinds whose parent is the kind.
func (k Kind) Children() []Kind {
	var children []Kind
	for _, child := range Kinds {
		if child.Parent() == k {
			children = append(children, child)
		}
	}
	return children
}

// ParseKind answers the kind of a name, and 0 for a name that is none.
func ParseKind(name string) Kind {
	for _, k := range Kinds {
		if kindNames[k] == name {
			return k
		}
	}
	return 0
}

// Parent answers the kind that this kind lives in: none for a mesh.
func (k Kind) Parent() Kind {
	switch k {
	case 0, Mesh:
		return 0
	case GatewayRoute:
		return VirtualGateway
	case Route:
		return VirtualRouter
	default:
		return Mesh
	}
}

// Depth is how many names a key of the kind has: its own and its homes'.
func (k Kind) Depth() int {
	switch k {
	case 0:
		return 0
	case Mesh:
		return 1
	case GatewayRoute, Route:
		return 3
	default:
		return 2
	}
}

// Tenant is an account in a region. Nothing is shared between two worlds but the
// meshes that one account shares with another in the same region (rule 35).
type Tenant struct {
	Account string // twelve digits
	Region  string
}

// Key is what a resource is known by.
type Key struct {
	Kind   Kind
	Tenant Tenant    // of the mesh: its account is the mesh owner
	Names  [3]string // outermost first: the mesh, then the router or gateway if the kind has one, then its own
}

// Name answers the resource's own name.
func (k Key) Name() string { return k.Names[k.Kind.Depth()-1] }

// Parent answers the key of what the resource lives in: of a mesh, its world.
func (k Key) Parent() Key {
	home := Key{Kind: k.Kind.Parent(), Tenant: k.Tenant}
	copy(home.Names[:home.Kind.Depth()], k.Names[:])
	return home
}

// Mesh answers the key of the mesh that the resource is in.
func (k Key) Mesh() Key {
	return Key{Kind: Mesh, Tenant: k.Tenant, Names: [3]string{k.Names[0]}}
}

// Child answers the key of a resource that lives in this one.
func (k Key) Child(kind Kind, name string) Key {
	child := Key{Kind: kind, Tenant: k.Tenant, Names: k.Names}
	child.Names[kind.Depth()-1] = name
	return child
}

// UID is a resource's unique identifier, a UUID.
type UID [16]byte

// String writes the UID as lower-case hexadecimal digits in the groups of a UUID.
func (u UID) String() string {
	var text [36]byte
	return string(u.Append(text[:0]))
}

// Append appends the UID as String writes it.
func (u UID) Append(dst []byte) []byte {
	dst = append(hex.AppendEncode(dst, u[:4]), '-')
	dst = append(hex.AppendEncode(dst, u[4:6]), '-')
	dst = append(hex.AppendEncode(dst, u[6:8]), '-')
	dst = append(hex.AppendEncode(dst, u[8:10]), '-')
	return hex.AppendEncode(dst, u[10:])
}

// ParseUID reads a UID as String writes it.
func ParseUID(text string) (UID, error) {
	var u UID
	digits, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(digits) != len(u) {
		return u, fmt.Errorf("%q is no UUID", text)
	}
	copy(u[:], digits)
	if u.String() != text {
		return u, fmt.Errorf("%q is no UUID in lower case", text)
	}
	return u, nil
}

// Listener is a port and the protocol that is spoken on it.
type Listener struct {
	Port     uint16 // 0: none given
	Protocol Protocol
}

// Protocol is one of the protocols of App Mesh.
type Protocol uint8

// The protocols.
const (
	HTTP Protocol = iota + 1
	HTTP2
	GRPC
	TCP
)

var protocolNames = [...]string{"", "http", "http2", "grpc", "tcp"}

// String answers the protocol's name as App Mesh spells it.
func (p Protocol) String() string { return protocolNames[p] }

// ParseProtocol answers the protocol of a name, and 0 for a name that is none.
func ParseProtocol(name string) Protocol {
	for p := HTTP; p <= TCP; p++ {
		if protocolNames[p] == name {
			return p
		}
	}
	return 0
}

// Target is a resource in the same mesh that a spec points at.
type Target struct {
	Kind Kind
	Name string
	Port uint16 // 0: none given
}

// Tag is a tag of a resource.
type Tag struct {
	Key, Value string

	seq int // counts up over the life of the resource: where a page of tags goes on
}

// References is what a spec says to other resources.
type References struct {
	Targets   []Target   // what must exist
	Listeners []Listener // what it listens on
	Match     Listener   // of a route or gateway route: what it matches, on which of its home's listeners
}

// Resource is one resource as it stands at one version.
type Resource struct {
	Key

	UID     UID
	Owner   string // the account that made it; in its own mesh the mesh owner
	Version int64  // 1 when new
	Created int64  // milliseconds since 1970
	Updated int64  // milliseconds since 1970
	Spec    string // canonical JSON, as Describe shows it
	Tags    []Tag  // in the order they were first set
}

// Draft is what a create or an update asks for.
type Draft struct {
	Key
	References

	Caller   string   // the account that asks
	Spec     string   // canonical JSON
	Backends []string // the virtual services that a virtual node names as its backends; they need not exist
	Tags     []Tag    // of a create
	Token    string   // the client token; "" for none
}
