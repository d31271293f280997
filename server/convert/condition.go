package convert

import (
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// condition evaluates the condition with the given name.
func (t *template) condition(at *place, name string) (bool, error) {
	if decided, ok := t.decided[name]; ok {
		return decided, nil
	}
	raw, ok := t.conditions[name]
	if !ok {
		e := at.fail("there is no condition %s", seedfile.Describe(name))
		if len(t.conditions) < 1000 {
			e.Suggestion = nearest.Name(name, seedfile.SortedKeys(t.conditions))
		}
		return false, e
	}
	in := (&place{name: "Conditions"}).in(name)
	leave, err := t.beginEvaluation(in, name)
	if err != nil {
		return false, err
	}
	defer leave()
	decided, err := t.holds(in, raw)
	if err == nil {
		t.decided[name] = decided
	}
	return decided, err
}

// holds evaluates an expression of a condition.
func (t *template) holds(at *place, raw any) (bool, error) {
	if err := t.budget.spend(at, 1); err != nil {
		return false, err
	}
	object, _ := raw.(map[string]any)
	var name string
	var argument any
	if len(object) == 1 {
		for name, argument = range object {
		}
		at = at.in(name)
	}
	list, isList := argument.([]any)
	switch {
	case name == "Condition":
		if other, ok := argument.(string); ok {
			return t.condition(at, other)
		}
	case name == "Fn::Equals" && len(list) == 2:
		return t.equal(at, list)
	case name == "Fn::Not" && len(list) == 1:
		yes, err := t.holds(at.item(0), list[0])
		return !yes, err
	case (name == "Fn::And" || name == "Fn::Or") && isList && len(list) > 0:
		for i, each := range list {
			yes, err := t.holds(at.item(i), each)
			if err != nil || yes == (name == "Fn::Or") {
				return yes, err
			}
		}
		return name == "Fn::And", nil
	}
	return false, at.fail("must be Condition with a name, Fn::Equals with two values, Fn::Not with one condition, " +
		"or Fn::And or Fn::Or with a list of them")
}

// equal evaluates Fn::Equals. A number equals its text, as in CloudFormation.
func (t *template) equal(at *place, list []any) (bool, error) {
	value, err := t.value(at, list)
	if err != nil {
		return false, err
	}
	pair, _ := value.([]any)
	if len(pair) != 2 {
		return false, at.fail("must be two values, none of them AWS::NoValue")
	}
	a, isA := scalar(pair[0])
	b, isB := scalar(pair[1])
	if isA && isB {
		return a == b, nil
	}
	return reflect.DeepEqual(pair[0], pair[1]), nil
}

// parameter returns the value of a parameter: the given value or the default. Parameters that
// no resource of App Mesh needs are not evaluated. It checks allowed values, but not patterns
// and lengths.
func (t *template) parameter(at *place, name string, raw any) (any, error) {
	declaration := (&place{name: "Parameters"}).in(name)
	declared, err := declaration.object(raw)
	if err != nil {
		return nil, err
	}
	typ, _ := declared["Type"].(string)
	value, given := t.options.Parameters[name]
	fallback, defaulted := scalar(declared["Default"])
	switch {
	case given:
	case strings.HasPrefix(typ, "AWS::SSM::"):
		return nil, at.fail("parameter %s is read from Systems Manager; give the value with --parameter %s=VALUE", name,
			name)
	case defaulted:
		value = fallback
	case declared["Default"] != nil:
		return nil, declaration.in("Default").mistyped("a string", declared["Default"])
	default:
		return nil, at.fail("parameter %s has no default; give the value with --parameter %s=VALUE", name, name)
	}
	allowed, _ := declared["AllowedValues"].([]any)
	if err := t.budget.spend(at, len(allowed)); err != nil {
		return nil, err
	}
	is := func(one any) bool { text, _ := scalar(one); return text == value }
	if allowed != nil && !slices.ContainsFunc(allowed, is) {
		return nil, at.fail("parameter %s may not be %s", name, seedfile.Describe(value))
	}
	if typ != "CommaDelimitedList" && !strings.Contains(typ, "List<") {
		return value, nil
	}
	list, err := t.pieces(at, value, ",")
	if items, ok := list.([]any); ok {
		for i, item := range items {
			items[i] = strings.TrimSpace(item.(string))
		}
	}
	return list, err
}
