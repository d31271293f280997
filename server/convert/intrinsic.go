package convert

import (
	"fmt"
	"strconv"
	"strings"
)

// place is where in a template something stands.
type place struct {
	resource *resource // nil in the template's conditions
	path     string
}

func (at place) in(name string) place { return place{at.resource, join(at.path, name)} }

func (at place) fail(format string, args ...any) error {
	return fmt.Errorf("%s: %s", at.path, fmt.Sprintf(format, args...))
}

// nothing is the value of AWS::NoValue: what has it is as if it were not there.
type nothing struct{}

var none any = nothing{}

// value answers a value with its intrinsic functions worked out.
func (t *template) value(at place, raw any) (any, error) {
	if t.budget--; t.budget < 0 {
		return nil, at.fail("the template has more than %d values", most)
	}
	switch v := raw.(type) {
	case map[string]any:
		if name, argument, ok := intrinsic(v); ok {
			return t.call(at, name, argument)
		}
		object := make(map[string]any, len(v))
		for _, key := range sortedKeys(v) {
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
			value, err := t.value(at.in(strconv.Itoa(i)), item)
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

// intrinsic answers the function that an object calls.
func intrinsic(object map[string]any) (name string, argument any, ok bool) {
	for name, argument = range object {
	}
	return name, argument, len(object) == 1 && (name == "Ref" || strings.HasPrefix(name, "Fn::"))
}

// call works a function out.
func (t *template) call(at place, name string, argument any) (any, error) {
	at = at.in(name)
	switch name {
	case "Ref":
		target, ok := argument.(string)
		if !ok {
			return nil, at.fail("it takes a name, not %s", describe(argument))
		}
		return t.ref(at, target)
	case "Fn::GetAtt":
		return t.getAtt(at, argument)
	case "Fn::Sub":
		return t.sub(at, argument)
	case "Fn::If":
		return t.choose(at, argument)
	}
	work, ok := map[string]func(at place, argument any) (any, error){
		"Fn::Join": joinTexts, "Fn::Select": pick, "Fn::Split": split,
		"Fn::FindInMap": t.findInMap, "Fn::ImportValue": t.importValue,
	}[name]
	if !ok {
		return nil, at.fail("this function is not one that can be worked out here: there are Ref, Fn::FindInMap, " +
			"Fn::GetAtt, Fn::If, Fn::ImportValue, Fn::Join, Fn::Select, Fn::Split and Fn::Sub")
	}
	value, err := t.value(at, argument)
	if err != nil {
		return nil, err
	}
	return work(at, value)
}

// getAtt takes a list of two, or both with a dot between.
func (t *template) getAtt(at place, argument any) (any, error) {
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
	return nil, at.fail("it takes a resource and an attribute, not %s", describe(argument))
}

// choose works Fn::If out: only the branch that is taken.
func (t *template) choose(at place, argument any) (any, error) {
	list, ok := argument.([]any)
	if !ok || len(list) != 3 {
		return nil, at.fail("it takes a condition and two values")
	}
	name, ok := list[0].(string)
	if !ok {
		return nil, at.fail("it takes the name of a condition, not %s", describe(list[0]))
	}
	yes, err := t.condition(at, name)
	if err != nil {
		return nil, err
	}
	if yes {
		return t.value(at.in("1"), list[1])
	}
	return t.value(at.in("2"), list[2])
}

// sub works Fn::Sub out: ${Name}, ${Name.Attribute}, and ${!Name}, which stands for ${Name}.
func (t *template) sub(at place, argument any) (any, error) {
	var variables map[string]any
	if list, ok := argument.([]any); ok && len(list) == 2 {
		if variables, ok = list[1].(map[string]any); ok {
			argument = list[0]
		}
	}
	text, ok := argument.(string)
	if !ok {
		return nil, at.fail("it takes a text, or a text and an object of variables, not %s", describe(argument))
	}
	var out strings.Builder
	for {
		before, rest, more := strings.Cut(text, "${")
		out.WriteString(before)
		if !more {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, at.fail("there is a ${ without its }")
		}
		part, err := t.part(at, strings.TrimSpace(name), variables)
		if err != nil {
			return nil, err
		}
		out.WriteString(part)
		text = after
	}
}

// part answers what stands for ${name}.
func (t *template) part(at place, name string, variables map[string]any) (string, error) {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}", nil
	}
	var value any
	var err error
	raw, variable := variables[name]
	switch id, attribute, dotted := strings.Cut(name, "."); {
	case variable:
		value, err = t.value(at.in(name), raw)
	case dotted:
		value, err = t.attribute(at, id, attribute)
	default:
		value, err = t.ref(at, name)
	}
	if err != nil {
		return "", err
	}
	text, ok := scalar(value)
	if !ok {
		return "", at.fail("${%s} is no text, but %s", name, describe(value))
	}
	return text, nil
}
