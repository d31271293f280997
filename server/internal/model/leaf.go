package model

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readText reads a string member or item.
func (r *reader) readText(d *value, dst reflect.Value, pointer bool) bool {
	s, flaw, ok := r.text()
	if !ok {
		return false
	}
	if flaw != "" {
		r.refuse(ruleFormat, s, false, flaw)
		return true
	}
	r.checkText(d, s)
	if pointer {
		dst.Set(reflect.ValueOf(r.texts.keep(s)))
	} else {
		dst.SetString(s)
	}
	return true
}

// readInt reads an integer; what is none, or too big, breaks rule 14.
func (r *reader) readInt(d *value, dst reflect.Value, pointer bool) bool {
	text, plain, ok := r.number()
	if !ok {
		return false
	}
	if !plain {
		r.refuse(ruleFormat, text, false, "Member must be an integer")
		return true
	}
	r.loose = r.loose || text == "-0"
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case d.kind == kindInt64 && err != nil:
		r.refuse(ruleFormat, text, false, "Member must be an integer of 64 bits")
	case d.kind == kindInt32 && (err != nil || n != int64(int32(n))):
		r.refuse(ruleFormat, text, false, "Member must be an integer of 32 bits")
	case !pointer:
		dst.SetInt(n)
		r.checkInt(d, n)
	case d.kind == kindInt32:
		dst.Set(reflect.ValueOf(r.ints.keep(int32(n))))
		r.checkInt(d, n)
	default:
		dst.Set(reflect.ValueOf(r.longs.keep(n)))
		r.checkInt(d, n)
	}
	return true
}

// parameter reads a member that is in the path or the query.
func (r *reader) parameter(i int, m *member, text string, v reflect.Value) {
	r.at(i, m.name)
	defer r.up()
	switch {
	case !utf8.ValidString(text):
		r.refuse(ruleFormat, text, false, flawUTF8)
	case strings.IndexByte(text, 0) >= 0:
		r.refuse(ruleFormat, text, false, flawNUL)
	case m.kind == kindString:
		r.checkText(&m.value, text)
		v.Field(m.field).Set(reflect.ValueOf(r.texts.keep(text)))
	default: // the model has one more type there: the integer limit
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil || n > math.MaxInt32 {
			r.refuse(ruleFormat, text, false, "Member must be an integer")
			return
		}
		r.checkInt(&m.value, n)
		limit := int32(n)
		v.Field(m.field).Set(reflect.ValueOf(&limit))
	}
}

// shelf keeps values of a document side by side: one allocation for several.
type shelf[T any] []T

func (s *shelf[T]) keep(v T) *T {
	if len(*s) == cap(*s) {
		*s = make([]T, 0, 8)
	}
	*s = append(*s, v)
	return &(*s)[len(*s)-1]
}
