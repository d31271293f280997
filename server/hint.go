package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// apiVersion is the first segment of the paths of all operations.
const apiVersion = "/v20190125"

// routeHint returns one sentence that says what is wrong with the method or the path of a
// request that matches no operation, or "".
func routeHint(r *http.Request) string {
	path := r.URL.EscapedPath()
	if hint := methodHint(r, path); hint != "" {
		return hint
	}
	if !strings.HasPrefix(path, apiVersion) {
		if op := operationAt(r.Method, apiVersion+path); op != nil {
			return fmt.Sprintf("%s is %s %s: the path must begin with %s.", op.Name, op.Method, op.Path, apiVersion)
		}
		return "The paths of App Mesh begin with " + apiVersion +
			"; those of this server's own routes begin with /_mock/."
	}
	if trimmed := strings.TrimRight(path, "/"); trimmed != path {
		return "The path ends in a slash: the name of the resource is empty, or the slash must be removed."
	}
	for _, op := range api.Operations() {
		if op.Method == r.Method && matchesTemplate(op.Path, path, strings.EqualFold) {
			return fmt.Sprintf("%s is %s %s: check upper and lower case.", op.Name, op.Method, op.Path)
		}
	}
	if hint := singularHint(r, path); hint != "" {
		return hint
	}
	if op := operationAt(r.Method, path[:strings.LastIndexByte(path, '/')]); op != nil {
		return fmt.Sprintf("%s is %s %s: remove the last segment of the path.", op.Name, op.Method, op.Path)
	}
	return ""
}

// methodHint names the operations at a path that has others for its method.
func methodHint(r *http.Request, path string) string {
	for _, method := range []string{http.MethodPut, http.MethodGet, http.MethodDelete} {
		if op := operationAt(method, path); op != nil && method != r.Method {
			return fmt.Sprintf("%s is %s %s, not %s.", op.Name, op.Method, op.Path, r.Method)
		}
	}
	return ""
}

// singularHint explains the segments before routes and gatewayRoutes, which are singular.
func singularHint(r *http.Request, path string) string {
	singular := path
	for _, kind := range state.Mesh.Children() {
		if len(kind.Children()) > 0 {
			singular = strings.Replace(singular, "/"+kind.Plural()+"/", "/"+kind.String()+"/", 1)
		}
	}
	if op := operationAt(r.Method, singular); op != nil && singular != path {
		return fmt.Sprintf("%s is %s %s, with the singular before the name of the parent.", op.Name, op.Method, op.Path)
	}
	return ""
}

// operationAt returns the operation of a method and an escaped path, or nil.
func operationAt(method, path string) *api.Operation {
	u, err := url.Parse(path)
	if err != nil {
		return nil
	}
	if found := route(&http.Request{Method: method, URL: u}); found != nil {
		return found.op
	}
	return nil
}

// matchesTemplate reports whether a path matches the path of an operation if segments are
// compared by equal.
func matchesTemplate(template, path string, equal func(a, b string) bool) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !strings.HasPrefix(want[i], "{") && !equal(want[i], got[i]) {
			return false
		}
	}
	return true
}
