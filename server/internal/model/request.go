package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// Request is the HTTP request for an operation's input.
type Request struct {
	Method string
	Path   string     // escaped
	Query  url.Values // may be empty
	Body   []byte     // nil if the operation has no body
}

// Request returns the HTTP request for an input: a JSON object with the members of path,
// query and body by their names. It checks only the members that it needs for the path, so
// that clients can also send invalid inputs.
func (op *Operation) Request(data []byte) (*Request, error) {
	members := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(data)) > 0 {
		if err := json.Unmarshal(data, &members); err != nil {
			return nil, fmt.Errorf("the input is not a JSON object: %w", err)
		}
	}
	request := &Request{Method: op.Method, Path: op.Path, Query: url.Values{}}
	s := op.inputShape()
	for i := range s.members {
		m := &s.members[i]
		text := parameterText(members[m.name])
		switch m.in {
		case inBody:
			continue
		case inPath:
			if text == "" {
				return nil, fmt.Errorf("the input has no %s", m.name)
			}
			request.Path = strings.Replace(request.Path, "{"+m.name+"}", url.PathEscape(text), 1)
		case inQuery:
			if text != "" {
				request.Query.Set(m.name, text)
			}
		}
		delete(members, m.name)
	}
	if !s.body {
		return request, nil
	}
	var err error
	request.Body, err = json.Marshal(members)
	return request, err
}

// parameterText returns a member of path or query as text. The member is a string, or a
// number, whose text is unchanged. It returns "" for null and for an absent member.
func parameterText(raw json.RawMessage) string {
	var text *string
	if len(raw) == 0 || json.Unmarshal(raw, &text) == nil {
		return deref(text)
	}
	return string(raw)
}
