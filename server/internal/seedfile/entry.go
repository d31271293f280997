package seedfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// readEntry reads an operation or a resource. Its mistakes have no file yet.
func readEntry(value any) (e entry, mistakes Errors) {
	members, ok := value.(map[string]any)
	if !ok {
		return e, Errors{{Message: "neither an operation nor a resource, but " + Describe(value)}}
	}
	var (
		input map[string]any
		base  string // path of the input
	)
	if name, isOperation := members["operation"]; isOperation {
		if e.Operation, ok = name.(string); !ok {
			return e, Errors{{Path: "operation", Message: "must be a name, not " + Describe(name)}}
		}
		for _, other := range SortedKeys(members) {
			if other != "operation" && other != "input" {
				return e, Errors{{Path: Shorten(other),
					Message: "an operation has only the members operation and input"}}
			}
		}
		base = "input"
		if input, ok = members["input"].(map[string]any); !ok && members["input"] != nil {
			message := "must be an object, not " + Describe(members["input"])
			return e, Errors{{Target: e.Operation, Path: "input", Message: message}}
		}
	} else {
		var mistake *Error
		if input, base, mistake = fromOutput(members); mistake != nil {
			return e, Errors{mistake}
		}
		kind, mistake := kindOf(input)
		if mistake != nil {
			return e, Errors{mistake}
		}
		if base != "" && base != kind.String() {
			return e, Errors{{Path: base, Message: "lacks the member " + base + "Name"}}
		}
		e.kind, e.Operation = kind, "Create"+kind.Title()
	}
	if input == nil {
		input = map[string]any{}
	}
	data, err := Encode(input)
	if err != nil {
		return e, Errors{{Target: e.Operation, Message: "JSON cannot hold a value: " + err.Error()}}
	}
	e.Input = data
	mistakes = Check(e.Operation, data)
	for _, mistake := range mistakes {
		if mistake.Path != "operation" {
			mistake.Target, mistake.Path = Target(e.Operation, input), Join(base, mistake.Path)
		}
	}
	return e, mistakes
}

// kindOf returns the kind of the resource that an input creates: the innermost kind whose
// name member is present.
func kindOf(members map[string]any) (state.Kind, *Error) {
	var kinds []state.Kind
	for _, kind := range state.Kinds() {
		if _, ok := members[kind.NameMember()]; ok {
			kinds = append(kinds, kind)
		}
	}
	kinds = slices.DeleteFunc(kinds, func(kind state.Kind) bool {
		return slices.ContainsFunc(kinds, func(other state.Kind) bool { return isInside(other, kind) })
	})
	switch len(kinds) {
	case 1:
		return kinds[0], nil
	case 0:
		e := &Error{Message: "neither an operation nor a resource: it has no member operation, and none that names " +
			"a resource, such as meshName"}
		names := SortedKeys(members)
		for _, name := range names[:min(len(names), MaxMistakes)] {
			if e.Suggestion == "" {
				e.Suggestion = nearest.Name(name, nameMembers())
			}
		}
		return 0, e
	default:
		return 0, &Error{Message: fmt.Sprintf("a resource has one kind: it cannot have both %s and %s",
			kinds[0].NameMember(), kinds[1].NameMember())}
	}
}

func nameMembers() []string {
	names := []string{"operation"}
	for _, kind := range state.Kinds() {
		names = append(names, kind.NameMember())
	}
	return names
}

// isInside reports whether a kind is below another, at any depth.
func isInside(kind, other state.Kind) bool {
	for kind = kind.Parent(); kind != 0; kind = kind.Parent() {
		if kind == other {
			return true
		}
	}
	return false
}

// Target returns the operation and the resource of an input for messages: "CreateRoute apps/r/all".
func Target(operation string, input map[string]any) string {
	var names []string
	kind := state.Kind(0)
	for _, one := range state.Kinds() {
		if strings.HasSuffix(operation, one.Title()) && (kind == 0 || len(one.String()) > len(kind.String())) {
			kind = one
		}
	}
	for ; kind != 0; kind = kind.Parent() {
		if name, _ := input[kind.NameMember()].(string); name != "" {
			names = append(names, name)
		}
	}
	slices.Reverse(names)
	if len(names) == 0 {
		return operation
	}
	return operation + " " + strings.Join(names, "/")
}

// Encode returns compact JSON with sorted members, and with <, > and & unescaped.
func Encode(value any) (json.RawMessage, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// Describe returns a short description of a value: "a list", or the value itself if it is
// short.
func Describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return strconv.Quote(Shorten(v))
	default:
		return fmt.Sprint(v)
	}
}

// Shorten shortens a text to at most 80 characters for messages.
func Shorten(text string) string {
	const maxRunes = 80
	if runes := []rune(text[:min(len(text), 4*maxRunes)]); len(runes) > maxRunes {
		return string(runes[:maxRunes]) + "…"
	}
	return text
}

// operationNames returns the names of all operations.
func operationNames() []string {
	names := make([]string, 0, len(model.Operations))
	for _, op := range model.Operations {
		names = append(names, op.Name)
	}
	return names
}

// SortedKeys returns the keys of a map in byte order.
func SortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
