package model

import (
	"reflect"
	"slices"
)

// Input is a request that satisfies the model.
type Input struct {
	shape     *shape
	value     reflect.Value
	spec      Spec
	canonical string

	ignored     []Ignored
	moreIgnored int
}

// setSpec sets the spec. An absent optional spec becomes an empty one.
func (in *Input) setSpec() {
	m, v := in.field("spec")
	if m == nil {
		return
	}
	if v.IsNil() {
		v = reflect.New(m.typ)
	}
	in.spec, _ = v.Interface().(Spec)
}

func (in *Input) field(name string) (*member, reflect.Value) {
	if i := in.shape.find(name, true); i >= 0 {
		m := &in.shape.members[i]
		return m, in.value.Field(m.field)
	}
	return nil, reflect.Value{}
}

// Has reports whether the request has the member, in path, query or body.
func (in *Input) Has(member string) bool {
	m, v := in.field(member)
	return m != nil && !v.IsNil()
}

// Text returns the value of a string member, or "" if it is absent.
func (in *Input) Text(member string) string {
	if m, v := in.field(member); m != nil && m.kind == kindString && !v.IsNil() {
		return v.Elem().String()
	}
	return ""
}

// Int returns the value of an integer member, and whether it is present.
func (in *Input) Int(member string) (n int64, ok bool) {
	if m, v := in.field(member); m != nil && (m.kind == kindInt32 || m.kind == kindInt64) && !v.IsNil() {
		return v.Elem().Int(), true
	}
	return 0, false
}

// Spec returns the spec of the request, or nil if the operation has none. An absent optional
// spec is returned as an empty one.
func (in *Input) Spec() Spec { return in.spec }

// Canonical returns the text of the spec in the request if it equals the output of Encode,
// which saves encoding it. Otherwise it returns "". It may also return "" for a canonical
// spec.
func (in *Input) Canonical() string { return in.canonical }

// Ignored returns the first 100 members that the model does not have, in the order of the
// request, and the number of the others.
func (in *Input) Ignored() (members []Ignored, more int) {
	return slices.Clone(in.ignored), in.moreIgnored
}

// Tags returns the tags of the request.
func (in *Input) Tags() []TagRef {
	if m, v := in.field("tags"); m != nil {
		tags, _ := v.Interface().([]TagRef)
		return tags
	}
	return nil
}

// TagKeys returns the tag keys of the request.
func (in *Input) TagKeys() []string {
	if m, v := in.field("tagKeys"); m != nil {
		keys, _ := v.Interface().([]string)
		return keys
	}
	return nil
}
