// Package seedfile converts the documents of seed files to steps and checks them. Packages
// seed and convert use it.
package seedfile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/jsondoc"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// File is a file that was read, or text with a name for errors.
type File struct {
	Name string
	Data []byte
}

// Read reads the JSON files of one seed. The error is an Errors.
func Read(files ...File) ([]server.Step, error) {
	var documents []Document
	var found Errors
	for _, file := range files {
		some, err := Documents(file)
		if err != nil {
			found = append(found, FileError(file.Name, err))
			continue
		}
		documents = append(documents, some...)
	}
	steps, err := Steps(documents)
	if more := (Errors)(nil); errors.As(err, &more) {
		found = append(found, more...)
	}
	if len(found) > 0 {
		return nil, found
	}
	return steps, nil
}

// Documents returns the documents of a JSON file. The error is a *jsondoc.Error.
func Documents(file File) ([]Document, error) {
	values, err := jsondoc.ReadAll(file.Data)
	documents := make([]Document, len(values))
	for i, value := range values {
		documents[i] = Document{File: file.Name, Value: value.Value, Line: value.Line}
		if len(values) > 1 {
			documents[i].Number = i + 1
		}
	}
	return documents, err
}

// FileError returns the mistake for a file that cannot be read.
func FileError(file string, err error) *Error {
	e := &Error{File: file, Message: err.Error()}
	if at := (*jsondoc.Error)(nil); errors.As(err, &at) {
		e.Line, e.Message = at.Line, at.Message
	}
	return e
}

// Document is a document of a seed file, as plain values.
type Document struct {
	File   string
	Number int // from 1; 0 if it is the only document of its file
	Value  any
	Line   func(path string) int // returns the line of a value; may be nil
}

// Steps returns the steps of the documents of one seed. The error is an Errors.
func Steps(documents []Document) ([]server.Step, error) {
	var all []entry
	var found Errors
	count := map[string]int{} // entries, by file
	for _, doc := range documents {
		items, list := doc.Value.([]any)
		if !list {
			items = []any{doc.Value}
		}
		for i, item := range items {
			if len(found) >= MaxMistakes {
				return nil, found[:MaxMistakes]
			}
			count[doc.File]++
			e, mistakes := readEntry(item)
			for _, mistake := range mistakes {
				mistake.File, mistake.Document, mistake.Entry = doc.File, doc.Number, count[doc.File]
				mistake.Line = doc.line(list, i, mistake.Path)
			}
			found = append(found, mistakes...)
			e.From = fmt.Sprintf("%s: entry %d", doc.File, count[doc.File])
			all = append(all, e)
		}
	}
	if len(found) > 0 {
		return nil, found
	}
	return ordered(all), nil
}

// line returns the line of a value in the i-th entry of the document, 0 if it is not known.
func (d *Document) line(list bool, i int, path string) int {
	if d.Line == nil {
		return 0
	}
	at := ""
	if list {
		at = fmt.Sprint(i)
	}
	return d.Line(Join(at, path))
}

// Join returns the path of a member or item of the value with the path at.
func Join(at, name string) string {
	if at == "" || name == "" {
		return at + name
	}
	return at + "." + name
}

// ordered returns the steps. Consecutive resources are sorted in the order in which they can
// be created.
func ordered(all []entry) []server.Step {
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end].kind != 0 {
			end++
		}
		slices.SortStableFunc(all[start:end], func(a, b entry) int {
			return cmp.Compare(a.kind.CreationOrder(), b.kind.CreationOrder())
		})
		start = end + 1
	}
	steps := make([]server.Step, 0, len(all))
	for _, e := range all {
		steps = append(steps, e.Step)
	}
	return steps
}

// entry is a step and, if it was written as a resource, its kind.
type entry struct {
	server.Step
	kind state.Kind
}
