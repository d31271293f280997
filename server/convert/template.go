package convert

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// appMesh is what the types of App Mesh's resources begin with.
const appMesh = "AWS::AppMesh::"

// template is a CloudFormation template.
type template struct {
	options    Options
	used       map[string]bool // of the options' parameters
	parameters map[string]any
	mappings   map[string]any
	conditions map[string]any
	resources  map[string]*resource
	decided    map[string]bool // conditions
	deciding   []string        // conditions that are being decided, to see a circle
	naming     []string        // resources whose names are being made, likewise
	budget     int             // values that may still be looked at: a file's aliases can be more than fits
}

// resource is one of a template's.
type resource struct {
	id         string // logical id
	kind       state.Kind
	typ        string
	properties map[string]any
	depends    []string        // DependsOn
	needs      map[string]bool // what its properties refer to
	made       bool            // its condition is true
	names      map[string]string
}

// most is how many values of a template are looked at.
const most = 1_000_000

// template reads the one template of a group.
func (r *reading) template(g *group) ([]server.Step, error) {
	from := g.files[0].Name
	if len(g.documents) != 1 {
		return nil, fmt.Errorf("%s: a template is one document, this file has %d", from, len(g.documents))
	}
	top, ok := g.documents[0].value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: a template is an object, not %s", from, describe(g.documents[0].value))
	}
	t := &template{options: r.options, used: r.used, resources: map[string]*resource{}, decided: map[string]bool{}, budget: most}
	steps, err := t.steps(top)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	for i := range steps {
		steps[i].From = from + ": " + steps[i].From
	}
	for _, res := range t.resources {
		switch {
		case res.kind == 0:
			r.result.LeftOut[res.typ]++
		case !res.made:
			r.result.LeftOut[res.typ+" whose condition is false"]++
		}
	}
	return steps, nil
}

// steps answers the operations that make what a template describes.
func (t *template) steps(top map[string]any) ([]server.Step, error) {
	for name, into := range map[string]*map[string]any{
		"Parameters": &t.parameters, "Mappings": &t.mappings, "Conditions": &t.conditions,
	} {
		section, err := objectOf(name, top[name])
		if err != nil {
			return nil, err
		}
		*into = section
	}
	resources, err := objectOf("Resources", top["Resources"])
	if err != nil {
		return nil, err
	}
	for id, raw := range resources {
		if t.resources[id], err = readResource(id, raw); err != nil {
			return nil, err
		}
	}
	for name := range t.options.Parameters {
		id, _, _ := strings.Cut(name, ".")
		other := t.resources[id] != nil && t.resources[id].kind == 0
		t.used[name] = t.used[name] || t.parameters[name] != nil || other
	}
	for _, id := range sortedKeys(resources) {
		if err := t.decide(t.resources[id], resources[id]); err != nil {
			return nil, err
		}
	}
	return t.make()
}

// make answers the steps of all resources of App Mesh in the order in which they can be made.
func (t *template) make() ([]server.Step, error) {
	steps := map[string]server.Step{}
	for _, id := range sortedKeys(t.resources) {
		if res := t.resources[id]; res.kind != 0 && res.made {
			step, err := t.step(res)
			if err != nil {
				return nil, fmt.Errorf("resource %s: %w", id, err)
			}
			steps[id] = step
		}
	}
	order, err := t.ordered(slices.Sorted(maps.Keys(steps)))
	if err != nil {
		return nil, err
	}
	list := make([]server.Step, 0, len(order))
	for _, id := range order {
		list = append(list, steps[id])
	}
	return list, nil
}

// step makes the create operation of a resource.
func (t *template) step(res *resource) (server.Step, error) {
	operation := "Create" + titled(res.kind.String())
	value, err := t.value(place{res, "Properties"}, res.properties)
	if err != nil {
		return server.Step{}, err
	}
	input, err := cloudFormation.object("Properties", model.Lookup(operation).Input, value)
	if err != nil {
		return server.Step{}, err
	}
	own := nameMember(res.kind)
	if input[own] == nil {
		if input[own], err = t.name(res, own); err != nil {
			return server.Step{}, err
		}
	}
	return stepOf(operation, input, "resource "+res.id)
}

// readResource reads all of a resource but its condition.
func readResource(id string, raw any) (*resource, error) {
	object, err := objectOf("resource "+id, raw)
	if err != nil {
		return nil, err
	}
	res := &resource{id: id, needs: map[string]bool{}, names: map[string]string{}}
	var ok bool
	if res.typ, ok = object["Type"].(string); !ok {
		return nil, fmt.Errorf("resource %s: it has no Type", id)
	}
	if name, ours := strings.CutPrefix(res.typ, appMesh); ours {
		at := slices.IndexFunc(ranked, func(kind state.Kind) bool { return titled(kind.String()) == name })
		if at < 0 {
			return nil, fmt.Errorf("resource %s: CloudFormation has no type %s", id, res.typ)
		}
		res.kind = ranked[at]
	}
	if res.kind == 0 {
		return res, nil
	}
	if res.properties, err = objectOf("resource "+id+": Properties", object["Properties"]); err != nil {
		return nil, err
	}
	res.depends, ok = oneOrMore(object["DependsOn"])
	if !ok {
		return nil, fmt.Errorf("resource %s: DependsOn: it must be a name or a list of names", id)
	}
	return res, nil
}

// decide decides whether a resource is made.
func (t *template) decide(res *resource, raw any) (err error) {
	res.made = true
	condition, conditional := raw.(map[string]any)["Condition"]
	if !conditional || res.kind == 0 {
		return nil
	}
	name, ok := condition.(string)
	if !ok {
		return fmt.Errorf("resource %s: Condition: it must be the name of a condition", res.id)
	}
	res.made, err = t.condition(place{res, "Condition"}, name)
	if err != nil {
		return fmt.Errorf("resource %s: %w", res.id, err)
	}
	return nil
}

// ordered answers logical ids by kind, within a kind what others need first, then by name. It
// fails on a circle, as CloudFormation does.
func (t *template) ordered(ids []string) ([]string, error) {
	depth, path := map[string]int{}, []string{}
	var visit func(id string) error
	visit = func(id string) error {
		if slices.Contains(path, id) {
			return fmt.Errorf("resources that need each other: %s", strings.Join(append(path, id), ", "))
		}
		if depth[id] > 0 {
			return nil
		}
		res := t.resources[id]
		path = append(path, id)
		deepest := 0
		for _, other := range append(slices.Sorted(maps.Keys(res.needs)), res.depends...) {
			if t.resources[other] == nil {
				return fmt.Errorf("resource %s: DependsOn: there is no resource %s", id, other)
			}
			if err := visit(other); err != nil {
				return err
			}
			deepest = max(deepest, depth[other])
		}
		path = path[:len(path)-1]
		depth[id] = deepest + 1
		return nil
	}
	for _, id := range ids {
		if err := visit(id); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(rank(t.resources[a].kind)-rank(t.resources[b].kind), depth[a]-depth[b], strings.Compare(a, b))
	})
	return ids, nil
}

// objectOf answers an object, an empty one for nothing.
func objectOf(at string, value any) (map[string]any, error) {
	if value == nil {
		return map[string]any{}, nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, mistyped(at, "an object", value)
	}
	return object, nil
}

// oneOrMore answers a string or a list of strings as a list.
func oneOrMore(value any) ([]string, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return []string{v}, true
	case []any:
		list := make([]string, 0, len(v))
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, false
			}
			list = append(list, text)
		}
		return list, true
	default:
		return nil, false
	}
}
