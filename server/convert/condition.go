package convert

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// condition decides a condition by its name.
func (t *template) condition(at place, name string) (bool, error) {
	if decided, ok := t.decided[name]; ok {
		return decided, nil
	}
	raw, ok := t.conditions[name]
	if !ok {
		return false, at.fail("there is no condition %s", name)
	}
	if slices.Contains(t.deciding, name) {
		return false, at.fail("conditions that need each other: %s", strings.Join(append(t.deciding, name), ", "))
	}
	t.deciding = append(t.deciding, name)
	decided, err := t.holds(place{nil, "Conditions." + name}, raw)
	t.deciding = t.deciding[:len(t.deciding)-1]
	t.decided[name] = decided
	return decided, err
}

// holds decides an expression.
func (t *template) holds(at place, raw any) (bool, error) {
	if t.budget--; t.budget < 0 {
		return false, at.fail("the template has more than %d values", most)
	}
	object, _ := raw.(map[string]any)
	var name string
	var argument any
	for name, argument = range object {
	}
	list, isList := argument.([]any)
	if len(object) == 1 {
		at = at.in(name)
	}
	switch {
	case len(object) == 1 && name == "Condition":
		if other, ok := argument.(string); ok {
			return t.condition(at, other)
		}
	case len(object) == 1 && name == "Fn::Equals" && len(list) == 2:
		return t.equal(at, list)
	case len(object) == 1 && name == "Fn::Not" && len(list) == 1:
		yes, err := t.holds(at, list[0])
		return !yes, err
	case len(object) == 1 && (name == "Fn::And" || name == "Fn::Or") && isList && len(list) > 0:
		for _, each := range list {
			yes, err := t.holds(at, each)
			if err != nil || yes == (name == "Fn::Or") {
				return yes, err
			}
		}
		return name == "Fn::And", nil
	}
	return false, at.fail("it must be Condition with a name, Fn::Equals with two values, Fn::Not with one condition, or Fn::And or Fn::Or with a list of them")
}

// equal compares as CloudFormation does: a number and its text are equal.
func (t *template) equal(at place, list []any) (bool, error) {
	value, err := t.value(at, list)
	if err != nil {
		return false, err
	}
	pair, _ := value.([]any)
	if len(pair) != 2 {
		return false, at.fail("it takes two values, and one is AWS::NoValue")
	}
	a, isA := scalar(pair[0])
	b, isB := scalar(pair[1])
	if isA && isB {
		return a == b, nil
	}
	return reflect.DeepEqual(pair[0], pair[1]), nil
}

// pseudo answers a pseudo parameter.
func (t *template) pseudo(at place, name string) (any, error) {
	part, suffix := api.Partition(t.options.Region), "amazonaws.com"
	if part == "aws-cn" {
		suffix += ".cn"
	}
	values := map[string]any{
		"AWS::AccountId": t.options.Account, "AWS::Region": t.options.Region, "AWS::Partition": part,
		"AWS::StackName": t.options.StackName, "AWS::URLSuffix": suffix, "AWS::NoValue": none,
		"AWS::NotificationARNs": []any{},
		"AWS::StackId": strings.Join([]string{
			"arn", part, "cloudformation", t.options.Region, t.options.Account,
			"stack/" + t.options.StackName + "/" + stackUUID(t.options.StackName),
		}, ":"),
	}
	if value, ok := values[name]; ok {
		return value, nil
	}
	return nil, at.fail("there is no pseudo parameter %s; there are %s", name, strings.Join(sortedKeys(values), ", "))
}

// stackUUID answers the same UUID for the same stack.
func stackUUID(stack string) string {
	sum := sha256.Sum256([]byte(stack))
	digits := hex.EncodeToString(sum[:16])
	return strings.Join([]string{digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:]}, "-")
}

// parameter answers a parameter: as it was given, else its default. One that nothing of App
// Mesh refers to is never asked for. Allowed values are checked, patterns and lengths are not.
func (t *template) parameter(at place, name string, raw any) (any, error) {
	declared, err := objectOf("Parameters."+name, raw)
	if err != nil {
		return nil, err
	}
	typ, _ := declared["Type"].(string)
	var value any
	given, ok := t.options.Parameters[name]
	switch {
	case ok:
		value = given
	case strings.HasPrefix(typ, "AWS::SSM::"):
		return nil, at.fail("parameter %s is read from Systems Manager; give it with --parameter %s=VALUE", name, name)
	case declared["Default"] != nil:
		value = declared["Default"]
	default:
		return nil, at.fail("parameter %s has no default; give it with --parameter %s=VALUE", name, name)
	}
	text, _ := scalar(value)
	allowed, _ := declared["AllowedValues"].([]any)
	if allowed != nil && !slices.ContainsFunc(allowed, func(one any) bool { each, _ := scalar(one); return each == text }) {
		return nil, at.fail("parameter %s may not be %q", name, text)
	}
	if typ != "CommaDelimitedList" && !strings.Contains(typ, "List<") {
		return value, nil
	}
	items := strings.Split(text, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return texts(items), nil
}
