// Package model answers: what is an App Mesh document?
//
// The structs of the documents and the list of operations are generated from
// AWS's model of the API; the rules between fields are written by hand.
package model

//go:generate go run ./gen

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Operation is one of the 38 operations of App Mesh, as AWS's model has it.
type Operation struct {
	Name   string       // CreateVirtualGateway
	Method string       // PUT
	Path   string       // /v20190125/meshes/{meshName}/virtualGateways
	Errors []string     // the exceptions that it declares, in the model's order
	Input  reflect.Type // the struct that a request is read into

	once  sync.Once
	table *shape
}

// Lookup answers the operation of a name, or nil.
func Lookup(name string) *Operation {
	i, ok := slices.BinarySearchFunc(Operations, name, func(op *Operation, name string) int {
		return strings.Compare(op.Name, name)
	})
	if !ok {
		return nil
	}
	return Operations[i]
}

// Source is where the members of a request come from.
type Source struct {
	Path  func(member string) string // the unescaped path variable, by the model's name
	Query url.Values                 // may be nil
	Body  string
}

// Read takes a request of the operation apart and checks every constraint of
// the model on every member in path, query and body (rules 13 and 14). Members
// that the model does not know are ignored (rule 34), and so is the body of an
// operation that has none. The error is an *Invalid, which holds all
// violations at once, in the order of the model's members.
func (op *Operation) Read(src Source) (*Input, error) {
	op.once.Do(func() { op.table = shapeOf(op.Input) })
	in := &Input{shape: op.table, value: reflect.New(op.Input).Elem()}
	r := readers.Get().(*reader)
	defer r.leave()
	r.data = src.Body
	for i := range op.table.members {
		switch m := &op.table.members[i]; m.in {
		case inPath:
			text := ""
			if src.Path != nil {
				text = src.Path(m.name)
			}
			r.parameter(i, m, text, in.value)
		case inQuery:
			if given := src.Query[m.name]; len(given) > 0 {
				r.parameter(i, m, given[0], in.value)
			} else if m.required {
				r.at(i, m.name)
				r.refuse(ruleModel, "", true, mustNotBeNull)
				r.up()
			}
		}
	}
	if op.table.body {
		r.document(op.table, in.value)
	}
	if err := r.invalid(); err != nil {
		return nil, err
	}
	in.written = r.written
	in.settle()
	return in, nil
}

// readers are some of those that have read.
var readers = sync.Pool{New: func() any { return new(reader) }}

// leave leaves the reader to another document.
func (r *reader) leave() {
	*r = reader{scratch: r.scratch}
	readers.Put(r)
}
