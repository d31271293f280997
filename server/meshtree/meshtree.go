// Package meshtree shows the resources of a mesh as a tree in the order that requests pass
// them: mesh, gateways, gateway routes, services, routers, routes, nodes.
//
//	err := meshtree.Render(os.Stdout, srv.Checkpoint(), tenant, "shop")
package meshtree

import (
	"io"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Node is a resource in a tree. If several resources refer to the same resource, only its
// first node has children. The other nodes have Above set.
type Node struct {
	Kind     string `json:"kind"` // "virtualGateway"
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`    // how the parent refers to it: "weight 90/100", "backend"
	Summary  string `json:"summary,omitempty"` // as Summary returns it
	Missing  bool   `json:"missing,omitempty"` // the parent names it, but it does not exist
	Above    bool   `json:"above,omitempty"`   // the children are at an earlier node of the resource
	Children []Node `json:"children,omitempty"`
}

// Render writes the tree of a mesh, or of all meshes of the tenant if the name is empty, as
// plain text. It writes "no meshes" if there are none.
func Render(w io.Writer, s state.Snapshot, tenant state.Tenant, mesh string) error {
	nodes := Build(s, tenant, mesh)
	if len(nodes) == 0 {
		_, err := io.WriteString(w, "no meshes\n")
		return err
	}
	return Write(w, nodes, Style{})
}

// Build returns the tree of a mesh, or of all meshes of the tenant if the name is empty,
// sorted by name. It returns nil if there are none.
func Build(s state.Snapshot, tenant state.Tenant, mesh string) []Node {
	b := builder{snapshot: s, children: map[state.Key][]*state.Resource{}, seen: map[state.Key]bool{}}
	for _, kind := range state.Kinds()[1:] {
		for r := range s.Resources(tenant, kind) {
			if mesh == "" || r.Names[0] == mesh {
				b.children[r.Parent()] = append(b.children[r.Parent()], r)
			}
		}
	}
	var nodes []Node
	for r := range s.Resources(tenant, state.Mesh) {
		if mesh == "" || r.Name() == mesh {
			nodes = append(nodes, b.mesh(r))
		}
	}
	return nodes
}

// builder builds the trees of one tenant.
type builder struct {
	snapshot state.Snapshot
	children map[state.Key][]*state.Resource // by parent
	seen     map[state.Key]bool              // resources that have a node
}

// mesh returns the tree of a mesh: its gateways, then the resources that no gateway leads to.
func (b *builder) mesh(r *state.Resource) Node {
	node := newNode(r, "")
	where := "account " + r.Tenant.Account + ", " + r.Tenant.Region
	if node.Summary != "" {
		where += ", " + node.Summary
	}
	node.Summary = where
	for _, kind := range slices.Backward(state.Mesh.Children()) { // gateways first, nodes last
		for _, child := range b.of(r, kind) {
			if !b.seen[child.Key] {
				node.Children = append(node.Children, b.node(child, ""))
			}
		}
	}
	return node
}

// of returns the children of a resource that are of one kind.
func (b *builder) of(parent *state.Resource, kind state.Kind) []*state.Resource {
	var some []*state.Resource
	for _, child := range b.children[parent.Key] {
		if child.Kind == kind {
			some = append(some, child)
		}
	}
	return some
}

// node returns the tree of a resource below a mesh.
func (b *builder) node(r *state.Resource, role string) Node {
	node := newNode(r, role)
	if node.Above = b.seen[r.Key]; node.Above {
		return node
	}
	b.seen[r.Key] = true
	children := b.children[r.Key]
	byPriority(children)
	for _, child := range children {
		node.Children = append(node.Children, b.node(child, ""))
	}
	for _, to := range References(r) {
		node.Children = append(node.Children, b.reference(r, to))
	}
	return node
}

// reference returns the tree of a referenced resource. It does not follow backends, because
// they are not part of the request's path and may form cycles.
func (b *builder) reference(from *state.Resource, to Reference) Node {
	r := b.snapshot.Get(from.Mesh().Child(to.Kind, to.Name))
	switch {
	case r == nil:
		return Node{Kind: to.Kind.String(), Name: to.Name, Role: to.Role, Missing: true}
	case r.Kind == state.VirtualService && from.Kind == state.VirtualNode:
		return Node{Kind: to.Kind.String(), Name: to.Name, Role: to.Role}
	}
	return b.node(r, to.Role)
}

func newNode(r *state.Resource, role string) Node {
	return Node{Kind: r.Kind.String(), Name: r.Name(), Role: role, Summary: Summary(r)}
}
