package convert

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// appMesh is the prefix of App Mesh's resource types.
const appMesh = "AWS::AppMesh::"

// template is a CloudFormation template.
type template struct {
	options    Options
	used       map[string]bool // parameters that the template uses
	budget     *budget
	parameters map[string]any
	mappings   map[string]any
	conditions map[string]any
	resources  map[string]*resource
	decided    map[string]bool // conditions
	pending    []string        // names and conditions that are being evaluated, to detect cycles
}

// template reads the template of a group.
func (r *importer) template(g *group) ([]server.Step, error) {
	doc := g.documents[0]
	root := &place{}
	if len(g.documents) != 1 {
		return nil, &Error{File: doc.File, Message: "a template is one document, but the file has several"}
	}
	top, err := root.object(doc.Value)
	t := &template{
		options: r.options, used: r.used, budget: r.budget, resources: map[string]*resource{},
		decided: map[string]bool{},
	}
	var steps []server.Step
	if err == nil {
		steps, err = t.steps(root, top)
	}
	if err != nil {
		return nil, inFile(doc, err)
	}
	for i := range steps {
		steps[i].From = doc.File + ": " + steps[i].From
	}
	for _, res := range t.resources {
		switch {
		case res.kind == 0:
			r.result.LeftOut[res.typ]++
		case !res.created:
			r.result.LeftOut[res.typ+" with a false condition"]++
		}
	}
	return steps, nil
}

// inFile adds the file and the lines to the mistakes in a template.
func inFile(doc seedfile.Document, err error) error {
	var mistakes Errors
	if one := (*Error)(nil); !errors.As(err, &mistakes) && errors.As(err, &one) {
		mistakes = Errors{one}
	}
	for _, e := range mistakes {
		path := e.Path
		if id, ok := strings.CutPrefix(e.Target, "resource "); ok {
			path = seedfile.Join("Resources."+id, path)
		}
		e.File, e.Document, e.Line = doc.File, doc.Number, doc.Line(path)
	}
	return mistakes
}

// steps returns the operations that create the resources of a template.
func (t *template) steps(root *place, top map[string]any) ([]server.Step, error) {
	for name, into := range map[string]*map[string]any{
		"Parameters": &t.parameters, "Mappings": &t.mappings, "Conditions": &t.conditions,
	} {
		section, err := root.in(name).object(top[name])
		if err != nil {
			return nil, err
		}
		*into = section
	}
	resources, err := root.in("Resources").object(top["Resources"])
	if err != nil {
		return nil, err
	}
	var mistakes Errors
	for _, id := range seedfile.SortedKeys(resources) {
		res, err := readResource(id, resources[id])
		if t.resources[id] = res; err != nil {
			mistakes = appendMistakes(mistakes, err)
		}
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	for name := range t.options.Parameters {
		id, _, _ := strings.Cut(name, ".")
		other := t.resources[id] != nil && t.resources[id].kind == 0
		t.used[name] = t.used[name] || t.parameters[name] != nil || other
	}
	return t.evaluate()
}

// evaluate returns the steps of all resources of App Mesh in the order in which they can run.
func (t *template) evaluate() ([]server.Step, error) {
	ids := seedfile.SortedKeys(t.resources)
	var mistakes Errors
	full := func() bool { return len(mistakes) >= seedfile.MaxMistakes || t.budget.exceeded() }
	for _, id := range ids {
		if full() {
			break
		}
		if err := t.decide(t.resources[id]); err != nil {
			mistakes = appendMistakes(mistakes, err)
		}
	}
	steps := map[string]server.Step{}
	for _, id := range ids {
		res := t.resources[id]
		if res.kind == 0 || !res.created || full() {
			continue
		}
		step, err := t.step(res)
		if err != nil {
			mistakes = appendMistakes(mistakes, err)
		}
		steps[id] = step
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	order, err := t.ordered(seedfile.SortedKeys(steps))
	if err != nil {
		return nil, err
	}
	list := make([]server.Step, 0, len(order))
	for _, id := range order {
		list = append(list, steps[id])
	}
	return list, nil
}

// appendMistakes adds the mistakes of an error and omits duplicates.
func appendMistakes(mistakes Errors, err error) Errors {
	var several Errors
	if one := (*Error)(nil); !errors.As(err, &several) && errors.As(err, &one) {
		several = Errors{one}
	}
	for _, e := range several {
		same := slices.ContainsFunc(mistakes, func(other *Error) bool { return *other == *e })
		if !same && len(mistakes) < seedfile.MaxMistakes {
			mistakes = append(mistakes, e)
		}
	}
	return mistakes
}

// step returns the create operation of a resource.
func (t *template) step(res *resource) (server.Step, error) {
	operation := "Create" + res.kind.Title()
	at := res.place().in("Properties")
	value, err := t.value(at, res.properties)
	if err != nil {
		return server.Step{}, err
	}
	made, err := cloudFormation(t.budget).input(at, model.Lookup(operation).Input, value)
	if err != nil {
		return server.Step{}, err
	}
	input, _ := made.(map[string]any)
	own := res.kind.NameMember()
	if input[own] == nil {
		if input[own], err = t.name(res, own); err != nil {
			return server.Step{}, err
		}
	}
	return checkedStep(operation, input, "resource "+res.id)
}

// checkedStep returns a step, or an error if its input has mistakes.
func checkedStep(operation string, input map[string]any, origin string) (server.Step, error) {
	data, err := seedfile.Encode(input)
	if err != nil {
		return server.Step{}, err
	}
	if mistakes := seedfile.Check(operation, data); len(mistakes) > 0 {
		for _, e := range mistakes {
			e.Target = origin
		}
		return server.Step{}, mistakes
	}
	return server.Step{Operation: operation, Input: data, From: origin}, nil
}

// ordered returns logical ids sorted by kind. Within a kind, resources come after those that
// they need, otherwise they are sorted in byte order. A cycle is an error, as in
// CloudFormation.
func (t *template) ordered(ids []string) ([]string, error) {
	depth, visiting := map[string]int{}, map[string]bool{}
	var visit func(id string) error
	visit = func(id string) error {
		if depth[id] > 0 {
			return nil
		}
		res := t.resources[id]
		if visiting[id] {
			return res.place().in("DependsOn").fail("the resource needs itself, through others")
		}
		visiting[id] = true
		deepest := 0
		for _, other := range append(seedfile.SortedKeys(res.needs), res.depends...) {
			if t.resources[other] == nil {
				return res.place().in("DependsOn").fail("there is no resource %s", seedfile.Describe(other))
			}
			if err := visit(other); err != nil {
				return err
			}
			deepest = max(deepest, depth[other])
		}
		depth[id] = deepest + 1
		return nil
	}
	for _, id := range ids {
		if err := visit(id); err != nil {
			return nil, err
		}
	}
	order := func(id string) int { return t.resources[id].kind.CreationOrder() }
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(order(a)-order(b), depth[a]-depth[b], strings.Compare(a, b))
	})
	return ids, nil
}
