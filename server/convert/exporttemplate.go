package convert

import (
	"reflect"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// writeTemplate writes a CloudFormation template. Names of resources in it are references, so
// that CloudFormation makes them in the right order.
func writeTemplate(list []written) (map[string][]byte, error) {
	ids := labels(list, func(w written) string {
		id := titled(w.kind.String())
		for _, name := range w.path() {
			id += titledOrNot(alphanumeric(name, ""))
		}
		return id[:min(len(id), 200)] // CloudFormation takes 255
	})
	resources := map[string]any{}
	for _, w := range list {
		t := templateWriter{w, ids}
		input := model.Lookup("Create" + titled(w.kind.String())).Input
		resources[ids[w.key()]] = map[string]any{
			"Type":       appMesh + titled(w.kind.String()),
			"Properties": t.object(input, w.input),
		}
	}
	content, err := indented(map[string]any{
		"AWSTemplateFormatVersion": "2010-09-09",
		"Description":              "App Mesh resources, exported by appmesh-mock",
		"Resources":                resources,
	})
	return map[string][]byte{"template.json": content}, err
}

func titledOrNot(name string) string {
	if name == "" {
		return ""
	}
	return titled(name)
}

// templateWriter writes a resource's properties.
type templateWriter struct {
	written
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
		return value // App Mesh says what is wrong with it
	}
}

// name writes a name: a reference if it is that of a resource in the template.
func (t templateWriter) name(member, value string) any {
	id := t.ids[t.target(member, value)]
	if id == "" {
		return value
	}
	attribute := member
	if state.ParseKind(member) != 0 { // virtualNode of a weighted target
		attribute += "Name"
	}
	return map[string]any{"Fn::GetAtt": []any{id, propertyName(attribute)}}
}
