// Package jsondoc reads JSON files written by people. It refuses duplicate members, which
// encoding/json accepts, and reports the lines of values.
package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxDepth is the largest depth of nested values.
const MaxDepth = 500

// Error reports why a file cannot be read.
type Error struct {
	Line    int // from 1; 0 if it is not known
	Message string
	Syntax  bool // the text is not JSON at all
}

// Error returns the message, with the line if it is known.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Message)
}

// Document is a JSON document.
type Document struct {
	// Value holds map[string]any, []any, string, json.Number, bool or nil.
	Value any

	data  []byte
	lines int // in the file before data
}

// ReadAll reads a file that holds one or more JSON values. The error is an *Error.
func ReadAll(data []byte) ([]Document, error) {
	var documents []Document
	lines := 0
	for start, decoder := 0, json.NewDecoder(bytes.NewReader(data)); ; {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) && len(documents) > 0 {
			return documents, nil
		}
		end := len(data)
		if err == nil {
			end = int(decoder.InputOffset())
		}
		doc, err := Read(data[start:end])
		if e := (*Error)(nil); errors.As(err, &e) {
			e.Line += lines
			return nil, e
		}
		doc.lines = lines
		documents = append(documents, doc)
		lines += bytes.Count(data[start:end], []byte("\n"))
		start = end
	}
}

// Read reads a file that holds one JSON value. The error is an *Error.
func Read(data []byte) (Document, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		e := &Error{Message: "not JSON: " + err.Error(), Syntax: true}
		if at := (*json.SyntaxError)(nil); errors.As(err, &at) {
			e.Line = lineAt(data, at.Offset)
		}
		return Document{}, e
	}
	p := parser{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	value, err := p.value(0)
	return Document{Value: value, data: data}, err
}

// parser decodes a document that is valid JSON.
type parser struct {
	data    []byte
	decoder *json.Decoder
}

func (p *parser) fail(format string, args ...any) error {
	return &Error{Line: lineAt(p.data, p.decoder.InputOffset()), Message: fmt.Sprintf(format, args...)}
}

func (p *parser) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, p.fail("values are nested more than %d deep", MaxDepth)
	}
	token, err := p.decoder.Token()
	if err != nil {
		return nil, p.fail("not JSON: %v", err)
	}
	switch token {
	case json.Delim('{'):
		return p.object(depth)
	case json.Delim('['):
		return p.list(depth)
	default:
		return token, nil
	}
}

func (p *parser) list(depth int) (any, error) {
	list := []any{}
	for p.decoder.More() {
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := p.decoder.Token()
	return list, err
}

func (p *parser) object(depth int) (any, error) {
	object := map[string]any{}
	for p.decoder.More() {
		token, err := p.decoder.Token()
		if err != nil {
			return nil, p.fail("not JSON: %v", err)
		}
		name, _ := token.(string)
		if _, twice := object[name]; twice {
			return nil, p.fail("member %q is given twice", name)
		}
		if object[name], err = p.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := p.decoder.Token()
	return object, err
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}
