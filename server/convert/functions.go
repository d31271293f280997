package convert

import (
	"strconv"
	"strings"
)

// The functions of a template whose arguments are worked out before they are called.

// joinTexts works Fn::Join out.
func joinTexts(at place, argument any) (any, error) {
	list, _ := argument.([]any)
	if len(list) == 2 {
		separator, isText := list[0].(string)
		items, isList := list[1].([]any)
		if isText && isList {
			texts := make([]string, len(items))
			for i, item := range items {
				var ok bool
				if texts[i], ok = scalar(item); !ok {
					return nil, at.fail("item %d is no text, but %s", i, describe(item))
				}
			}
			return strings.Join(texts, separator), nil
		}
	}
	return nil, at.fail("it takes a separator and a list of texts")
}

// split works Fn::Split out.
func split(at place, argument any) (any, error) {
	list, _ := argument.([]any)
	if len(list) == 2 {
		separator, ok := list[0].(string)
		text, isText := scalar(list[1])
		if ok && isText && separator != "" {
			return texts(strings.Split(text, separator)), nil
		}
	}
	return nil, at.fail("it takes a separator and a text")
}

// pick works Fn::Select out.
func pick(at place, argument any) (any, error) {
	list, _ := argument.([]any)
	if len(list) == 2 {
		text, _ := scalar(list[0])
		items, ok := list[1].([]any)
		if i, err := strconv.Atoi(text); err == nil && ok {
			if i < 0 || i >= len(items) {
				return nil, at.fail("there is no item %d: the list has %d", i, len(items))
			}
			return items[i], nil
		}
	}
	return nil, at.fail("it takes an index and a list")
}

// findInMap works Fn::FindInMap out.
func (t *template) findInMap(at place, argument any) (any, error) {
	list, _ := argument.([]any)
	if len(list) != 3 {
		return nil, at.fail("it takes the name of a mapping and two keys")
	}
	var found any = t.mappings
	path := "Mappings"
	for _, item := range list {
		key, _ := scalar(item)
		table, _ := found.(map[string]any)
		if found = table[key]; found == nil {
			return nil, at.fail("%s has no %q", path, key)
		}
		path = join(path, key)
	}
	return found, nil
}

// importValue answers what was given for an export of another stack.
func (t *template) importValue(at place, argument any) (any, error) {
	name, _ := scalar(argument)
	if value, ok := t.options.Parameters[name]; ok {
		t.used[name] = true
		return value, nil
	}
	return nil, at.fail("%q is exported by another stack; give it with --parameter %s=VALUE", name, name)
}

func texts(list []string) []any {
	values := make([]any, len(list))
	for i, text := range list {
		values[i] = text
	}
	return values
}
