package api

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// TaggedResource is a resource that has tags.
type TaggedResource struct {
	Kind state.Kind
	ARN  string
	Tags []state.Tag
}

// TaggedResources returns the resources with tags that the caller's account created in the
// caller's region, sorted by ARN (rule 123). It includes resources in meshes that other
// accounts share.
func (a *API) TaggedResources(caller Caller) []*TaggedResource {
	snapshot := a.store.Snapshot()
	var found []*TaggedResource
	var last state.Tenant
	for mesh := range snapshot.Meshes() { // sorted by tenant
		if mesh.Tenant == last || mesh.Tenant.Region != caller.Region {
			continue
		}
		last = mesh.Tenant
		for _, kind := range state.Kinds() {
			for r := range snapshot.Resources(mesh.Tenant, kind) {
				if r.Owner == caller.Account && len(r.Tags) > 0 {
					found = append(found, &TaggedResource{Kind: kind, ARN: resourceARN(r), Tags: r.Tags})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b *TaggedResource) int { return cmp.Compare(a.ARN, b.ARN) })
	return found
}

// resourceARN returns the ARN of a resource as plain text.
func resourceARN(r *state.Resource) string {
	var arn string
	quoted := append(appendARN([]byte{'"'}, r), '"')
	json.Unmarshal(quoted, &arn) //nolint:errcheck // appendARN writes the text of a JSON string
	return arn
}

// SealToken returns a page token that holds a position in the list that scope identifies.
func SealToken(scope, position string) string { return pageScope(scope).seal(position) }

// OpenToken returns the position in a page token, and whether SealToken returned that token
// for this scope.
func OpenToken(scope, token string) (position string, ok bool) { return pageScope(scope).open(token) }
