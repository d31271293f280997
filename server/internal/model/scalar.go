package model

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readString reads a string. Dst is a pointer for a member, and a string for a list item.
func (r *reader) readString(d *value, dst reflect.Value) bool {
	s, flaw, ok := r.text()
	if !ok {
		return false
	}
	if flaw != "" {
		r.refuse(flawRule(flaw), s, flaw)
		return true
	}
	r.checkString(d, s)
	if dst.Kind() == reflect.Pointer {
		member := s // so that an item does not escape
		dst.Set(reflect.ValueOf(&member))
	} else {
		dst.SetString(s)
	}
	return true
}

// readInt reads an integer. Dst is a pointer for a member, and an integer for a list item.
func (r *reader) readInt(d *value, dst reflect.Value) bool {
	text, integer, ok := r.number()
	if !ok {
		return false
	}
	if !integer {
		r.refuse(ruleFormat, text, "Member must be an integer")
		return true
	}
	if text == "-0" {
		text, r.nonCanonical = "0", true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case d.kind == kindInt64 && err != nil:
		r.refuse(ruleFormat, text, "Member must be an integer of 64 bits")
		return true
	case d.kind == kindInt32 && (err != nil || n != int64(int32(n))):
		r.refuse(ruleFormat, text, "Member must be an integer of 32 bits")
		return true
	}
	r.checkInt(d, n, text)
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(d.typ))
		dst = dst.Elem()
	}
	dst.SetInt(n)
	return true
}

// readBool reads a boolean member.
func (r *reader) readBool(dst reflect.Value) bool {
	word := "false"
	if r.here() == 't' {
		word = "true"
	}
	yes := word == "true"
	dst.Set(reflect.ValueOf(&yes))
	return r.word(word)
}

// readParameter reads a member of the path or the query from its text.
func (r *reader) readParameter(m *member, text string, dst reflect.Value) {
	if r.lenient {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	switch {
	case !utf8.ValidString(text):
		r.refuse(ruleUnambiguous, text, flawUTF8)
	case strings.IndexByte(text, 0) >= 0:
		r.refuse(ruleNUL, text, flawNUL)
	case m.kind == kindString:
		r.checkString(&m.value, text)
		dst.Set(reflect.ValueOf(&text))
	default: // the only other type in the model is integer, for limit
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			r.refuse(ruleFormat, text, "Member must be an integer")
			return
		}
		r.checkInt(&m.value, n, strconv.FormatInt(n, 10))
		limit := int32(n)
		dst.Set(reflect.ValueOf(&limit))
	}
}

// readParameterValue reads a member of the path or the query from a JSON object. The value
// may be a number, because YAML parses an unquoted account as one.
func (r *reader) readParameterValue(m *member, dst reflect.Value) bool {
	var text, flaw string
	var ok bool
	switch c := r.here(); {
	case c == '"':
		text, flaw, ok = r.text()
	case c == '-' || c-'0' <= 9:
		text, _, ok = r.number()
	case m.kind == kindString:
		return r.wrongType("Member must be a string")
	default:
		return r.wrongType("Member must be an integer")
	}
	if !ok {
		return false
	}
	if flaw != "" {
		r.refuse(flawRule(flaw), text, flaw)
		return true
	}
	r.readParameter(m, text, dst)
	return true
}
