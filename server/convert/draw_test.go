package convert_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// drawResources returns operations that create resources with valid specs, whose references exist.
func drawResources(t *rapid.T) []server.Step {
	var steps []server.Step
	add := func(operation string, names map[string]any) {
		input := model.Lookup(operation).Input
		spec, _ := input.FieldByName("Spec")
		names["spec"] = drawValue(t, spec.Type, spec.Tag, "", "spec")
		if n := rapid.IntRange(0, 3).Draw(t, "tags"); n > 0 {
			var tags []any
			for i := range n {
				tags = append(tags, map[string]any{"key": "k" + strconv.Itoa(i), "value": drawText(t, "value", "")})
			}
			names["tags"] = tags
		}
		data, err := json.Marshal(names)
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, server.Step{Operation: operation, Input: data})
	}
	for _, mesh := range []string{"m", "mesh/ä b"} {
		add("CreateMesh", map[string]any{"meshName": mesh})
		add("CreateVirtualNode", map[string]any{"meshName": mesh, "virtualNodeName": "n"})
		add("CreateVirtualNode", map[string]any{"meshName": mesh, "virtualNodeName": "n-"})
		add("CreateVirtualRouter", map[string]any{"meshName": mesh, "virtualRouterName": "r"})
		add("CreateRoute", map[string]any{"meshName": mesh, "virtualRouterName": "r", "routeName": "1"})
		add("CreateRoute", map[string]any{"meshName": mesh, "virtualRouterName": "r", "routeName": "!"})
		add("CreateVirtualService", map[string]any{"meshName": mesh, "virtualServiceName": "s.local"})
		add("CreateVirtualGateway", map[string]any{"meshName": mesh, "virtualGatewayName": "g"})
		add("CreateGatewayRoute", map[string]any{"meshName": mesh, "virtualGatewayName": "g", "gatewayRouteName": "gr"})
	}
	return steps
}

// drawValue returns a value for a field of the model; the tags of a list's items begin with "item".
func drawValue(t *rapid.T, typ reflect.Type, tag reflect.StructTag, prefix, name string) any {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	check := tag.Get("check")
	if prefix != "" {
		check = tag.Get(prefix)
	}
	switch typ.Kind() {
	case reflect.Struct:
		return drawObject(t, typ)
	case reflect.Slice:
		list := make([]any,
			rapid.IntRange(int(bound(check, "minlen", 0)), int(min(bound(check, "maxlen", 2), 2))).Draw(t, name))
		for i := range list {
			list[i] = drawValue(t, typ.Elem(), tag, "item", name)
		}
		return list
	case reflect.Bool:
		return rapid.Bool().Draw(t, name)
	case reflect.String:
		if enum := tag.Get(prefix + "enum"); enum != "" {
			return rapid.SampledFrom(strings.Split(enum, ",")).Draw(t, name)
		}
		if tag.Get(prefix+"pattern") != "" {
			return "a1"
		}
		return drawText(t, name, check)
	default:
		return rapid.Int64Range(bound(check, "min", -1<<31), bound(check, "max", 1<<31-1)).Draw(t, name)
	}
}

// drawText returns a text, or the name of a resource for a member that names one.
func drawText(t *rapid.T, name, check string) string {
	switch name {
	case "virtualNode", "virtualNodeName":
		return rapid.SampledFrom([]string{"n", "n-"}).Draw(t, name)
	case "virtualRouterName":
		return "r"
	case "virtualServiceName":
		return "s.local"
	}
	chars := rapid.SampledFrom([]rune("ab1/.é\"\\\n\t${%!:# \U0001F600<&"))
	least := int(bound(check, "minlen", 0))
	return rapid.StringOfN(chars, least, max(least, 6), -1).Draw(t, name)
}

func drawObject(t *rapid.T, typ reflect.Type) map[string]any {
	object := map[string]any{}
	var fields []reflect.StructField
	union := false
	for i := range typ.NumField() {
		field := typ.Field(i)
		if field.Tag.Get("json") == "" {
			union = true
			continue
		}
		fields = append(fields, field)
	}
	only := -1
	if union {
		only = rapid.IntRange(0, len(fields)-1).Draw(t, "union")
	}
	for i, field := range fields {
		name := field.Tag.Get("json")
		required := strings.Contains(field.Tag.Get("check"), "required")
		if i == only || !union && (required || rapid.IntRange(0, 2).Draw(t, name+"?") == 0) {
			object[name] = drawValue(t, field.Type, field.Tag, "", name)
		}
	}
	return object
}

// bound returns a limit of a check such as min=1,max=65535.
func bound(check, name string, otherwise int64) int64 {
	for one := range strings.SplitSeq(check, ",") {
		if key, text, _ := strings.Cut(one, "="); key == name {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				return n
			}
		}
	}
	return otherwise
}
