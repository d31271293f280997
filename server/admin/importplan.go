package admin

import (
	"encoding/json"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// importPlan is the JSON of what an import would do.
type importPlan struct {
	Plan    []plannedChange `json:"plan"`
	LeftOut map[string]int  `json:"leftOut"`
}

// plannedChange is the JSON of what an import would do with one resource.
type plannedChange struct {
	Action   convert.Action `json:"action"`
	Resource string         `json:"resource"` // the kind and the names
	Reason   string         `json:"reason,omitempty"`
}

func newImportPlan(plan *convert.Plan, leftOut map[string]int) importPlan {
	result := importPlan{Plan: []plannedChange{}, LeftOut: leftOut}
	for _, c := range plan.Changes {
		result.Plan = append(result.Plan, plannedChange{c.Action, c.Resource, c.Reason})
	}
	return result
}

// existing returns the steps that create the resources which an account created in its own meshes
// in a region. Their From is the ARN.
func (a *admin) existing(account, region string) []server.Step {
	view := a.Server.View().In(account, region)
	var steps []server.Step
	for _, kind := range state.CreationOrder() {
		for _, r := range view.List(kind) {
			if r.Owner == account {
				steps = append(steps, creation(r))
			}
		}
	}
	return steps
}

func creation(r *state.Resource) server.Step {
	tags := []map[string]string{}
	for _, t := range r.Tags {
		tags = append(tags, map[string]string{"key": t.Key, "value": t.Value})
	}
	input := map[string]any{"spec": json.RawMessage(r.Spec), "tags": tags}
	for kind := r.Kind; kind != 0; kind = kind.Parent() {
		input[kind.NameMember()] = r.Names[kind.Depth()-1]
	}
	data, _ := json.Marshal(input) // texts and valid JSON can be encoded
	arn := strings.Join([]string{
		"arn", api.Partition(r.Tenant.Region), "appmesh", r.Tenant.Region, r.Owner, routing.Ref(r.Key),
	}, ":")
	return server.Step{Operation: "Create" + r.Kind.Title(), Input: data, From: arn}
}
