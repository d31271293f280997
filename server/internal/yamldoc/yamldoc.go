// Package yamldoc answers what a JSON or YAML file says, as plain values.
package yamldoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Tagged makes the value of a node that has a tag of its own, such as !Ref.
type Tagged func(tag string, value any) (any, error)

// Read answers the documents of a file, JSON or YAML, without those that are empty. Objects
// are map[string]any, lists []any, numbers json.Number, int64, uint64 or float64. A node with
// a tag that is not YAML's own is what tagged makes of it; if tagged is nil, it is an error.
// So are a member that is there twice, nesting deeper than 500, and aliases that stand for
// more than a million values.
func Read(data []byte, tagged Tagged) ([]any, error) {
	if text := bytes.TrimSpace(data); len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		if value, err := readJSON(text); err == nil {
			return []any{value}, nil
		}
	}
	if tooDeep(data) {
		return nil, ErrTooDeep
	}
	var documents []any
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, fmt.Errorf("not YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		}
		r := reader{tagged: tagged}
		value, err := r.value(&node, 0)
		if err != nil {
			return nil, err
		}
		if value != nil {
			documents = append(documents, value)
		}
	}
}

func readJSON(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after the JSON value")
	}
	return value, nil
}

const (
	deepest = 500       // how deep values may be nested
	most    = 1_000_000 // how many values a document may have, aliases counted each time
)

// ErrTooDeep says that a file is nested too deep to be read.
var ErrTooDeep = fmt.Errorf("it is nested more than %d deep", deepest)

// tooDeep tells of more open brackets than a document can close again within the bound; the
// parser would take its time with them.
func tooDeep(data []byte) bool {
	depth := 0
	for _, c := range data {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n':
			if depth < 0 {
				depth = 0
			}
		}
		if depth > 2*deepest {
			return true
		}
	}
	return false
}

// reader makes values of a document's nodes.
type reader struct {
	tagged Tagged
	made   int
}

func (r *reader) value(node *yaml.Node, depth int) (any, error) {
	if r.made++; r.made > most {
		return nil, fmt.Errorf("line %d: its aliases stand for more than %d values", node.Line, most)
	}
	if depth > deepest {
		return nil, ErrTooDeep
	}
	var value any
	var err error
	switch node.Kind {
	case 0:
		return nil, nil
	case yaml.DocumentNode:
		return r.value(node.Content[0], depth)
	case yaml.AliasNode:
		return r.value(node.Alias, depth+1)
	case yaml.MappingNode:
		value, err = r.object(node, depth)
	case yaml.SequenceNode:
		value, err = r.list(node, depth)
	default:
		value, err = scalar(node)
	}
	if tag := node.ShortTag(); err == nil && !strings.HasPrefix(tag, "!!") {
		if r.tagged == nil {
			return nil, fmt.Errorf("line %d: the tag %s means nothing here", node.Line, tag)
		}
		if value, err = r.tagged(tag, value); err != nil {
			return nil, fmt.Errorf("line %d: %w", node.Line, err)
		}
	}
	return value, err
}

func (r *reader) list(node *yaml.Node, depth int) (any, error) {
	list := make([]any, 0, len(node.Content))
	for _, item := range node.Content {
		value, err := r.value(item, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, nil
}

func (r *reader) object(node *yaml.Node, depth int) (any, error) {
	object := make(map[string]any, len(node.Content)/2)
	var merged []any
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		value, err := r.value(node.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value)
			continue
		}
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: a key must be a text", key.Line)
		}
		if _, twice := object[key.Value]; twice {
			return nil, fmt.Errorf("line %d: the member %q is there twice", key.Line, key.Value)
		}
		object[key.Value] = value
	}
	for _, from := range merged {
		if err := merge(object, from); err != nil {
			return nil, fmt.Errorf("line %d: %w", node.Line, err)
		}
	}
	return object, nil
}

// merge takes over the members that an object does not have itself from what << names.
func merge(into map[string]any, from any) error {
	sources, ok := from.([]any)
	if !ok {
		sources = []any{from}
	}
	for _, source := range sources {
		members, ok := source.(map[string]any)
		if !ok {
			return errors.New("<< takes an object")
		}
		for name, value := range members {
			if _, own := into[name]; !own {
				into[name] = value
			}
		}
	}
	return nil
}

// scalar answers the value of a text: a number, a truth value, null, or else the text.
func scalar(node *yaml.Node) (any, error) {
	var target any
	switch node.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		target = new(bool)
	case "!!int":
		target = new(int64)
	case "!!float":
		target = new(float64)
	default:
		return node.Value, nil
	}
	if err := node.Decode(target); err != nil {
		if n := uint64(0); node.Decode(&n) == nil {
			return n, nil
		}
		return nil, fmt.Errorf("line %d: %q is no %s", node.Line, node.Value, strings.TrimPrefix(node.ShortTag(), "!!"))
	}
	switch v := target.(type) {
	case *bool:
		return *v, nil
	case *int64:
		return *v, nil
	default:
		return *target.(*float64), nil
	}
}
