package server

import (
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// OperationName is the name of an operation. Where it selects calls, it may also be a list
// of patterns, such as "Create*,Update*".
type OperationName string

// Operation describes one of the 38 operations of the App Mesh API.
type Operation struct {
	Name   string   // such as "CreateVirtualGateway"
	Method string   // the HTTP method, such as "PUT"
	Path   string   // with variables, such as "/v20190125/meshes/{meshName}/virtualGateways"
	Errors []string // the exceptions that AWS's API model declares for it
}

// Operations returns the operations of the App Mesh API, sorted by name.
func Operations() []Operation {
	operations := make([]Operation, 0, len(model.Operations))
	for _, op := range model.Operations {
		operations = append(operations, Operation{op.Name, op.Method, op.Path, slices.Clone(op.Errors)})
	}
	return operations
}
