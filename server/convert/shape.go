package convert

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// dialect is how a tool writes the API's documents. The documents' shape is that of the
// model's structs; a dialect says only what is different.
type dialect struct {
	// properties answers in which words the tool writes a member; more than one if there is a
	// choice, none if it does not have the member.
	properties func(member string, t reflect.Type) []property
	loose      bool // numbers and booleans may be strings, and strings numbers and booleans
	dropEmpty  bool // an empty list is as none
	noun       string
}

// property is a word for a member.
type property struct {
	name string
	// read makes the member's value of the property's; nil if they are the same.
	read func(at string, value any) (any, error)
}

// object makes an object of the API, for a struct of the model, from a tool's.
func (d *dialect) object(at string, t reflect.Type, value any) (map[string]any, error) {
	given, ok := value.(map[string]any)
	if !ok {
		return nil, mistyped(at, "an object", value)
	}
	object, known := map[string]any{}, map[string]string{}
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		member := field.Tag.Get("json")
		if member == "" {
			continue
		}
		for _, p := range d.properties(member, field.Type) {
			names = append(names, p.name)
			raw := given[p.name]
			if raw == nil {
				known[p.name] = ""
				continue
			}
			if known[p.name] = member; object[member] != nil {
				return nil, fmt.Errorf("%s: it has both %s and another %s for %s", at, p.name, d.noun, member)
			}
			made, err := d.member(join(at, p.name), field.Type, p, raw)
			if err != nil {
				return nil, err
			}
			if made != nil {
				object[member] = made
			}
		}
	}
	for _, name := range sortedKeys(given) {
		if _, ok := known[name]; !ok {
			slices.Sort(names)
			return nil, fmt.Errorf("%s: there is no %s %q; there are %s", at, d.noun, name, strings.Join(names, ", "))
		}
	}
	return object, nil
}

func (d *dialect) member(at string, t reflect.Type, p property, raw any) (any, error) {
	if p.read != nil {
		return p.read(at, raw)
	}
	return d.value(at, t, raw)
}

// value makes a value of the API, nil if there is to be none.
func (d *dialect) value(at string, t reflect.Type, raw any) (any, error) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		return d.object(at, t, raw)
	case reflect.Slice:
		return d.list(at, t, raw)
	case reflect.String:
		return d.text(at, raw)
	case reflect.Bool:
		return d.truth(at, raw)
	default:
		return d.integer(at, raw)
	}
}

func (d *dialect) list(at string, t reflect.Type, raw any) (any, error) {
	given, ok := raw.([]any)
	if !ok {
		return nil, mistyped(at, "a list", raw)
	}
	if len(given) == 0 && d.dropEmpty {
		return nil, nil
	}
	list := make([]any, 0, len(given))
	for i, item := range given {
		made, err := d.value(join(at, strconv.Itoa(i)), t.Elem(), item)
		if err != nil {
			return nil, err
		}
		list = append(list, made)
	}
	return list, nil
}

func (d *dialect) text(at string, raw any) (any, error) {
	if text, ok := raw.(string); ok {
		return text, nil
	}
	if text, ok := scalar(raw); ok && d.loose {
		return text, nil
	}
	return nil, mistyped(at, "a string", raw)
}

func (d *dialect) truth(at string, raw any) (any, error) {
	if yes, ok := raw.(bool); ok {
		return yes, nil
	}
	if text, ok := raw.(string); ok && d.loose {
		switch strings.ToLower(text) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	}
	return nil, mistyped(at, "a boolean", raw)
}

func (d *dialect) integer(at string, raw any) (any, error) {
	if _, text := raw.(string); text && !d.loose {
		return nil, mistyped(at, "an integer", raw)
	}
	if text, ok := scalar(raw); ok {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return json.Number(strconv.FormatInt(n, 10)), nil
		}
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return json.Number(strconv.FormatInt(int64(f), 10)), nil
		}
	}
	return nil, mistyped(at, "an integer", raw)
}

// scalar answers a string, number or boolean as text.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case int64, uint64, int:
		return fmt.Sprint(v), true
	default:
		return "", false
	}
}

func mistyped(at, want string, value any) error {
	return fmt.Errorf("%s: it must be %s, not %s", at, want, describe(value))
}

// describe says in a few words what a value is.
func describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return strconv.Quote(v)
	default:
		return fmt.Sprint(v)
	}
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
