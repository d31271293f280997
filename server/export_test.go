package server

import "net/http"

// OperationOf returns the name of the operation of a request, and the exceptions that
// AWS's model declares for it; "" if there is none.
func OperationOf(r *http.Request) (name string, errors []string) {
	found := route(r)
	if found == nil {
		return "", nil
	}
	return found.op.Name, found.op.Errors()
}
