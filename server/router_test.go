package server

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// The matcher finds each operation by its path, and returns segments in their encoded form.
func TestRouteFindsEachOperationAndItsVariables(t *testing.T) {
	t.Parallel()
	values := map[string]string{"meshName": "a%2Fb", "virtualGatewayName": "..", "virtualRouterName": "%25",
		"routeName":        "x|y",
		"gatewayRouteName": "routes", "virtualNodeName": "%C3%BC", "virtualServiceName": "virtualServices"}
	plain := map[string]string{"meshName": "a/b", "virtualGatewayName": "..", "virtualRouterName": "%",
		"routeName":        "x|y",
		"gatewayRouteName": "routes", "virtualNodeName": "ü", "virtualServiceName": "virtualServices"}
	for _, op := range api.Operations() {
		path := op.Path
		for name, value := range values {
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		}
		found := route(httptest.NewRequest(op.Method, path, nil))
		if found == nil || found.op != op {
			t.Errorf("%s %s is routed to %v, want %s", op.Method, path, found, op.Name)
			continue
		}
		for _, name := range found.names {
			if got := found.variable(name); got != plain[name] {
				t.Errorf("%s: %s is %q, want %q", op.Name, name, got, plain[name])
			}
		}
		if n := strings.Count(op.Path, "{"); len(found.names) != n {
			t.Errorf("%s has %d variables, want %d", op.Name, len(found.names), n)
		}
		if got := found.variable("other"); got != "" {
			t.Errorf("%s: a variable that the path does not have is %q", op.Name, got)
		}
	}
}
