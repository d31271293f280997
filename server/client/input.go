package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// Input returns the input of a recorded call as one JSON object, including the names in the
// path and the query. It has the form that `aws appmesh … --cli-input-json` accepts.
func Input(call *Call) (json.RawMessage, error) {
	op := model.Lookup(call.Operation)
	if op == nil {
		return nil, errors.New("the request matches no operation")
	}
	members := map[string]json.RawMessage{}
	if call.Request != "" {
		if err := json.Unmarshal([]byte(call.Request), &members); err != nil {
			return nil, fmt.Errorf("the body is not a JSON object: %w", err)
		}
	}
	path, query, _ := strings.Cut(call.Path, "?")
	template, given := strings.Split(op.Path, "/"), strings.Split(path, "/")
	if len(template) != len(given) {
		return nil, fmt.Errorf("the path %s is not one of %s", path, op.Name)
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
