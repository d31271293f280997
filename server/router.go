package server

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gorilla/mux"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// router has one route for all operations, whose matcher looks a path up segment by
// segment. A route for each operation would be 38 regular expressions, which take 0.8 ms to
// compile in each test and are tried one after the other for each request.
var router = sync.OnceValue(func() *mux.Router {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	router.NewRoute().MatcherFunc(matchOperation)
	return router
})

// route returns the operation of a request and the variables of its path, or nil. It only
// asks the router for a match, because serving the request through the router would copy the
// request twice to attach the variables.
func route(r *http.Request) *operationMatch {
	match := mux.RouteMatch{Vars: noVariables}
	if !router().Match(r, &match) {
		return nil
	}
	return match.Handler.(*operationMatch)
}

// noVariables is an empty map that saves mux from making one for each request. It is never
// modified, because operationMatch stores the variables.
var noVariables = map[string]string{}

// operationMatch is an operation and the variables of a request's path. It is a handler so
// that mux can return it as the result of a match.
type operationMatch struct {
	op     *api.Operation
	names  []string  // of the variables
	values [3]string // unescaped
}

// ServeHTTP implements http.Handler. It is never called: see route.
func (*operationMatch) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusInternalServerError)
}

// variable returns the value of a variable, or "" if the path has none of that name.
func (m *operationMatch) variable(name string) string {
	for i, each := range m.names {
		if each == name {
			return m.values[i]
		}
	}
	return ""
}

// matchOperation is a mux.MatcherFunc that finds the operation of a request. A variable is
// one whole segment that is not empty, taken as it was sent: "..", "a%2Fb" and "a%25b" are
// names like any other.
func matchOperation(r *http.Request, match *mux.RouteMatch) bool {
	node := pathTree()
	found := &operationMatch{}
	variables := 0
	rest, more := strings.CutPrefix(cmp.Or(r.URL.RawPath, r.URL.Path), "/")
	for more {
		var segment string
		segment, rest, more = strings.Cut(rest, "/")
		if next := node.fixed[segment]; next != nil {
			node = next
		} else if node.variable != nil && segment != "" {
			found.values[variables] = segment
			variables++
			node = node.variable
		} else {
			return false
		}
	}
	found.op, found.names = node.operations[r.Method], node.names
	if found.op == nil {
		return false
	}
	if r.URL.RawPath != "" {
		for i, value := range found.values[:variables] {
			var err error
			if found.values[i], err = url.PathUnescape(value); err != nil {
				return false
			}
		}
	}
	match.Handler = found
	return true
}

// tooLong reports whether path and query, as they were sent, are longer than MaxPath.
func tooLong(u *url.URL) bool {
	if 3*len(u.Path)+len(u.RawQuery) <= MaxPath { // an escaped byte takes three
		return false
	}
	return len(cmp.Or(u.RawPath, u.EscapedPath()))+len(u.RawQuery) > MaxPath
}

// pathNode is a node of the tree of the operations' paths.
type pathNode struct {
	fixed      map[string]*pathNode      // by segment
	variable   *pathNode                 // for any other segment
	names      []string                  // of the variables up to here
	operations map[string]*api.Operation // by method
}

// pathTree returns the root of the tree.
var pathTree = sync.OnceValue(func() *pathNode {
	root := &pathNode{}
	for _, op := range api.Operations() {
		node := root
		for _, segment := range strings.Split(op.Path, "/")[1:] {
			node = node.child(segment)
		}
		if node.operations == nil {
			node.operations = map[string]*api.Operation{}
		}
		node.operations[op.Method] = op
	}
	return root
})

// child returns the node for a segment of a path, and adds it if it is missing.
func (n *pathNode) child(segment string) *pathNode {
	if !strings.HasPrefix(segment, "{") {
		if n.fixed == nil {
			n.fixed = map[string]*pathNode{}
		}
		if n.fixed[segment] == nil {
			n.fixed[segment] = &pathNode{names: n.names}
		}
		return n.fixed[segment]
	}
	if n.variable == nil {
		names := append(append([]string{}, n.names...), strings.Trim(segment, "{}"))
		n.variable = &pathNode{names: names}
	}
	return n.variable
}
