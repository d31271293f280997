package yamldoc

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/appmesh-mock/appmesh-mock/server/internal/jsondoc"
)

// reader makes plain values of the nodes of a file.
type reader struct {
	tag                TagFunc
	values, maxValues  int
	textBytes, maxText int
}

func fail(node *yaml.Node, format string, args ...any) error {
	return &jsondoc.Error{Line: node.Line, Message: fmt.Sprintf(format, args...)}
}

// count counts a value towards the limits of the file.
func (r *reader) count(node *yaml.Node) error {
	r.values++
	r.textBytes += len(node.Value)
	if r.values > r.maxValues {
		return fail(node, "aliases expand the file to more than %d values", r.maxValues)
	}
	if r.textBytes > r.maxText {
		return fail(node, "aliases expand the file to more than %d bytes of text", r.maxText)
	}
	return nil
}

func (r *reader) value(node *yaml.Node, depth int) (any, error) {
	if err := r.count(node); err != nil {
		return nil, err
	}
	if depth > jsondoc.MaxDepth {
		return nil, errDepth
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
	if err != nil || !hasTag(node) {
		return value, err
	}
	if r.tag == nil {
		return nil, fail(node, "unknown tag %s", node.ShortTag())
	}
	if value, err = r.tag(node.ShortTag(), value); err != nil {
		return nil, fail(node, "%v", err)
	}
	return value, nil
}

// hasTag reports whether the node has a tag other than YAML's own.
func hasTag(node *yaml.Node) bool {
	switch node.Kind {
	case yaml.MappingNode, yaml.SequenceNode, yaml.ScalarNode:
		return !strings.HasPrefix(node.ShortTag(), "!!")
	default:
		return false
	}
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
			return nil, fail(key, "a key must be a string")
		}
		if _, twice := object[key.Value]; twice {
			return nil, fail(key, "member %q is given twice", key.Value)
		}
		if err := r.count(key); err != nil {
			return nil, err
		}
		object[key.Value] = value
	}
	for _, from := range merged {
		if err := merge(object, from); err != nil {
			return nil, fail(node, "%v", err)
		}
	}
	return object, nil
}

// merge adds the members of the value of << that the object does not have itself.
func merge(into map[string]any, from any) error {
	sources, ok := from.([]any)
	if !ok {
		sources = []any{from}
	}
	for _, source := range sources {
		members, ok := source.(map[string]any)
		if !ok {
			return errors.New("the value of << must be an object")
		}
		for name, value := range members {
			if _, own := into[name]; !own {
				into[name] = value
			}
		}
	}
	return nil
}

// scalar returns the number, boolean, null or string of a node.
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
		return nil, fail(node, "%q is not of type %s", node.Value, strings.TrimPrefix(node.ShortTag(), "!!"))
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
