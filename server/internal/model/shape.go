package model

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

type kind uint8

const (
	kindString kind = iota
	kindInt32
	kindInt64
	kindBool
	kindStruct
	kindList
)

// The locations of an operation's members in a request.
const (
	inBody  = ""
	inPath  = "path"
	inQuery = "query"
)

// shape describes a generated struct to the reader and the encoder.
type shape struct {
	typ     reflect.Type
	members []member // alphabetical

	required         uint64 // members that a body must have, one bit for each
	requiredAnywhere uint64 // members that body, path or query must have
	union            bool   // exactly one member must be set
	checkedLater     bool   // Spec.Check refuses a union without a member
	body             bool   // a member is in the body
}

type member struct {
	name     string
	quoted   []byte // "name":
	field    int
	in       string
	required bool
	value
}

// value describes a member or the item of a list.
type value struct {
	kind  kind
	shape *shape       // of a structure
	item  *value       // of a list
	typ   reflect.Type // without the pointer

	min, max                                *int64 // of a number, or of the length of a string or list
	enum                                    []string
	pattern                                 *regexp.Regexp
	minText, maxText, enumText, patternText string // the constraints as messages
}

var shapes sync.Map // reflect.Type → *shape

// shapeOf returns the shape of a generated struct.
func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{typ: t, checkedLater: trusts[t]}
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("json")
		if name == "" {
			s.union = s.union || f.Tag.Get("union") == "true"
			continue
		}
		m := member{
			name:   name,
			quoted: append(AppendString(nil, name), ':'),
			field:  i,
			in:     f.Tag.Get("in"),
			value:  valueOf(f.Type, f.Tag, ""),
		}
		for check := range strings.SplitSeq(f.Tag.Get("check"), ",") {
			m.required = m.required || check == "required"
		}
		if m.required {
			s.requiredAnywhere |= 1 << len(s.members)
			if m.in == inBody {
				s.required |= 1 << len(s.members)
			}
		}
		s.body = s.body || m.in == inBody
		s.members = append(s.members, m)
	}
	stored, _ := shapes.LoadOrStore(t, s)
	return stored.(*shape)
}

// find returns the index of the member with exactly this name, or -1. It finds members of
// path and query only if whole is set.
func (s *shape) find(name string, whole bool) int {
	for i := range s.members {
		if m := &s.members[i]; m.name == name && (m.in == inBody || whole) {
			return i
		}
	}
	return -1
}

// oneOf returns the constraint that a union violates if the given members are set, or "".
func (s *shape) oneOf(set uint64) string {
	var names, given []string
	for i := range s.members {
		names = append(names, s.members[i].name)
		if set&(1<<i) != 0 {
			given = append(given, s.members[i].name)
		}
	}
	constraint := "Member must have exactly one of [" + strings.Join(names, ", ") + "] set, "
	if len(given) == 0 {
		return constraint + "none is"
	}
	return constraint + "[" + strings.Join(given, ", ") + "] are"
}

// valueOf returns the value described by a field's tags. The prefix "item" selects the tags
// of the list item.
func valueOf(t reflect.Type, tag reflect.StructTag, prefix string) value {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	v := value{typ: t}
	switch t.Kind() {
	case reflect.String:
		v.kind = kindString
	case reflect.Int32:
		v.kind = kindInt32
	case reflect.Int64:
		v.kind = kindInt64
	case reflect.Bool:
		v.kind = kindBool
	case reflect.Struct:
		v.kind, v.shape = kindStruct, shapeOf(t)
	case reflect.Slice:
		item := valueOf(t.Elem(), tag, "item")
		v.kind, v.item = kindList, &item
	default:
		panic("model: the generator never writes a " + t.String())
	}
	check := tag.Get("check")
	if prefix != "" {
		check = tag.Get(prefix)
	}
	v.bounds(check)
	if list := tag.Get(prefix + "enum"); list != "" {
		v.enum = strings.Split(list, ",")
		v.enumText = "Member must satisfy enum value set: [" + strings.Join(v.enum, ", ") + "]"
	}
	if p := tag.Get(prefix + "pattern"); p != "" {
		v.pattern = regexp.MustCompile(p)
		v.patternText = "Member must satisfy regular expression pattern: " + p
	}
	return v
}

// bounds sets the limits of a tag such as "required,min=1,max=65535".
func (v *value) bounds(check string) {
	for one := range strings.SplitSeq(check, ",") {
		name, text, ok := strings.Cut(one, "=")
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic("model: the generator wrote the constraint " + one)
		}
		what := "value"
		if strings.HasSuffix(name, "len") {
			what = "length"
		}
		if strings.HasPrefix(name, "min") {
			v.min, v.minText = &n, fmt.Sprintf("Member must have %s greater than or equal to %d", what, n)
		} else {
			v.max, v.maxText = &n, fmt.Sprintf("Member must have %s less than or equal to %d", what, n)
		}
	}
}
