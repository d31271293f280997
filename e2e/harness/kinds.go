package harness

import (
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// NameMembers returns the members that name a resource of a kind: those of its parents,
// outermost first, and its own.
func NameMembers(kind state.Kind) []string {
	var members []string
	for ; kind != 0; kind = kind.Parent() {
		members = slices.Insert(members, 0, kind.NameMember())
	}
	return members
}

// Named returns the members of an input or a response that name a resource of a kind.
func Named(kind state.Kind, input Object) Object {
	names := Object{}
	for _, member := range NameMembers(kind) {
		names[member] = input[member]
	}
	return names
}

// ParseOperation returns the verb and the kind of an operation, such as "Create" and
// [state.Mesh]. They are "" and 0 for the operations on tags.
func ParseOperation(name string) (verb string, kind state.Kind) {
	for _, verb := range []string{"Create", "Describe", "Update", "Delete", "List"} {
		for _, kind := range state.Kinds() {
			if name == verb+kind.Title() || verb == "List" && name == verb+kind.PluralTitle() {
				return verb, kind
			}
		}
	}
	return "", 0
}

// Need is a resource that must exist for the success of a request.
type Need struct {
	Kind  state.Kind
	Names Object // the members that name it
}

// Needs returns the resources that the create of a resource needs: its parent, and those that
// the spec refers to. They have needs of their own.
func Needs(kind state.Kind, input Object) []Need {
	var needs []Need
	if parent := kind.Parent(); parent != 0 {
		needs = append(needs, Need{parent, Named(parent, input)})
	}
	var visit func(value any)
	visit = func(value any) {
		switch v := value.(type) {
		case Object:
			for member, inner := range v {
				to := kind.Reference(member)
				if name, ok := inner.(string); ok && to != 0 {
					needs = append(needs, Need{to, Object{"meshName": input["meshName"], to.NameMember(): name}})
				}
				visit(inner)
			}
		case []any:
			for _, inner := range v {
				visit(inner)
			}
		}
	}
	visit(input["spec"])
	return needs
}

// IsQueryMember reports whether a member of an input belongs into the query.
func IsQueryMember(member string) bool {
	return slices.Contains([]string{"limit", "meshOwner", "nextToken", "resourceArn"}, member)
}

// IsPathMember reports whether a member of an input belongs into a path such as
// /v20190125/meshes/{meshName}.
func IsPathMember(path, member string) bool { return strings.Contains(path, "{"+member+"}") }
