package convert

import (
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// noValue is the type of AWS::NoValue. A member or item with this value counts as absent.
type noValue struct{}

var none any = noValue{}

// value evaluates the functions in a value.
func (t *template) value(at *place, raw any) (any, error) {
	if err := t.budget.spend(at, 1); err != nil {
		return nil, err
	}
	switch v := raw.(type) {
	case map[string]any:
		if name, argument, ok := function(v); ok {
			return t.call(at.in(name), name, argument)
		}
		object := make(map[string]any, len(v))
		for _, key := range seedfile.SortedKeys(v) {
			value, err := t.value(at.in(key), v[key])
			if err != nil {
				return nil, err
			}
			if value != none {
				object[key] = value
			}
		}
		return object, nil
	case []any:
		list := make([]any, 0, len(v))
		for i, item := range v {
			value, err := t.value(at.item(i), item)
			if err != nil {
				return nil, err
			}
			if value != none {
				list = append(list, value)
			}
		}
		return list, nil
	default:
		return raw, nil
	}
}

// function returns the function that an object calls.
func function(object map[string]any) (name string, argument any, ok bool) {
	if len(object) != 1 {
		return "", nil, false
	}
	for name, argument = range object {
	}
	return name, argument, name == "Ref" || strings.HasPrefix(name, "Fn::")
}

// call evaluates a function.
func (t *template) call(at *place, name string, argument any) (any, error) {
	switch name {
	case "Ref":
		target, ok := argument.(string)
		if !ok {
			return nil, at.mistyped("a name", argument)
		}
		return t.ref(at, target)
	case "Fn::GetAtt":
		return t.getAtt(at, argument)
	case "Fn::Sub":
		return t.sub(at, argument)
	case "Fn::If":
		return t.choose(at, argument)
	}
	evaluate, ok := map[string]func(at *place, arguments []any) (any, error){
		"Fn::Join": t.join, "Fn::Select": t.pick, "Fn::Split": t.split, "Fn::FindInMap": t.findInMap,
	}[name]
	if !ok && name != "Fn::ImportValue" {
		return nil, at.fail("the function is not supported; there are Ref, Fn::FindInMap, " +
			"Fn::GetAtt, Fn::If, Fn::ImportValue, Fn::Join, Fn::Select, Fn::Split and Fn::Sub")
	}
	value, err := t.value(at, argument)
	if err != nil {
		return nil, err
	}
	if !ok {
		return t.importValue(at, value)
	}
	arguments, _ := value.([]any)
	return evaluate(at, arguments)
}

// join evaluates Fn::Join.
func (t *template) join(at *place, arguments []any) (any, error) {
	if len(arguments) == 2 {
		separator, isText := arguments[0].(string)
		items, isList := arguments[1].([]any)
		if isText && isList {
			parts, size := make([]string, len(items)), 0
			for i, item := range items {
				var ok bool
				if parts[i], ok = scalar(item); !ok {
					return nil, at.item(1).item(i).mistyped("a string", item)
				}
				size += len(parts[i]) + len(separator)
			}
			if err := t.budget.write(at, size); err != nil {
				return nil, err
			}
			return strings.Join(parts, separator), nil
		}
	}
	return nil, at.fail("must be a separator and a list of strings")
}

// split evaluates Fn::Split.
func (t *template) split(at *place, arguments []any) (any, error) {
	if len(arguments) == 2 {
		separator, ok := arguments[0].(string)
		text, isText := scalar(arguments[1])
		if ok && isText && separator != "" {
			return t.pieces(at, text, separator)
		}
	}
	return nil, at.fail("must be a separator and a string")
}

// pieces splits a text at a separator.
func (t *template) pieces(at *place, text, separator string) (any, error) {
	if err := t.budget.spend(at, strings.Count(text, separator)+1+len(text)/64); err != nil {
		return nil, err
	}
	parts := strings.Split(text, separator)
	list := make([]any, len(parts))
	for i, part := range parts {
		list[i] = part
	}
	return list, nil
}

// pick evaluates Fn::Select.
func (t *template) pick(at *place, arguments []any) (any, error) {
	if len(arguments) == 2 {
		text, _ := scalar(arguments[0])
		items, ok := arguments[1].([]any)
		if i, err := strconv.Atoi(text); err == nil && ok {
			if i < 0 || i >= len(items) {
				return nil, at.fail("there is no item %d: the list has %d", i, len(items))
			}
			return items[i], nil
		}
	}
	return nil, at.fail("must be an index and a list")
}

// findInMap evaluates Fn::FindInMap.
func (t *template) findInMap(at *place, arguments []any) (any, error) {
	if len(arguments) != 3 {
		return nil, at.fail("must be the name of a mapping and two keys")
	}
	var found any = t.mappings
	path := "Mappings"
	for _, argument := range arguments {
		key, _ := scalar(argument)
		table, _ := found.(map[string]any)
		if found = table[key]; found == nil {
			return nil, at.fail("%s has no %s", path, seedfile.Describe(key))
		}
		path = seedfile.Join(path, seedfile.Shorten(key))
	}
	if list, ok := found.([]any); ok {
		return list, t.budget.spend(at, len(list))
	}
	if _, ok := scalar(found); !ok {
		return nil, at.fail("%s must be a string or a list, not %s", path, seedfile.Describe(found))
	}
	return found, nil
}

// importValue returns the parameter that replaces an export of another stack.
func (t *template) importValue(at *place, argument any) (any, error) {
	name, _ := scalar(argument)
	if value, ok := t.options.Parameters[name]; ok {
		t.used[name] = true
		return value, t.budget.write(at, len(value))
	}
	name = seedfile.Shorten(name)
	return nil, at.fail("%s is an export of another stack; give the value with --parameter %s=VALUE", name, name)
}

// getAtt evaluates Fn::GetAtt, whose argument is a list of two or "Resource.Attribute".
func (t *template) getAtt(at *place, argument any) (any, error) {
	if text, ok := argument.(string); ok {
		id, attribute, _ := strings.Cut(text, ".")
		return t.attribute(at, id, attribute)
	}
	if list, ok := argument.([]any); ok && len(list) == 2 {
		attribute, err := t.value(at, list[1])
		if err != nil {
			return nil, err
		}
		id, ok := list[0].(string)
		if text, isText := attribute.(string); ok && isText {
			return t.attribute(at, id, text)
		}
	}
	return nil, at.mistyped("a resource and an attribute", argument)
}

// choose evaluates Fn::If. It evaluates only the selected branch.
func (t *template) choose(at *place, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, at.fail("must be a condition and two values")
	}
	name, ok := list[0].(string)
	if !ok {
		return nil, at.item(0).mistyped("the name of a condition", list[0])
	}
	yes, err := t.condition(at, name)
	if err != nil {
		return nil, err
	}
	if yes {
		return t.value(at.item(1), list[1])
	}
	return t.value(at.item(2), list[2])
}
