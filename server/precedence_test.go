package server_test

import (
	"net/http"
	"testing"
)

// If a request breaks two rules, the response has the rule that is checked first. The order is
// not recorded; the test keeps it from changing by accident.
func TestOfTwoViolationsTheFirstInTheOrderOfChecksIsReported(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	const (
		slash      = "/meshes/m%2Fn"
		unreadable = "?a=%zz"
		malformed  = `{"spec":`
	)
	for _, c := range []struct {
		name, method, target, body string
		rule                       int
	}{
		{"slash before query", "GET", slash + unreadable, "", 15},
		{"slash before a semicolon in the query", "GET", slash + "?a;b", "", 15},
		{"slash before JSON", "PUT", slash, malformed, 15},
		{"slash before the model", "PUT", slash, `{"spec":7}`, 15},
		{"slash before another account's mesh", "GET", slash + "?meshOwner=111122223333", "", 15},
		{"query before JSON", "PUT", "/meshes/m" + unreadable, malformed, 14},
		{"query before the model", "GET", "/meshes" + unreadable + "&limit=0", "", 14},
		{"query before not found", "GET", "/meshes/none" + unreadable, "", 14},
		{"JSON before not found", "PUT", "/meshes/none", malformed, 14},
		{"model before the owner", "GET", "/meshes/m/virtualNodes?limit=0&meshOwner=not-12-digit", "", 17},
		{"owner before not found", "GET", "/meshes/none?meshOwner=not-12-digit", "", 24},
		{"client token before the mesh's name", "PUT", "/meshes", `{"meshName":"a.b","clientToken":"a token"}`, 63},
		{"name before tags", "PUT", "/meshes", `{"meshName":"a.b","tags":[{"key":"aws:x","value":""}]}`, 15},
		{"members before references", "PUT", "/meshes/none/virtualNodes",
			`{"virtualNodeName":"x","spec":{"serviceDiscovery":{"dns":{"hostname":"h"}}}}`, 50},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := a.in(t).do(c.method, c.target, c.body)
			if got.status < http.StatusBadRequest || got.rule() != c.rule {
				t.Errorf("%d, rule %d, want rule %d: %s", got.status, got.rule(), c.rule, got.body)
			}
		})
	}
}
