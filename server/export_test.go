package server

import (
	"net/http"

	"github.com/gorilla/mux"
)

// What tests of the package from outside need from inside.

// OperationOf answers the operation that a request is for, and the exceptions that AWS's
// model declares for it; "" if there is none.
func OperationOf(r *http.Request) (name string, errors []string) {
	var match mux.RouteMatch
	if !matchOperation(r, &match) {
		return "", nil
	}
	op := match.Handler.(*row)
	return op.name, op.model.Errors
}
