package convert

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// sub evaluates Fn::Sub. It replaces ${Name} and ${Resource.Attribute}, and unescapes
// ${!Name} to ${Name}.
func (t *template) sub(at *place, argument any) (any, error) {
	var variables map[string]any
	if list, ok := argument.([]any); ok && len(list) == 2 {
		if variables, ok = list[1].(map[string]any); ok {
			argument = list[0]
		}
	}
	text, ok := argument.(string)
	if !ok {
		return nil, at.mistyped("a string, or a string and an object of variables", argument)
	}
	var out strings.Builder
	for {
		before, rest, more := strings.Cut(text, "${")
		if err := t.write(at, &out, before); err != nil || !more {
			return out.String(), err
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, at.fail("a ${ has no }")
		}
		part, err := t.variable(at, strings.TrimSpace(name), variables)
		if err != nil {
			return nil, err
		}
		if err := t.write(at, &out, part); err != nil {
			return nil, err
		}
		text = after
	}
}

// write appends text and counts it in the budget.
func (t *template) write(at *place, out *strings.Builder, text string) error {
	if err := t.budget.spend(at, 1); err != nil {
		return err
	}
	if err := t.budget.write(at, len(text)); err != nil {
		return err
	}
	out.WriteString(text)
	return nil
}

// variable returns the replacement for ${name}.
func (t *template) variable(at *place, name string, variables map[string]any) (string, error) {
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
		return "", at.fail("${%s} must be a string, not %s", seedfile.Shorten(name), seedfile.Describe(value))
	}
	return text, nil
}
