// Package yamldoc reads JSON and YAML files as plain values and finds the lines of values.
package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/appmesh-mock/appmesh-mock/server/internal/jsondoc"
)

// The limits of a file. Aliases count as the values that they stand for, so that a small file
// cannot become a large one.
const (
	minValues     = 100_000 // values of a file, and of a longer one
	valuesPerByte = 4
	minText       = 1 << 20 // bytes of text in a file, and of a longer one
	textPerByte   = 16
)

// TagFunc returns the value of a node that has a tag of its own, such as !Ref.
type TagFunc func(tag string, value any) (any, error)

// Document is a document of a file.
type Document struct {
	// Value holds map[string]any, []any, string, bool, nil or a number: json.Number, int64,
	// uint64 or float64.
	Value any
	// Line returns the line of the value with a path such as "spec.listeners.0", or of the
	// innermost value on the path that exists.
	Line func(path string) int
}

// Read reads the documents of a file, JSON or YAML, without the empty ones. The value of a node
// with a tag other than YAML's own is the result of tag; without tag, it is an error. So are
// duplicate members, values nested deeper than jsondoc.MaxDepth, and aliases that expand to much
// more than the file's size. The error is a *jsondoc.Error.
func Read(data []byte, tag TagFunc) ([]Document, error) {
	if text := bytes.TrimSpace(data); len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		documents, err := jsondoc.ReadAll(data)
		if err == nil {
			return fromJSON(documents), nil
		}
		if e := (*jsondoc.Error)(nil); !errors.As(err, &e) || !e.Syntax {
			return nil, err
		}
	}
	if opensTooMuch(data) {
		return nil, errDepth
	}
	var documents []Document
	r := reader{tag: tag, maxValues: minValues + valuesPerByte*len(data), maxText: minText + textPerByte*len(data)}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, syntaxError(err)
		}
		value, err := r.value(&node, 0)
		if err != nil {
			return nil, err
		}
		if value != nil {
			documents = append(documents, Document{value, func(path string) int { return lineOf(&node, path) }})
		}
	}
}

func fromJSON(documents []jsondoc.Document) []Document {
	converted := make([]Document, len(documents))
	for i, doc := range documents {
		converted[i] = Document{doc.Value, doc.Line}
	}
	return converted
}

// syntaxError takes the line out of an error of the parser.
func syntaxError(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	e := &jsondoc.Error{Syntax: true}
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			e.Line, text = n, message
		}
	}
	e.Message = "not YAML: " + text
	return e
}

var errDepth = &jsondoc.Error{Message: fmt.Sprintf("values are nested more than %d deep", jsondoc.MaxDepth)}

// opensTooMuch reports whether the file has so many open brackets that it cannot be valid. The
// parser would need quadratic time to find out.
func opensTooMuch(data []byte) bool {
	depth := 0
	for _, c := range data {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n':
			depth = max(depth, 0)
		}
		if depth > 2*jsondoc.MaxDepth {
			return true
		}
	}
	return false
}

// lineOf returns the line of the node at a path, as far as it exists.
func lineOf(node *yaml.Node, path string) int {
	line := node.Line
	for path != "" {
		if node.Kind == yaml.AliasNode { // the value is elsewhere, but the mistake is here
			return line
		}
		if hasTag(node) { // the path has the long form of !Ref
			_, path, _ = strings.Cut(path, ".")
		}
		next, at, rest := childOf(node, path)
		if next == nil {
			return line
		}
		node, line, path = next, at, rest
	}
	return line
}

// childOf returns the child that a path begins with, its line, and the rest of the path.
func childOf(node *yaml.Node, path string) (child *yaml.Node, line int, rest string) {
	switch node.Kind {
	case yaml.DocumentNode:
		return node.Content[0], node.Content[0].Line, path
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if rest, ok := jsondoc.CutPath(path, node.Content[i].Value); ok {
				return node.Content[i+1], node.Content[i].Line, rest
			}
		}
	case yaml.SequenceNode:
		number, rest, _ := strings.Cut(path, ".")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i], node.Content[i].Line, rest
		}
	}
	return nil, 0, ""
}
