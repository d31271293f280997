package api

import (
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Operation is one of the 38 operations.
type Operation struct {
	Name   string     // such as "CreateVirtualGateway"
	Method string     // the HTTP method
	Path   string     // the URL path, such as "/v20190125/meshes/{meshName}"
	Kind   state.Kind // of its resources; 0 for the operations on tags

	model       *model.Operation
	run         func(c *call, dst []byte) ([]byte, error)
	pathMembers []string // the members of the input that are variables of the path
}

// verbs maps the first word of an operation's name to its implementation.
var verbs = map[string]func(kind state.Kind) func(*call, []byte) ([]byte, error){
	"Create":   createOperation,
	"Describe": describeOperation,
	"Update":   updateOperation,
	"Delete":   deleteOperation,
	"List":     listOperation,
}

// operations holds the operations of AWS's model, sorted by name.
var operations = func() []*Operation {
	all := make([]*Operation, 0, len(model.Operations))
	for _, m := range model.Operations {
		all = append(all, newOperation(m))
	}
	return all
}()

func newOperation(m *model.Operation) *Operation {
	op := &Operation{Name: m.Name, Method: m.Method, Path: m.Path, model: m}
	for segment := range strings.SplitSeq(m.Path, "/") {
		if strings.HasPrefix(segment, "{") {
			op.pathMembers = append(op.pathMembers, strings.Trim(segment, "{}"))
		}
	}
	switch m.Name {
	case "TagResource":
		op.run = tagResource
	case "UntagResource":
		op.run = untagResource
	case "ListTagsForResource":
		op.run = listTagsForResource
	default:
		verb, kind := splitName(m.Name)
		op.Kind, op.run = kind, verbs[verb](kind)
	}
	return op
}

// splitName splits the name of an operation on resources into its verb and its kind.
func splitName(operation string) (verb string, kind state.Kind) {
	for _, kind := range state.Kinds() {
		for verb := range verbs {
			noun := kind.Title()
			if verb == "List" {
				noun = kind.PluralTitle()
			}
			if operation == verb+noun {
				return verb, kind
			}
		}
	}
	panic("api: no implementation of operation " + operation)
}

// Operations returns the operations, sorted by name.
func Operations() []*Operation { return slices.Clone(operations) }

// Lookup returns the operation with the given name, or nil.
func Lookup(name string) *Operation {
	i, ok := slices.BinarySearchFunc(operations, name, func(op *Operation, name string) int {
		return strings.Compare(op.Name, name)
	})
	if !ok {
		return nil
	}
	return operations[i]
}

// Errors returns the exceptions that AWS's model declares for the operation.
func (op *Operation) Errors() []string { return slices.Clone(op.model.Errors) }

// IsCreate reports whether the operation creates a resource. The name of that resource is in
// the body of the request, not in the path.
func (op *Operation) IsCreate() bool { return strings.HasPrefix(op.Name, "Create") }

// Target returns the names of the mesh and of the resource in the input, or "" for a missing
// one. For a list, the resource is the parent of the listed resources. Text returns a member
// of the input.
func (op *Operation) Target(text func(member string) string) (mesh, resource string) {
	for kind := op.Kind; kind != 0 && resource == ""; kind = kind.Parent() {
		resource = text(kind.NameMember())
		if op.IsCreate() {
			break
		}
	}
	return text("meshName"), resource
}
