package convert

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// resource is a resource of a template.
type resource struct {
	id         string // logical id
	kind       state.Kind
	typ        string
	properties map[string]any
	condition  any
	depends    []string        // DependsOn
	needs      map[string]bool // resources that the properties refer to
	created    bool            // the condition is true
	names      map[string]string
}

func (res *resource) place() *place {
	return &place{resource: res, target: "resource " + seedfile.Shorten(res.id)}
}

// readResource reads a resource, but does not evaluate its properties.
func readResource(id string, raw any) (*resource, error) {
	res := &resource{id: id, created: true, needs: map[string]bool{}, names: map[string]string{}}
	at := res.place()
	object, err := at.object(raw)
	if err != nil {
		return res, err
	}
	var ok bool
	if res.typ, ok = object["Type"].(string); !ok {
		return res, at.in("Type").mistyped("the type of a resource", object["Type"])
	}
	name, isAppMesh := strings.CutPrefix(res.typ, appMesh)
	if !isAppMesh {
		return res, nil
	}
	if res.kind = kindTitled(name); res.kind == 0 {
		return res, at.in("Type").fail("CloudFormation has no type %s", seedfile.Describe(res.typ))
	}
	if res.properties, err = at.in("Properties").object(object["Properties"]); err != nil {
		return res, err
	}
	res.condition = object["Condition"]
	if one, single := object["DependsOn"].(string); single {
		res.depends = []string{one}
		return res, nil
	}
	list, err := at.in("DependsOn").list(object["DependsOn"])
	for i, item := range list {
		name, ok := item.(string)
		if !ok {
			return res, at.in("DependsOn").item(i).mistyped("the id of a resource", item)
		}
		res.depends = append(res.depends, name)
	}
	return res, err
}

// decide evaluates the condition of a resource.
func (t *template) decide(res *resource) (err error) {
	if res.condition == nil || res.kind == 0 {
		return nil
	}
	at := res.place().in("Condition")
	name, ok := res.condition.(string)
	if !ok {
		return at.mistyped("the name of a condition", res.condition)
	}
	res.created, err = t.condition(at, name)
	return err
}
