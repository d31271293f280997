package seedfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
)

// MaxMistakes is the largest number of mistakes that are reported at once. Finding the line
// and the nearest name takes time for each mistake.
const MaxMistakes = 50

// Check returns the mistakes in an operation and its input that are independent of the state:
// members that App Mesh does not have, at any depth, and values that violate a constraint of
// its model (rules 13, 14 and 110). The mistakes have no target yet.
func Check(operation string, input json.RawMessage) Errors {
	op := model.Lookup(operation)
	if op == nil {
		return Errors{{Path: "operation", Message: fmt.Sprintf("App Mesh has no operation %q", operation),
			Suggestion: nearest.Name(operation, operationNames())}}
	}
	_, err := op.ReadInput(string(input), true)
	invalid := (*model.Invalid)(nil)
	if !errors.As(err, &invalid) {
		return nil
	}
	var mistakes Errors
	for _, v := range invalid.Violations[:min(len(invalid.Violations), MaxMistakes)] {
		mistakes = append(mistakes, &Error{Path: plainPath(v.Member), Message: message(v), Suggestion: v.Suggestion})
	}
	return mistakes
}

// message returns the message of a violation without the path and the value.
func message(v model.Violation) string {
	switch _, constraint, found := strings.Cut(v.Text, "failed to satisfy constraint: "); {
	case found:
		return constraint
	case v.Known == nil:
		return v.Text
	case v.Suggestion == "":
		return "unknown member; the members are " + strings.Join(v.Known, ", ")
	default:
		return "unknown member"
	}
}

// plainPath converts a path in App Mesh's messages, in which the first item of a list is
// 1.member: it counts items from 0 and shortens long names.
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
		parts = append(parts, Shorten(names[i]))
	}
	return strings.Join(parts, ".")
}
