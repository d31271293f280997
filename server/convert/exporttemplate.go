package convert

import (
	"fmt"
	"reflect"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// writeTemplate returns a CloudFormation template. It refers to resources by reference
// instead of by name, so that CloudFormation creates them in the right order.
func writeTemplate(list []export) (map[string][]byte, error) {
	ids := logicalIDs(list)
	resources := map[string]any{}
	for _, e := range list {
		t := templateWriter{e, ids}
		input := model.Lookup("Create" + e.kind.Title()).Input
		resources[ids[e.key()]] = map[string]any{
			"Type":       appMesh + e.kind.Title(),
			"Properties": t.object(input, e.input),
		}
	}
	content, err := indented(map[string]any{
		"AWSTemplateFormatVersion": "2010-09-09",
		"Description":              "App Mesh resources, exported by appmesh-mock",
		"Resources":                resources,
	})
	return map[string][]byte{"template.json": content}, err
}

// logicalIDs returns the logical id of each resource, by key. It consists of kind and names.
func logicalIDs(list []export) map[string]string {
	const maxID = 200 // CloudFormation allows 255
	ids, taken := map[string]string{}, map[string]bool{}
	for _, e := range list {
		base := e.kind.Title()
		for _, name := range e.path() {
			if word := alphanumeric(name, ""); word != "" {
				base += titled(word)
			}
		}
		base = base[:min(len(base), maxID)]
		id := base
		for n := 2; taken[id]; n++ {
			id = fmt.Sprintf("%s%d", base, n)
		}
		taken[id], ids[e.key()] = true, id
	}
	return ids
}

// templateWriter writes the properties of a resource.
type templateWriter struct {
	export
	ids map[string]string
}

func (t templateWriter) object(typ reflect.Type, object map[string]any) map[string]any {
	properties := map[string]any{}
	for i := range typ.NumField() {
		field := typ.Field(i)
		member := field.Tag.Get("json")
		if value, ok := object[member]; ok && value != nil && member != "clientToken" {
			properties[propertyName(member)] = t.value(field.Type, member, value)
		}
	}
	return properties
}

func (t templateWriter) value(typ reflect.Type, member string, value any) any {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	object, _ := value.(map[string]any)
	items, _ := value.([]any)
	text, isText := value.(string)
	switch {
	case object != nil && typ.Kind() == reflect.Struct:
		return t.object(typ, object)
	case items != nil && typ.Kind() == reflect.Slice:
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = t.value(typ.Elem(), member, item)
		}
		return list
	case isText:
		return t.name(member, text)
	default:
		return value
	}
}

// name returns a name, or a reference if a resource in the template has the name.
func (t templateWriter) name(member, value string) any {
	id := t.ids[t.target(member, value)]
	if id == "" {
		return value
	}
	attribute := member
	if state.ParseKind(member) != 0 { // virtualNode in a weighted target
		attribute += "Name"
	}
	return map[string]any{"Fn::GetAtt": []any{id, propertyName(attribute)}}
}
