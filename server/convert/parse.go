package convert

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// parse answers the documents of a JSON or YAML file. Objects are map[string]any, numbers
// json.Number, int64, uint64 or float64. CloudFormation's short forms are written out: !Sub x
// is {"Fn::Sub": x}. The reader of YAML is the one that the seeds use: it keeps tags.
func parse(data []byte) ([]any, error) {
	if looksLikeJSON(data) {
		if value, err := parseJSON(data); err == nil {
			return []any{value}, nil
		}
	}
	file, err := parseYAML(data)
	if errors.Is(err, errTooDeep) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("neither JSON nor YAML: %s", yaml.FormatError(err, false, false))
	}
	var documents []any
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		p := yamlParser{anchors: map[string]any{}}
		value, err := p.value(doc.Body)
		if err != nil {
			return nil, err
		}
		if value != nil {
			documents = append(documents, value)
		}
	}
	return documents, nil
}

func looksLikeJSON(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

func parseJSON(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("there is more after the JSON value")
	}
	return value, nil
}

// yamlParser makes values of a document's nodes.
type yamlParser struct{ anchors map[string]any }

func (p *yamlParser) value(node ast.Node) (any, error) {
	switch n := node.(type) {
	case nil, *ast.NullNode:
		return nil, nil
	case *ast.MappingNode:
		return p.mapping(n.Values)
	case *ast.MappingValueNode:
		return p.mapping([]*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		list := make([]any, 0, len(n.Values))
		for _, item := range n.Values {
			value, err := p.value(item)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, nil
	case *ast.AnchorNode:
		value, err := p.value(n.Value)
		p.anchors[n.Name.GetToken().Value] = value
		return value, err
	case *ast.AliasNode:
		value, ok := p.anchors[n.Value.GetToken().Value]
		if !ok {
			return nil, lineError(node, "there is no anchor &%s before this", n.Value.GetToken().Value)
		}
		return value, nil
	case *ast.TagNode:
		return p.tagged(n)
	case *ast.LiteralNode:
		return n.Value.Value, nil
	case ast.ScalarNode:
		return n.GetValue(), nil
	default:
		return nil, lineError(node, "there is YAML here that no tool writes: %s", node.Type())
	}
}

func (p *yamlParser) mapping(pairs []*ast.MappingValueNode) (any, error) {
	object := make(map[string]any, len(pairs))
	var merged []map[string]any
	for _, pair := range pairs {
		value, err := p.value(pair.Value)
		if err != nil {
			return nil, err
		}
		if _, merge := pair.Key.(*ast.MergeKeyNode); merge {
			from, ok := value.(map[string]any)
			if !ok {
				return nil, lineError(pair.Key, "<< takes an object")
			}
			merged = append(merged, from)
			continue
		}
		key := pair.Key.GetToken().Value
		if _, twice := object[key]; twice {
			return nil, lineError(pair.Key, "%s is there twice", key)
		}
		object[key] = value
	}
	for _, from := range merged {
		for key, value := range from {
			if _, own := object[key]; !own {
				object[key] = value
			}
		}
	}
	return object, nil
}

// tagged writes a short form out: !Ref and !Condition, and Fn:: for all others.
func (p *yamlParser) tagged(n *ast.TagNode) (any, error) {
	tag := n.GetToken().Value
	value, err := p.value(n.Value)
	if err != nil {
		return nil, err
	}
	switch name := strings.TrimPrefix(tag, "!"); {
	case tag == "!!str":
		return n.Value.GetToken().Value, nil
	case strings.HasPrefix(tag, "!!"):
		return value, nil
	case name == "Ref", name == "Condition":
		return map[string]any{name: value}, nil
	case name == "GetAtt":
		if text, ok := value.(string); ok {
			resource, attribute, _ := strings.Cut(text, ".")
			value = []any{resource, attribute}
		}
		return map[string]any{"Fn::GetAtt": value}, nil
	default:
		return map[string]any{"Fn::" + name: value}, nil
	}
}

func lineError(node ast.Node, format string, args ...any) error {
	return fmt.Errorf("line %d: %s", node.GetToken().Position.Line, fmt.Sprintf(format, args...))
}
