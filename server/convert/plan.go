package convert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Action is the effect of a plan on a resource.
type Action string

// The actions.
const (
	Create    Action = "create"
	Update    Action = "update" // of the spec or the tags
	Unchanged Action = "unchanged"
	Delete    Action = "delete"
	Run       Action = "run" // an operation of a seed other than a create operation
)

// Actions returns the actions in the order of summaries.
func Actions() []Action { return []Action{Create, Update, Unchanged, Delete, Run} }

// Change is the effect of a plan on one resource.
type Change struct {
	Action   Action
	Resource string        // the kind and the names, such as "virtualNode apps/cart"
	Reason   string        // why the resource is updated or deleted; "" for the other actions
	Steps    []server.Step // the operations to run; none if the resource is unchanged
}

// String returns the action, the resource and the reason.
func (c Change) String() string {
	text := string(c.Action) + " " + c.Resource
	if c.Reason != "" {
		text += " (" + c.Reason + ")"
	}
	return text
}

// Plan is a list of changes in the order in which they run.
type Plan struct{ Changes []Change }

// PlanOptions configures NewPlan.
type PlanOptions struct {
	// Update updates resources that exist and differ. Without it the plan creates them again,
	// which App Mesh refuses. Tags are compared only if the files contain tags.
	Update bool
	// Prune deletes existing resources that are not in the files, unless a resource in the
	// files is a child of them or refers to them.
	Prune bool
	// Account is the account for which the plan is made. In its own meshes, meshOwner in the
	// files has no effect.
	Account string
}

// NewPlan compares the steps of files with the resources that exist, as Resources returns them.
// With Update or Prune, the steps must be create operations.
func NewPlan(wanted, existing []server.Step, options PlanOptions) (*Plan, error) {
	if !options.Update && !options.Prune {
		return runAll(wanted), nil
	}
	p := planner{options: options, existing: map[string]planned{}, kept: map[string]bool{}}
	for _, step := range existing {
		one, err := p.planned(step)
		if err != nil {
			return nil, err
		}
		p.existing[one.key()] = one
	}
	for _, step := range wanted {
		if err := p.add(step); err != nil {
			return nil, fmt.Errorf("%s: %w", step.From, err)
		}
	}
	slices.SortStableFunc(p.changes, func(a, b ordered) int { return cmp.Compare(a.order, b.order) })
	if options.Prune {
		p.prune(existing)
	}
	plan := &Plan{}
	for _, o := range p.changes {
		plan.Changes = append(plan.Changes, o.Change)
	}
	return plan, nil
}

// runAll returns a plan that runs steps without a comparison.
func runAll(steps []server.Step) *Plan {
	plan := &Plan{}
	for _, step := range steps {
		change := Change{Action: Run, Resource: step.Operation, Steps: []server.Step{step}}
		if e, err := exportOf(step); err == nil {
			change.Action, change.Resource = Create, planned{export: e}.String()
		}
		plan.Changes = append(plan.Changes, change)
	}
	return plan
}

// Steps returns all operations of the plan in order.
func (p *Plan) Steps() []server.Step {
	var steps []server.Step
	for _, change := range p.Changes {
		steps = append(steps, change.Steps...)
	}
	return steps
}

// Counts returns the number of changes by action.
func (p *Plan) Counts() map[Action]int {
	counts := map[Action]int{}
	for _, change := range p.Changes {
		counts[change.Action]++
	}
	return counts
}

// planned is a resource of a plan.
type planned struct {
	export
	step server.Step
	spec string // canonical, with the defaults that Describe shows
}

// String returns the kind and the names.
func (p planned) String() string { return p.kind.String() + " " + strings.Join(p.path(), "/") }

// planned returns the resource that a create operation creates.
func (p *planner) planned(step server.Step) (planned, error) {
	e, err := exportOf(step)
	if err != nil {
		return planned{}, err
	}
	if e.input[meshOwner] == p.options.Account {
		delete(e.input, meshOwner)
	}
	if e.input["spec"] == nil {
		e.input["spec"] = map[string]any{}
	}
	text, err := seedfile.Encode(e.input["spec"])
	if err != nil {
		return planned{}, err
	}
	spec, err := model.Decode(e.kind.String(), string(text))
	if err != nil {
		return planned{}, err
	}
	spec.ApplyDefaults()
	spec.ApplyDescribeDefaults(func(int) bool { return true })
	return planned{e, step, string(model.Encode(nil, spec, false))}, nil
}

// ordered is a change and its position in the plan.
type ordered struct {
	Change
	order int
}

// planner makes a plan.
type planner struct {
	options  PlanOptions
	existing map[string]planned
	kept     map[string]bool // keys of resources that must not be deleted
	changes  []ordered
}

// add adds the change for a resource of the files.
func (p *planner) add(step server.Step) error {
	one, err := p.planned(step)
	if err != nil {
		return err
	}
	p.keep(one)
	change := Change{Action: Create, Resource: one.String(), Steps: []server.Step{step}}
	if current, ok := p.existing[one.key()]; ok && p.options.Update {
		if change, err = update(one, current); err != nil {
			return err
		}
	}
	p.changes = append(p.changes, ordered{change, one.kind.CreationOrder()})
	return nil
}

// keep records a resource of the files, its parents and the resources that it refers to.
func (p *planner) keep(one planned) {
	path := one.path()
	for kind := one.kind; kind != 0; kind = kind.Parent() {
		p.kept[one.keyOf(kind, path[:kind.Depth()]...)] = true
	}
	if spec, err := model.Decode(one.kind.String(), one.spec); err == nil {
		for _, target := range spec.References().Targets {
			p.kept[one.keyOf(state.ParseKind(target.Kind), path[0], target.Name)] = true
		}
	}
}

// prune adds deletions of the resources that are not in the files. Children and referring
// resources come first.
func (p *planner) prune(existing []server.Step) {
	for _, step := range slices.Backward(existing) {
		one, err := p.planned(step)
		if err != nil || p.kept[one.key()] {
			continue
		}
		input := map[string]any{}
		for name, value := range one.input {
			if name != "spec" && name != "tags" {
				input[name] = value
			}
		}
		p.changes = append(p.changes, ordered{Change: Change{
			Action: Delete, Resource: one.String(), Reason: "it is not in the files",
			Steps: []server.Step{stepOf("Delete"+one.kind.Title(), input, one.String())},
		}})
	}
}

// stepOf returns a step whose input can be encoded, because it was decoded from JSON.
func stepOf(operation string, input map[string]any, origin string) server.Step {
	data, _ := seedfile.Encode(input)
	return server.Step{Operation: operation, Input: data, From: origin}
}
