package model

import (
	"reflect"
	"strings"
)

// Input is a request that keeps to the model.
type Input struct {
	shape   *shape
	value   reflect.Value
	spec    Spec
	written string
}

// settle finds the spec; one that was left out is the empty one.
func (in *Input) settle() {
	m, v := in.field("spec")
	if m == nil {
		return
	}
	if v.IsNil() {
		v = reflect.New(m.shape.typ)
	}
	in.spec, _ = v.Interface().(Spec)
}

func (in *Input) field(member string) (*member, reflect.Value) {
	for i := range in.shape.members {
		if m := &in.shape.members[i]; m.name == member {
			return m, in.value.Field(m.field)
		}
	}
	return nil, reflect.Value{}
}

// Has tells whether the request has the member, in path, query or body.
func (in *Input) Has(member string) bool {
	m, v := in.field(member)
	return m != nil && !v.IsNil()
}

// Text is the value of a string member, "" when it is absent.
func (in *Input) Text(member string) string {
	if m, v := in.field(member); m != nil && m.kind == kindString && !v.IsNil() {
		return v.Elem().String()
	}
	return ""
}

// Int is the value of an integer member; ok is false when it is absent.
func (in *Input) Int(member string) (n int64, ok bool) {
	if m, v := in.field(member); m != nil && (m.kind == kindInt32 || m.kind == kindInt64) && !v.IsNil() {
		return v.Elem().Int(), true
	}
	return 0, false
}

// Spec is the spec of the request: the empty one where an optional spec was
// left out, nil where the operation has no spec.
func (in *Input) Spec() Spec { return in.spec }

// Canonical is the spec as the request has it, if that is sure to be what Encode makes of it:
// SDKs that write members in the model's order mostly send it so. Else it is "".
func (in *Input) Canonical() string { return in.written }

// Tags are the tags of the request.
func (in *Input) Tags() []TagRef {
	if m, v := in.field("tags"); m != nil {
		tags, _ := v.Interface().([]TagRef)
		return tags
	}
	return nil
}

// TagKeys are the tag keys of the request.
func (in *Input) TagKeys() []string {
	if m, v := in.field("tagKeys"); m != nil {
		keys, _ := v.Interface().([]string)
		return keys
	}
	return nil
}

// Members returns the location of each member of the operation's input by its name:
// "path", "query", or "" for the body.
func (op *Operation) Members() map[string]string {
	members := map[string]string{}
	for i := range op.Input.NumField() {
		tag := op.Input.Field(i).Tag
		if name, _, _ := strings.Cut(tag.Get("json"), ","); name != "" {
			members[name] = tag.Get("in")
		}
	}
	return members
}
