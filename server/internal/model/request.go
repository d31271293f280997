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

// InputOf returns the input of a request as one JSON object: the members of path, query and body
// by their names, which Request takes. The path is escaped and has the query. The input is not
// checked.
func (op *Operation) InputOf(pathAndQuery, body string) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if body != "" {
		if err := json.Unmarshal([]byte(body), &members); err != nil {
			return nil, fmt.Errorf("the body is not a JSON object: %w", err)
		}
	}
	if members == nil { // there is no body, or it is null
		members = map[string]json.RawMessage{}
	}
	path, query, _ := strings.Cut(pathAndQuery, "?")
	template, given := strings.Split(op.Path, "/"), strings.Split(path, "/")
	if len(given) == len(template)+1 && given[len(template)] == "" {
		given = given[:len(template)] // a slash at the end, which the server ignores
	}
	if len(template) != len(given) {
		return nil, fmt.Errorf("the path is not one of %s", op.Name)
	}
	for i, segment := range template {
		name, variable := strings.CutPrefix(segment, "{")
		if !variable {
			continue
		}
		value, err := url.PathUnescape(given[i])
		if err != nil {
			return nil, err
		}
		members[strings.TrimSuffix(name, "}")] = quoted(value)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	for name, value := range values {
		members[name] = quoted(value[0])
		if name == "limit" && json.Valid([]byte(value[0])) {
			members[name] = json.RawMessage(value[0]) // the only number among the parameters
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err = encoder.Encode(members)
	return bytes.TrimSpace(out.Bytes()), err
}

func quoted(text string) json.RawMessage {
	data, _ := json.Marshal(text) //nolint:errcheck // strings always have a JSON form
	return data
}
