package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// ParseJSON reads the input of an operation from one JSON object that has all members,
// those of the path and the query among them. A member that the operation does not have
// is an error: the API would ignore it (rule 34), but in a seed it is a mistake.
func (a *API) ParseJSON(op *Operation, data []byte) (Input, error) {
	source, err := sourceOf(op, data)
	if err != nil {
		return Input{}, err
	}
	return a.Parse(op, source)
}

// CheckMembers returns an error if an input that ParseJSON reads is no object, has a member
// that the operation does not have, or lacks one of the path's.
func CheckMembers(op *Operation, data []byte) error {
	_, err := sourceOf(op, data)
	return err
}

// sourceOf distributes the members of an input to path, query and body.
func sourceOf(op *Operation, data []byte) (model.Source, error) {
	var members map[string]json.RawMessage
	if len(bytes.TrimSpace(data)) > 0 {
		if err := json.Unmarshal(data, &members); err != nil {
			return model.Source{}, fmt.Errorf("the input is not an object: %w", err)
		}
	}
	known := op.model.Members()
	source := model.Source{Query: url.Values{}}
	source.Path = func(member string) string { return memberText(members[member]) }
	body := map[string]json.RawMessage{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch location, ok := known[name]; {
		case !ok:
			return source, fmt.Errorf("the input has an unknown member %q; the members are %s",
				name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		case location == "query":
			source.Query.Set(name, memberText(members[name]))
		case location == "":
			body[name] = members[name]
		}
	}
	for _, name := range op.pathMembers {
		if source.Path(name) == "" {
			return source, fmt.Errorf("the input has no %s", name)
		}
	}
	document, err := json.Marshal(body)
	source.Body = string(document)
	return source, err
}

// InputTarget returns the names in an input that ParseJSON reads, for messages: those of a
// resource, outermost first, or an ARN.
func InputTarget(op *Operation, data []byte) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return ""
	}
	var names []string
	for kind := op.Kind; kind != 0; kind = kind.Parent() {
		if name := memberText(members[kind.NameMember()]); name != "" {
			names = append(names, name)
		}
	}
	slices.Reverse(names)
	if len(names) == 0 {
		return memberText(members["resourceArn"])
	}
	return strings.Join(names, "/")
}

// memberText returns a member as it stands in a path or a query: a string, or a number as
// it is written.
func memberText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}
