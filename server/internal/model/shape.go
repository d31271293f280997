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

// Where an input's member is.
const (
	inBody  = ""
	inPath  = "path"
	inQuery = "query"
)

// shape is a generated struct as the walker sees it.
type shape struct {
	typ     reflect.Type
	members []member // alphabetical

	required uint64 // which of those in a body must be there, a bit a member
	union    bool
	body     bool // has members that are in a body
}

type member struct {
	name     string
	quoted   []byte // "name":
	field    int
	in       string
	required bool
	value
}

// value is what a member or the item of a list may be.
type value struct {
	kind  kind
	shape *shape // of a structure
	item  *value // of a list
	typ   reflect.Type

	min, max       *int64 // of a number, or of the length of a string or list
	minSay, maxSay string
	enum           []string
	enumSay        string
	pattern        *regexp.Regexp
	patternSay     string
}

var shapes sync.Map // reflect.Type → *shape

// shapeOf makes the table of a struct, once.
func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{typ: t}
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
		if m.required && m.in == inBody {
			s.required |= 1 << len(s.members)
		}
		s.body = s.body || m.in == inBody
		s.members = append(s.members, m)
	}
	kept, _ := shapes.LoadOrStore(t, s)
	return kept.(*shape)
}

// valueOf reads a field's tags; those of a list's items begin with "item".
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
		panic("model: no document holds a " + t.String())
	}
	check := tag.Get("check")
	if prefix != "" {
		check = tag.Get(prefix)
	}
	v.bounds(check)
	if list := tag.Get(prefix + "enum"); list != "" {
		v.enum = strings.Split(list, ",")
		v.enumSay = "Member must satisfy enum value set: [" + strings.Join(v.enum, ", ") + "]"
	}
	if p := tag.Get(prefix + "pattern"); p != "" {
		v.pattern = regexp.MustCompile(p)
		v.patternSay = "Member must satisfy regular expression pattern: " + p
	}
	return v
}

func (v *value) bounds(check string) {
	for one := range strings.SplitSeq(check, ",") {
		name, text, ok := strings.Cut(one, "=")
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			panic("model: " + one)
		}
		what := "value"
		if strings.HasSuffix(name, "len") {
			what = "length"
		}
		if strings.HasPrefix(name, "min") {
			v.min, v.minSay = &n, fmt.Sprintf("Member must have %s greater than or equal to %d", what, n)
		} else {
			v.max, v.maxSay = &n, fmt.Sprintf("Member must have %s less than or equal to %d", what, n)
		}
	}
}
