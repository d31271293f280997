package seedfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// MaxMistakes is how many mistakes are reported at once. Finding the line and the nearest name of
// each takes time.
const MaxMistakes = 50

// Check returns the mistakes of an operation and its input that need no state to be seen:
// members that App Mesh does not have, at any depth, and values that break a constraint of its
// model (rules 13 and 14).
func Check(operation string, input map[string]any) Errors {
	op := model.Lookup(operation)
	if op == nil {
		return Errors{{Path: "operation", Message: fmt.Sprintf("App Mesh has no operation %q", operation),
			Suggestion: Nearest(operation, operationNames())}}
	}
	c := checker{target: Target(operation, input)}
	c.object(op.Input, "", input)
	c.constraints(op, input)
	return c.mistakes
}

// checker collects the mistakes of one input.
type checker struct {
	target   string
	mistakes Errors
}

func (c *checker) add(path, message, suggestion string) {
	if len(c.mistakes) < MaxMistakes {
		c.mistakes = append(c.mistakes, &Error{Target: c.target, Path: path, Message: message, Suggestion: suggestion})
	}
}

// object reports the members of an object that a struct of the model does not have.
func (c *checker) object(t reflect.Type, path string, object map[string]any) {
	types := map[string]reflect.Type{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("json"); name != "" {
			types[name] = t.Field(i).Type
		}
	}
	for _, name := range SortedKeys(object) {
		member, ok := types[name]
		switch {
		case ok:
			c.value(member, Join(path, name), object[name])
		case len(c.mistakes) < MaxMistakes:
			known := SortedKeys(types)
			suggestion := Nearest(name, known)
			message := "unknown member"
			if suggestion == "" {
				message += "; the members are " + strings.Join(known, ", ")
			}
			c.add(Join(path, Shorten(name)), message, suggestion)
		}
	}
}

// value descends into objects and lists. A value of another type breaks rule 14.
func (c *checker) value(t reflect.Type, path string, value any) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := value.(type) {
	case map[string]any:
		if t.Kind() == reflect.Struct {
			c.object(t, path, v)
		}
	case []any:
		if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct {
			for i, item := range v {
				c.value(t.Elem(), Join(path, fmt.Sprint(i)), item)
			}
		}
	}
}

// constraints reports what breaks a constraint of the model.
func (c *checker) constraints(op *model.Operation, input map[string]any) {
	body, query := map[string]any{}, url.Values{}
	path := map[string]string{}
	for name, value := range input {
		switch where(op.Input, name) {
		case "path":
			path[name] = plain(value)
		case "query":
			if value != nil {
				query.Set(name, plain(value))
			}
		default:
			body[name] = value
		}
	}
	text, err := Encode(body)
	if err != nil {
		return // the caller has reported it
	}
	_, err = op.Read(model.Source{Path: func(name string) string { return path[name] }, Query: query, Body: string(text)})
	if invalid := (*model.Invalid)(nil); errors.As(err, &invalid) {
		for _, v := range invalid.Violations {
			_, constraint, found := strings.Cut(v.Text, "failed to satisfy constraint: ")
			if !found {
				constraint = v.Text
			}
			c.add(plainPath(v.Member), constraint, "")
		}
	}
}

// where returns where a request has a member: "path", "query", or "" for the body.
func where(input reflect.Type, name string) string {
	for i := range input.NumField() {
		if tag := input.Field(i).Tag; tag.Get("json") == name {
			return tag.Get("in")
		}
	}
	return ""
}

// plain returns a value as a path or a query has it.
func plain(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	default:
		text, _ := Encode(v) // it was encoded before
		return string(text)
	}
}

// plainPath returns a path of App Mesh's messages, in which the first item of a list is
// 1.member, with items counted from 0.
func plainPath(member string) string {
	var parts []string
	names := strings.Split(member, ".")
	for i := 0; i < len(names); i++ {
		n := 0
		if _, err := fmt.Sscan(names[i], &n); err == nil && i+1 < len(names) && names[i+1] == "member" {
			parts = append(parts, fmt.Sprint(n-1))
			i++
			continue
		}
		parts = append(parts, names[i])
	}
	return strings.Join(parts, ".")
}
