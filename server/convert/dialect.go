package convert

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// dialect describes how a tool writes the inputs of the API. Inputs have the form of the
// structs of the model; a dialect contains only the differences. It collects the mistakes in
// one input.
type dialect struct {
	// properties returns the tool's names for a member. There are several if the tool has
	// alternatives, and none if the tool does not have the member.
	properties func(member string, t reflect.Type) []property
	loose      bool // numbers and booleans may be strings, and strings numbers and booleans
	dropEmpty  bool // an empty list counts as absent
	noun       string
	budget     *budget
	mistakes   Errors
}

// property is a tool's name for a member.
type property struct {
	name string
	read func(at *place, value any) (any, error) // returns the member's value; nil if the value is unchanged
}

// input converts a value to an input, for a struct of the model. The error is an Errors.
func (d *dialect) input(at *place, t reflect.Type, value any) (any, error) {
	made := d.value(at, t, value)
	if len(d.mistakes) > 0 {
		return nil, d.mistakes
	}
	return made, nil
}

// add adds a mistake.
func (d *dialect) add(mistake *Error) any {
	if len(d.mistakes) < seedfile.MaxMistakes {
		d.mistakes = append(d.mistakes, mistake)
	}
	return nil
}

// value converts a value to the API's form. It returns nil for an absent value or after a
// mistake.
func (d *dialect) value(at *place, t reflect.Type, raw any) any {
	if d.budget.exceeded() {
		return nil
	}
	if err := d.budget.spend(at, 1); err != nil {
		return d.fail(err)
	}
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
		return d.boolean(at, raw)
	default:
		return d.integer(at, raw)
	}
}

// fail adds the mistakes of an error.
func (d *dialect) fail(err error) any {
	if e := (*Error)(nil); errors.As(err, &e) {
		return d.add(e)
	}
	return d.add(&Error{Message: err.Error()})
}

func (d *dialect) object(at *place, t reflect.Type, value any) any {
	given, ok := value.(map[string]any)
	if !ok {
		return d.add(at.mistyped("an object", value))
	}
	object, known := map[string]any{}, map[string]bool{}
	for i := range t.NumField() {
		field := t.Field(i)
		member := field.Tag.Get("json")
		if member == "" {
			continue
		}
		for _, p := range d.properties(member, field.Type) {
			known[p.name] = true
			raw := given[p.name]
			if raw == nil {
				continue
			}
			if object[member] != nil {
				d.add(at.in(p.name).fail("another %s for %s is given too", d.noun, member))
				continue
			}
			if made := d.member(at.in(p.name), field.Type, p, raw); made != nil {
				object[member] = made
			}
		}
	}
	for _, name := range seedfile.SortedKeys(given) {
		if !known[name] && len(d.mistakes) < seedfile.MaxMistakes {
			d.add(d.unknown(at.in(name), name, seedfile.SortedKeys(known)))
		}
	}
	return object
}

func (d *dialect) unknown(at *place, name string, known []string) *Error {
	e := at.fail("unknown %s", d.noun)
	if e.Suggestion = nearest.Name(name, known); e.Suggestion == "" {
		e.Message += "; there are " + strings.Join(known, ", ")
	}
	return e
}

func (d *dialect) member(at *place, t reflect.Type, p property, raw any) any {
	if p.read == nil {
		return d.value(at, t, raw)
	}
	made, err := p.read(at, raw)
	if err != nil {
		return d.fail(err)
	}
	return made
}

func (d *dialect) list(at *place, t reflect.Type, raw any) any {
	given, ok := raw.([]any)
	if !ok {
		return d.add(at.mistyped("a list", raw))
	}
	if len(given) == 0 && d.dropEmpty {
		return nil
	}
	list := make([]any, 0, len(given))
	for i, item := range given {
		list = append(list, d.value(at.item(i), t.Elem(), item))
	}
	return list
}

func (d *dialect) text(at *place, raw any) any {
	text, ok := raw.(string)
	if !ok && d.loose {
		text, ok = scalar(raw)
	}
	if !ok {
		return d.add(at.mistyped("a string", raw))
	}
	if err := d.budget.write(at, len(text)); err != nil {
		return d.fail(err)
	}
	return text
}

func (d *dialect) boolean(at *place, raw any) any {
	if yes, ok := raw.(bool); ok {
		return yes
	}
	if text, ok := raw.(string); ok && d.loose {
		switch strings.ToLower(text) {
		case "true":
			return true
		case "false":
			return false
		}
	}
	return d.add(at.mistyped("a boolean", raw))
}

func (d *dialect) integer(at *place, raw any) any {
	if _, text := raw.(string); !text || d.loose {
		if text, ok := scalar(raw); ok {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				return json.Number(strconv.FormatInt(n, 10))
			}
			if f, err := strconv.ParseFloat(text, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
				return json.Number(strconv.FormatInt(int64(f), 10))
			}
		}
	}
	return d.add(at.mistyped("an integer", raw))
}

// scalar returns a string, number or boolean as text.
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
	case int64:
		return strconv.FormatInt(v, 10), true
	case uint64:
		return strconv.FormatUint(v, 10), true
	default:
		return "", false
	}
}
