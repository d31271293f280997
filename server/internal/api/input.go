package api

import (
	"encoding/json"
	"slices"
	"strings"
)

// ParseJSON reads the input of an operation from one JSON object that has all members,
// including those of the path and the query. A member that the operation does not have is an
// error: the API ignores it (rule 34), but in a seed it is a mistake (rule 110).
func (a *API) ParseJSON(op *Operation, data []byte) (Input, error) {
	in := Input{Operation: op}
	var err error
	if in.Input, err = op.model.ReadInput(string(data), true); err != nil {
		return in, err
	}
	return in, a.checkPathNames(op, in.Text)
}

// InputTarget returns the names of the resource in an input for ParseJSON, outermost first,
// or the ARN. It is used in messages.
func InputTarget(op *Operation, data []byte) string {
	var members map[string]any
	if json.Unmarshal(data, &members) != nil {
		return ""
	}
	var names []string
	for kind := op.Kind; kind != 0; kind = kind.Parent() {
		if name, _ := members[kind.NameMember()].(string); name != "" {
			names = append(names, name)
		}
	}
	slices.Reverse(names)
	if len(names) == 0 {
		arn, _ := members["resourceArn"].(string)
		return arn
	}
	return strings.Join(names, "/")
}
