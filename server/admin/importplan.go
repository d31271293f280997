package admin

import "github.com/appmesh-mock/appmesh-mock/server/convert"

// importPlan is the JSON of the planned changes of an import.
type importPlan struct {
	Plan    []plannedChange `json:"plan"`
	LeftOut map[string]int  `json:"leftOut"`
}

// plannedChange is the JSON of the planned change of one resource.
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
