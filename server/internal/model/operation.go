// Package model represents AWS's API model of App Mesh: its operations and their inputs. It
// reads requests, checks the constraints of the model and the rules between the members of a
// spec, fills in defaults and writes specs in canonical form.
//
// The structs and the list of operations are generated from AWS's model. The rules between
// members are written by hand.
package model

//go:generate go run ./gen

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Operation is one of the 38 operations of App Mesh.
type Operation struct {
	Name   string       // CreateVirtualGateway
	Method string       // PUT
	Path   string       // /v20190125/meshes/{meshName}/virtualGateways
	Errors []string     // declared exceptions, in the model's order
	Input  reflect.Type // generated struct

	once  sync.Once
	shape *shape // of Input
}

// Lookup returns the operation with the given name, or nil.
func Lookup(name string) *Operation {
	i, ok := slices.BinarySearchFunc(Operations, name, func(op *Operation, name string) int {
		return strings.Compare(op.Name, name)
	})
	if !ok {
		return nil
	}
	return Operations[i]
}

// Source is the query and the body of a request as text.
type Source struct {
	Query  string // as it was sent, without the question mark
	Body   string
	Strict bool // refuse unknown members (rule 110)

	// Lenient relaxes rule 75: if a member is given twice, the last value is used, and invalid
	// Unicode is replaced by U+FFFD.
	Lenient bool
}

// Read reads a request and checks the constraints of the model on all members of path,
// query and body (rules 13, 14, 75 and 76). Path returns the unescaped value of a path variable
// by its name in the model. Read ignores members that the model does not have (rule 34;
// Input.Ignored returns them), and the body of an operation that has none.
//
// The error is an *Invalid with all violations, in the order of the model's members.
func (op *Operation) Read(path func(member string) string, src Source) (Input, error) {
	s := op.inputShape()
	in := Input{shape: s, value: reflect.New(op.Input).Elem()}
	var query url.Values
	if src.Query != "" {
		var err error
		if query, err = url.ParseQuery(src.Query); err != nil {
			text := "The query string cannot be read: " + err.Error()
			return in, &Invalid{Violations: []Violation{{Rule: ruleFormat, Text: text}}}
		}
	}
	r := readers.Get().(*reader)
	defer r.release()
	r.data, r.strict, r.lenient = src.Body, src.Strict, src.Lenient
	queried := 0
	for i := range s.members {
		m := &s.members[i]
		if m.in == inBody {
			continue
		}
		r.enter(i, m.name)
		switch values := query[m.name]; {
		case m.in == inPath:
			r.readParameter(m, path(m.name), in.value.Field(m.field))
		case len(values) > 0:
			queried++
			r.readParameter(m, values[0], in.value.Field(m.field))
		case m.required:
			r.refuseNull()
		}
		r.leave()
	}
	if queried < len(query) {
		r.unknownParameters(s, query)
	}
	if s.body {
		r.document(s, in.value)
	}
	err := r.finish(&in)
	return in, err
}

// ReadInput reads the input of an operation from one JSON object, which contains the members
// of path, query and body by their names. Empty data counts as an empty object. If strict is
// set, unknown members are refused (rule 110). Otherwise they are ignored, as in Read.
//
// The error is an *Invalid, as in Read.
func (op *Operation) ReadInput(data string, strict bool) (Input, error) {
	if strings.TrimSpace(data) == "" {
		data = "{}"
	}
	s := op.inputShape()
	in := Input{shape: s, value: reflect.New(op.Input).Elem()}
	r := readers.Get().(*reader)
	defer r.release()
	r.data, r.strict, r.whole = data, strict, true
	r.document(s, in.value)
	err := r.finish(&in)
	return in, err
}

func (op *Operation) inputShape() *shape {
	op.once.Do(func() { op.shape = shapeOf(op.Input) })
	return op.shape
}

// unknownParameters ignores or refuses unknown query parameters. It accepts the parameters of
// a presigned URL, which belong to the signature.
func (r *reader) unknownParameters(s *shape, query url.Values) {
	var names []string
	for name := range query {
		if i := s.find(name, true); (i < 0 || s.members[i].in != inQuery) && !strings.HasPrefix(name, "X-Amz-") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if !r.strict {
			r.ignore(s, name)
			continue
		}
		r.enter(len(s.members), name)
		r.refuseUnknown(s)
		r.leave()
	}
}

// finish completes the input, or returns the violations that were found.
func (r *reader) finish(in *Input) error {
	if err := r.invalid(); err != nil {
		return err
	}
	in.canonical, in.ignored, in.moreIgnored = r.canonical, r.ignored, r.moreIgnored
	in.setSpec()
	return nil
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// release resets the reader for another document.
func (r *reader) release() {
	*r = reader{scratch: r.scratch[:0]}
	readers.Put(r)
}
