package server

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gorilla/mux"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// row is one operation of the API: where it is found, and what runs it.
type row struct {
	name   string
	method string
	path   string
	run    func(*call) ([]byte, error)
	kind   state.Kind // of what it is about; 0 for the operations on tags
	model  *model.Operation
}

const apiVersion = "/v20190125"

// table answers the 38 operations (MODEL; the singular segments before routes and
// gatewayRoutes are the API's own, §1.1). It is made once and serves every server.
var table = sync.OnceValue(func() []*row {
	rows := []*row{
		{name: "CreateMesh", method: "PUT", path: "/meshes", run: create(state.Mesh)},
		{name: "DescribeMesh", method: "GET", path: "/meshes/{meshName}", run: describe(state.Mesh)},
		{name: "UpdateMesh", method: "PUT", path: "/meshes/{meshName}", run: update(state.Mesh)},
		{name: "DeleteMesh", method: "DELETE", path: "/meshes/{meshName}", run: remove(state.Mesh)},
		{name: "ListMeshes", method: "GET", path: "/meshes", run: list(state.Mesh)},

		{name: "CreateVirtualGateway", method: "PUT", path: "/meshes/{meshName}/virtualGateways", run: create(state.VirtualGateway)},
		{name: "DescribeVirtualGateway", method: "GET", path: "/meshes/{meshName}/virtualGateways/{virtualGatewayName}", run: describe(state.VirtualGateway)},
		{name: "UpdateVirtualGateway", method: "PUT", path: "/meshes/{meshName}/virtualGateways/{virtualGatewayName}", run: update(state.VirtualGateway)},
		{name: "DeleteVirtualGateway", method: "DELETE", path: "/meshes/{meshName}/virtualGateways/{virtualGatewayName}", run: remove(state.VirtualGateway)},
		{name: "ListVirtualGateways", method: "GET", path: "/meshes/{meshName}/virtualGateways", run: list(state.VirtualGateway)},

		{name: "CreateGatewayRoute", method: "PUT", path: "/meshes/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoutes", run: create(state.GatewayRoute)},
		{name: "DescribeGatewayRoute", method: "GET", path: "/meshes/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoutes/{gatewayRouteName}", run: describe(state.GatewayRoute)},
		{name: "UpdateGatewayRoute", method: "PUT", path: "/meshes/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoutes/{gatewayRouteName}", run: update(state.GatewayRoute)},
		{name: "DeleteGatewayRoute", method: "DELETE", path: "/meshes/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoutes/{gatewayRouteName}", run: remove(state.GatewayRoute)},
		{name: "ListGatewayRoutes", method: "GET", path: "/meshes/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoutes", run: list(state.GatewayRoute)},

		{name: "CreateVirtualNode", method: "PUT", path: "/meshes/{meshName}/virtualNodes", run: create(state.VirtualNode)},
		{name: "DescribeVirtualNode", method: "GET", path: "/meshes/{meshName}/virtualNodes/{virtualNodeName}", run: describe(state.VirtualNode)},
		{name: "UpdateVirtualNode", method: "PUT", path: "/meshes/{meshName}/virtualNodes/{virtualNodeName}", run: update(state.VirtualNode)},
		{name: "DeleteVirtualNode", method: "DELETE", path: "/meshes/{meshName}/virtualNodes/{virtualNodeName}", run: remove(state.VirtualNode)},
		{name: "ListVirtualNodes", method: "GET", path: "/meshes/{meshName}/virtualNodes", run: list(state.VirtualNode)},

		{name: "CreateVirtualRouter", method: "PUT", path: "/meshes/{meshName}/virtualRouters", run: create(state.VirtualRouter)},
		{name: "DescribeVirtualRouter", method: "GET", path: "/meshes/{meshName}/virtualRouters/{virtualRouterName}", run: describe(state.VirtualRouter)},
		{name: "UpdateVirtualRouter", method: "PUT", path: "/meshes/{meshName}/virtualRouters/{virtualRouterName}", run: update(state.VirtualRouter)},
		{name: "DeleteVirtualRouter", method: "DELETE", path: "/meshes/{meshName}/virtualRouters/{virtualRouterName}", run: remove(state.VirtualRouter)},
		{name: "ListVirtualRouters", method: "GET", path: "/meshes/{meshName}/virtualRouters", run: list(state.VirtualRouter)},

		{name: "CreateRoute", method: "PUT", path: "/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes", run: create(state.Route)},
		{name: "DescribeRoute", method: "GET", path: "/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes/{routeName}", run: describe(state.Route)},
		{name: "UpdateRoute", method: "PUT", path: "/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes/{routeName}", run: update(state.Route)},
		{name: "DeleteRoute", method: "DELETE", path: "/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes/{routeName}", run: remove(state.Route)},
		{name: "ListRoutes", method: "GET", path: "/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes", run: list(state.Route)},

		{name: "CreateVirtualService", method: "PUT", path: "/meshes/{meshName}/virtualServices", run: create(state.VirtualService)},
		{name: "DescribeVirtualService", method: "GET", path: "/meshes/{meshName}/virtualServices/{virtualServiceName}", run: describe(state.VirtualService)},
		{name: "UpdateVirtualService", method: "PUT", path: "/meshes/{meshName}/virtualServices/{virtualServiceName}", run: update(state.VirtualService)},
		{name: "DeleteVirtualService", method: "DELETE", path: "/meshes/{meshName}/virtualServices/{virtualServiceName}", run: remove(state.VirtualService)},
		{name: "ListVirtualServices", method: "GET", path: "/meshes/{meshName}/virtualServices", run: list(state.VirtualService)},

		{name: "TagResource", method: "PUT", path: "/tag", run: tagResource},
		{name: "UntagResource", method: "PUT", path: "/untag", run: untagResource},
		{name: "ListTagsForResource", method: "GET", path: "/tags", run: listTagsForResource},
	}
	for _, r := range rows {
		r.path = apiVersion + r.path
		r.model = model.Lookup(r.name)
		r.kind = kindOf(r.name)
	}
	return rows
})

// kindOf answers the kind that an operation is named for, 0 if it is none.
func kindOf(operation string) state.Kind {
	for _, kind := range state.Kinds() {
		for _, name := range []string{kind.Title(), kind.PluralTitle()} {
			for _, verb := range []string{"Create", "Describe", "Update", "Delete", "List"} {
				if operation == verb+name {
					return kind
				}
			}
		}
	}
	return 0
}

// ownName answers the name of the resource that a path names: of a list, of what it lists from.
func (op *row) ownName(vars map[string]string) string {
	for kind := op.kind; kind != 0; kind = kind.Parent() {
		if name, ok := vars[kind.NameMember()]; ok {
			return name
		}
		if op.method == "PUT" {
			break // a create names its resource in the body
		}
	}
	return ""
}

// router is the router of all servers: one route for all operations, whose matcher
// looks the path up segment by segment.
var router = sync.OnceValue(func() *mux.Router {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	router.NewRoute().MatcherFunc(matchOperation)
	router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.(*exchange).refuse(unknownOperation)
	})
	return router
})

// dispatch has the router find the operation, and runs it. Where the router itself serves a
// request it copies it twice, to hang the variables on.
func (x *exchange) dispatch() {
	router().Match(x.request, &x.match)
	x.match.Handler.ServeHTTP(x, x.request)
}

// matchOperation finds the operation of a request. A variable is one whole segment that is
// not empty, taken as it came: "..", "a%2Fb" and "a%25b" are names like any other.
func matchOperation(r *http.Request, match *mux.RouteMatch) bool {
	at := tree()
	var values [3]string
	variables := 0
	path := r.URL.Path
	if r.URL.RawPath != "" { // Go keeps it where Path does not encode back to it
		path = r.URL.RawPath
	}
	rest, found := strings.CutPrefix(path, "/")
	for found {
		var segment string
		segment, rest, found = strings.Cut(rest, "/")
		if next := at.fixed[segment]; next != nil {
			at = next
		} else if at.variable != nil && segment != "" {
			values[variables] = segment
			variables++
			at = at.variable
		} else {
			return false
		}
	}
	op := at.rows[r.Method]
	if op == nil {
		return false
	}
	match.Handler = op
	if match.Vars == nil {
		match.Vars = map[string]string{}
	}
	for i, value := range values[:variables] {
		if r.URL.RawPath != "" {
			var err error
			if value, err = url.PathUnescape(value); err != nil {
				return false
			}
		}
		match.Vars[at.names[i]] = value
	}
	return true
}

// tooLong tells whether path and query, as they came, are longer than MaxPath. EscapedPath would
// turn %2F into a slash where the path has characters that should have been escaped.
func tooLong(u *url.URL) bool {
	if 3*len(u.Path)+len(u.RawQuery) <= MaxPath { // a byte is escaped by three at the most
		return false
	}
	return len(cmp.Or(u.RawPath, u.EscapedPath()))+len(u.RawQuery) > MaxPath
}

// segment is a node of the tree of the operations' paths.
type segment struct {
	fixed    map[string]*segment
	variable *segment
	names    []string        // of the variables on the way here
	rows     map[string]*row // by method
}

// tree answers the root of the tree made from the table.
var tree = sync.OnceValue(func() *segment {
	root := &segment{}
	for _, r := range table() {
		at := root
		for _, part := range strings.Split(r.path, "/")[1:] {
			at = at.grow(part)
		}
		if at.rows == nil {
			at.rows = map[string]*row{}
		}
		at.rows[r.method] = r
	}
	return root
})

// grow answers the node below s for one part of a path, and makes it if need be.
func (s *segment) grow(part string) *segment {
	if !strings.HasPrefix(part, "{") {
		if s.fixed == nil {
			s.fixed = map[string]*segment{}
		}
		if s.fixed[part] == nil {
			s.fixed[part] = &segment{names: s.names}
		}
		return s.fixed[part]
	}
	if s.variable == nil {
		names := append(append([]string{}, s.names...), strings.Trim(part, "{}"))
		s.variable = &segment{names: names}
	}
	return s.variable
}
