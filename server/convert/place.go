package convert

import (
	"fmt"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// place is the path of a value. It is a linked list from the inside out, because a path as
// text would be copied for each value.
type place struct {
	up       *place
	name     string
	resource *resource // of a template; nil elsewhere
	target   string    // the resource in errors; "" for the target of up
}

func (at *place) in(name string) *place { return &place{up: at, name: name, resource: at.resource} }

func (at *place) item(i int) *place { return at.in(strconv.Itoa(i)) }

// String returns the path, without the outer names if it is long.
func (at *place) String() string {
	const maxLength = 500
	path := ""
	for ; at != nil; at = at.up {
		if len(path) > maxLength {
			return "…" + path
		}
		path = seedfile.Join(seedfile.Shorten(at.name), path)
	}
	return path
}

// fail returns a mistake at this path.
func (at *place) fail(format string, args ...any) *Error {
	e := &Error{Path: at.String(), Message: fmt.Sprintf(format, args...)}
	for p := at; p != nil && e.Target == ""; p = p.up {
		e.Target = p.target
	}
	return e
}

// mistyped returns a mistake for a value of the wrong type.
func (at *place) mistyped(want string, value any) *Error {
	return at.fail("must be %s, not %s", want, seedfile.Describe(value))
}

// object returns an object. Null counts as an empty object.
func (at *place) object(value any) (map[string]any, error) {
	if value == nil {
		return map[string]any{}, nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, at.mistyped("an object", value)
	}
	return object, nil
}

// list returns a list. Null counts as an empty list.
func (at *place) list(value any) ([]any, error) {
	if value == nil {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		return nil, at.mistyped("a list", value)
	}
	return list, nil
}

// text returns a string. Null counts as an empty string.
func (at *place) text(value any) (string, error) {
	if value == nil {
		return "", nil
	}
	text, ok := value.(string)
	if !ok {
		return "", at.mistyped("a string", value)
	}
	return text, nil
}
