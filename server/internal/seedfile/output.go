package seedfile

import (
	"fmt"
	"maps"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// fromOutput returns the input that creates the resource in the output of a create, describe or
// update operation, and the path of the input in the output. The output may have the form that
// SDKs and the AWS CLI give it, with the kind as its only member, or that of the HTTP response.
// Other members are returned as they are.
func fromOutput(members map[string]any) (input map[string]any, path string, mistake *Error) {
	for _, kind := range state.Kinds() {
		if _, list := members[kind.Plural()].([]any); list {
			return nil, "", &Error{Path: kind.Plural(), Message: fmt.Sprintf(
				"the output of List%s has no specs; use the output of Describe%s for each item",
				kind.PluralTitle(), kind.Title())}
		}
		if resource, ok := members[kind.String()].(map[string]any); ok && isOutput(members, kind) {
			members, path = resource, kind.String()
			break
		}
	}
	if _, ok := members["metadata"].(map[string]any); !ok && path == "" {
		return members, "", nil
	}
	if status, _ := members["status"].(map[string]any); status["status"] == "DELETED" {
		return nil, "", &Error{Path: Join(path, "status"), Message: "the resource was deleted; " +
			"use the output of a create, describe or update operation"}
	}
	input = maps.Clone(members)
	delete(input, "metadata")
	delete(input, "status")
	return input, path, nil
}

// isOutput reports whether an object has only the members of an operation's output: the kind,
// and what boto3 adds to it.
func isOutput(members map[string]any, kind state.Kind) bool {
	for name := range members {
		if name != kind.String() && name != "ResponseMetadata" {
			return false
		}
	}
	return true
}
