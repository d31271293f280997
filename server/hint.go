package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// apiVersion is the first segment of the paths of all operations.
const apiVersion = "/v20190125"

// methods are the methods of all operations.
var methods = []string{http.MethodPut, http.MethodGet, http.MethodDelete}

// pathsHint describes the paths of all routes.
const pathsHint = "The paths of App Mesh begin with " + apiVersion + "/meshes, " + apiVersion + "/tag or " +
	apiVersion + "/untag, and those of this server's own routes with /_mock/."

// routeHint returns one sentence that says what is wrong with the method or the path of a
// request that matches no operation, or "".
func routeHint(r *http.Request) string {
	path := r.URL.EscapedPath()
	if hint := methodHint(r, path); hint != "" {
		return hint
	}
	if path != "/" && strings.Contains(path+"/", "//") {
		return "A segment of the path is empty: a name is missing, or a slash must be removed."
	}
	for _, method := range append([]string{r.Method}, methods...) {
		if hint := similarHint(method, path); hint != "" {
			return hint
		}
	}
	if !strings.HasPrefix(path, apiVersion+"/") {
		if op := operationAt(r.Method, apiVersion+path); op != nil {
			return fmt.Sprintf("%s is %s %s: the path must begin with %s.", op.Name, op.Method, op.Path, apiVersion)
		}
		return pathsHint
	}
	if hint := collectionHint(path); hint != "" {
		return hint
	}
	if op := operationAt(r.Method, path[:strings.LastIndexByte(path, '/')]); op != nil {
		return fmt.Sprintf("%s is %s %s: remove the last segment of the path.", op.Name, op.Method, op.Path)
	}
	if !strings.HasPrefix(path, apiVersion+"/meshes/") {
		return pathsHint
	}
	return ""
}

// methodHint names the operations at a path that has others for its method.
func methodHint(r *http.Request, path string) string {
	for _, method := range methods {
		if op := operationAt(method, path); op != nil && method != r.Method {
			return fmt.Sprintf("%s is %s %s, not %s.", op.Name, op.Method, op.Path, r.Method)
		}
	}
	return ""
}

// similarHint suggests the operation of a method whose path is most similar to a path.
func similarHint(method, path string) string {
	names := map[string]string{} // of operations, by the corrected path
	for _, op := range api.Operations() {
		if corrected := correctedPath(op.Path, path); op.Method == method && corrected != "" {
			names[corrected] = op.Name
		}
	}
	found := nearest.Name(path, slices.Sorted(maps.Keys(names)))
	if found == "" {
		return ""
	}
	return fmt.Sprintf("Did you mean %s, %s %s?", names[found], method, found)
}

// correctedPath returns the path of an operation with the names of resources in a similar
// path, or "" if the path is not similar.
func correctedPath(template, path string) string {
	corrected, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(corrected) != len(got) {
		return ""
	}
	for i, segment := range corrected {
		if strings.HasPrefix(segment, "{") {
			corrected[i] = got[i]
		} else if segment != got[i] && nearest.Name(segment, got[i:i+1]) == "" {
			return ""
		}
	}
	return strings.Join(corrected, "/")
}

// collectionHint names the segments that can follow the name of a mesh, if a path has
// another one.
func collectionHint(path string) string {
	const at = 4 // the index of that segment
	segments := strings.Split(path, "/")
	if len(segments) <= at || segments[2] != state.Mesh.Plural() {
		return ""
	}
	var plurals []string
	for _, kind := range state.Mesh.Children() {
		if segments[at] == kind.Plural() || segments[at] == kind.String() {
			return ""
		}
		plurals = append(plurals, kind.Plural())
	}
	return fmt.Sprintf("The name of the mesh must be followed by one of %s, not by %s.",
		strings.Join(plurals, ", "), segments[at])
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
