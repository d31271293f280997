package convert

import (
	"encoding/json"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Stored returns the steps that create the resources in a view. Resources that other accounts
// created are left out. The steps are in the order of creation, and From is the ARN.
func Stored(view server.View) []server.Step {
	var steps []server.Step
	for _, kind := range state.CreationOrder() {
		for _, r := range view.List(kind) {
			if r.Owner == r.Tenant.Account {
				steps = append(steps, Creation(r))
			}
		}
	}
	return steps
}

// Creation returns the step with which the owner of a resource creates it. From is the ARN.
func Creation(r *state.Resource) server.Step {
	input := map[string]any{"spec": json.RawMessage(r.Spec)}
	tags := []map[string]string{}
	for _, t := range r.Tags {
		tags = append(tags, map[string]string{"key": t.Key, "value": t.Value})
	}
	if len(tags) > 0 {
		input["tags"] = tags
	}
	if r.Owner != r.Tenant.Account {
		input[meshOwner] = r.Tenant.Account
	}
	for kind := r.Kind; kind != 0; kind = kind.Parent() {
		input[kind.NameMember()] = r.Names[kind.Depth()-1]
	}
	return stepOf("Create"+r.Kind.Title(), input, server.ARN(r))
}
