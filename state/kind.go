package state

import (
	"slices"
	"strings"
	"unicode"
)

// Kind is one of App Mesh's seven kinds of resources. The zero Kind is not one of them; a key
// with it identifies a tenant, the parent of meshes.
type Kind uint8

// The kinds.
const (
	Mesh Kind = iota + 1
	VirtualGateway
	GatewayRoute
	VirtualNode
	VirtualRouter
	Route
	VirtualService

	kindCount
)

// kinds is the only table of facts about kinds, indexed by Kind. Children are the kinds whose
// parent it is, holders the kinds whose specs refer to it, both in the order in which App Mesh
// checks for them before it deletes a resource (rule 11). A virtual node does not hold the
// virtual services of its backends, because they need not exist (rule 8).
var kinds = [kindCount]struct {
	name, plural string
	parent       Kind
	children     []Kind
	holders      []Kind
	quota        Quota
}{
	Mesh: {
		name: "mesh", plural: "meshes",
		children: []Kind{VirtualNode, VirtualRouter, VirtualService, VirtualGateway},
		quota:    Quota{"meshesPerAccount", "meshes per account", "L-AC861A39", 15},
	},
	VirtualGateway: {
		name: "virtualGateway", plural: "virtualGateways", parent: Mesh,
		children: []Kind{GatewayRoute},
		quota:    Quota{"virtualGatewaysPerMesh", "virtual gateways per mesh", "L-87E74146", 3},
	},
	GatewayRoute: {
		name: "gatewayRoute", plural: "gatewayRoutes", parent: VirtualGateway,
		quota: Quota{"gatewayRoutesPerVirtualGateway", "gateway routes per virtual gateway", "L-F6F26D09", 10},
	},
	VirtualNode: {
		name: "virtualNode", plural: "virtualNodes", parent: Mesh,
		holders: []Kind{Route, VirtualService},
		quota:   Quota{"virtualNodesPerMesh", "virtual nodes per mesh", "L-E043DFB4", 200},
	},
	VirtualRouter: {
		name: "virtualRouter", plural: "virtualRouters", parent: Mesh,
		children: []Kind{Route},
		holders:  []Kind{VirtualService},
		quota:    Quota{"virtualRoutersPerMesh", "virtual routers per mesh", "L-50F6C35A", 200},
	},
	Route: {
		name: "route", plural: "routes", parent: VirtualRouter,
		quota: Quota{"routesPerVirtualRouter", "routes per virtual router", "L-BB90B7FF", 50},
	},
	VirtualService: {
		name: "virtualService", plural: "virtualServices", parent: Mesh,
		holders: []Kind{GatewayRoute},
		quota:   Quota{"virtualServicesPerMesh", "virtual services per mesh", "L-DA7495A7", 200},
	},
}

// Kinds returns the seven kinds, each after its parent: the order of saved documents and
// of differences.
func Kinds() []Kind {
	return []Kind{Mesh, VirtualGateway, GatewayRoute, VirtualNode, VirtualRouter, Route, VirtualService}
}

// CreationOrder returns the kinds in an order in which resources can be created: each kind
// after its parent and after the kinds that its specs refer to.
func CreationOrder() []Kind {
	return []Kind{Mesh, VirtualNode, VirtualRouter, Route, VirtualService, VirtualGateway, GatewayRoute}
}

// CreationOrder returns the position of the kind in [CreationOrder].
func (k Kind) CreationOrder() int { return slices.Index(CreationOrder(), k) }

// ParseKind returns the kind with the given name, and 0 if there is none.
func ParseKind(name string) Kind {
	for k := Mesh; k < kindCount; k++ {
		if kinds[k].name == name {
			return k
		}
	}
	return 0
}

// String returns the name of the kind as it appears in ARNs, such as "virtualGateway".
func (k Kind) String() string { return kinds[k].name }

// Plural returns the name of the list member that holds resources of the kind, such as
// "virtualGateways".
func (k Kind) Plural() string { return kinds[k].plural }

// Title returns the name of the kind as it appears in operations and messages, such as
// "VirtualGateway".
func (k Kind) Title() string { return derivedNames[k].title }

// PluralTitle returns the plural of Title, such as "VirtualGateways".
func (k Kind) PluralTitle() string { return derivedNames[k].pluralTitle }

// NameMember returns the member that holds the name of a resource of the kind, such as
// "virtualGatewayName".
func (k Kind) NameMember() string { return derivedNames[k].member }

// Parent returns the kind of the parent, 0 for a mesh.
func (k Kind) Parent() Kind { return kinds[k].parent }

// Children returns the kinds whose parent is k, in the order in which App Mesh checks for
// them before it deletes a resource.
func (k Kind) Children() []Kind { return slices.Clone(kinds[k].children) }

// Holders returns the kinds whose specs refer to resources of kind k, in the order in which
// App Mesh checks for them before it deletes a resource. Backends do not count.
func (k Kind) Holders() []Kind { return slices.Clone(kinds[k].holders) }

// Reference returns the kind of the resource that a member of k's spec names, and 0 if the
// member names none. Backends do not count.
func (k Kind) Reference(member string) Kind {
	for to := Mesh; to < kindCount; to++ {
		if (member == kinds[to].name || member == to.NameMember()) && slices.Contains(kinds[to].holders, k) {
			return to
		}
	}
	return 0
}

// Depth returns the number of names in a key of the kind: its own and those of its parents.
func (k Kind) Depth() int { return derivedNames[k].depth }

// derivedNames caches values derived from the table, because requests need them often.
var derivedNames = func() (all [kindCount]struct {
	title, pluralTitle, member, words string
	depth                             int
}) {
	capitalized := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	for k := Mesh; k < kindCount; k++ {
		all[k].title = capitalized(kinds[k].name)
		all[k].pluralTitle = capitalized(kinds[k].plural)
		all[k].member = kinds[k].name + "Name"
		all[k].words = inWords(kinds[k].name)
		for parent := k; parent != 0; parent = kinds[parent].parent {
			all[k].depth++
		}
	}
	return all
}()

// words returns the kind as error messages name it, such as "virtual gateway".
func (k Kind) words() string { return derivedNames[k].words }

// inWords returns a name in camel case as lower-case words.
func inWords(name string) string {
	var words []rune
	for _, c := range name {
		if unicode.IsUpper(c) {
			words = append(words, ' ')
		}
		words = append(words, unicode.ToLower(c))
	}
	return string(words)
}
