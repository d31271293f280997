package sdks

import (
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// attempts is the number of attempts of the clients that retry.
const attempts = 2

func (r *run) retryScenarios(t *testing.T) {
	t.Helper()
	for mode, codes := range r.retried {
		for code := range r.Exceptions {
			name, want := code, slices.Repeat([]string{code}, attempts)
			if mode != "" {
				name = mode + "/" + code
			}
			if !slices.Contains(codes, code) {
				want = want[:1]
			} else {
				t.Run("retry until success/"+name, func(t *testing.T) {
					t.Parallel()
					c := r.retrying(mode, attempts)
					c.Inject(t, server.Fault{Code: server.Code(code), First: attempts - 1})
					c.must(t, "ListMeshes", nil)
					same(t, "outcomes", append(slices.Repeat([]string{code}, attempts-1), ""), c.outcomes(t, "ListMeshes"))
				})
			}
			t.Run("retry without success/"+name, func(t *testing.T) {
				t.Parallel()
				c := r.retrying(mode, attempts)
				c.Inject(t, server.Fault{Code: server.Code(code)})
				failing := callFor(code)
				c.refused(t, code, failing.Operation, failing.Input)
				same(t, "outcomes", want, c.outcomes(t, failing.Operation))
			})
		}
	}
}

// lostResponse expects a client that got no response to try again, and nothing to be created
// or changed twice.
func (r *run) lostResponse(t *testing.T, k kind) {
	c := r.retrying("", 2)
	if k.Name != "Mesh" {
		c.all(t, r.Setup)
	}
	for i, verb := range []string{"Create", "Update"} {
		operation := verb + k.Name
		c.Inject(t, server.Fault{
			Calls: server.CallFilter{Operation: server.OperationName(operation), Resource: "subject"},
			Cut:   server.CutBefore, After: true, First: 1,
		})
		names := k.names(parent, "subject")
		data := c.must(t, operation, with(names, "spec", k.Specs[i]))[stem(k.Name)].(members)
		calls := c.outcomes(t, operation)
		same(t, "outcomes", []string{"cut", ""}, calls[len(calls)-2:])
		metadata := data["metadata"].(members)
		same(t, "version", i+1, metadata["version"])
		same(t, "metadata", metadata, c.must(t, "Describe"+k.Name, names)[stem(k.Name)].(members)["metadata"])
	}
}
