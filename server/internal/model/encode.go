package model

import (
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Encode appends the canonical JSON of a spec to dst: compact, with members in alphabetical
// order. Empty lists and structures are written (rule 61), absent members are not. If nulls
// is set, absent members of structures that are present are written as null (rule 1).
func Encode(dst []byte, spec Spec, nulls bool) []byte {
	v := reflect.ValueOf(spec).Elem()
	return shapeOf(v.Type()).append(dst, v, nulls)
}

func (s *shape) append(dst []byte, v reflect.Value, nulls bool) []byte {
	dst = append(dst, '{')
	empty := len(dst)
	for i := range s.members {
		m := &s.members[i]
		f := v.Field(m.field)
		absent := f.IsNil()
		if absent && !nulls {
			continue
		}
		if len(dst) > empty {
			dst = append(dst, ',')
		}
		dst = append(dst, m.quoted...)
		switch {
		case absent:
			dst = append(dst, "null"...)
		case m.kind == kindList:
			dst = m.item.appendList(dst, f, nulls)
		default:
			dst = m.value.append(dst, f.Elem(), nulls)
		}
	}
	return append(dst, '}')
}

func (d *value) appendList(dst []byte, v reflect.Value, nulls bool) []byte {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = d.append(dst, v.Index(i), nulls)
	}
	return append(dst, ']')
}

func (d *value) append(dst []byte, v reflect.Value, nulls bool) []byte {
	switch d.kind {
	case kindString:
		return AppendString(dst, v.String())
	case kindInt32, kindInt64:
		return strconv.AppendInt(dst, v.Int(), 10)
	case kindBool:
		return strconv.AppendBool(dst, v.Bool())
	default:
		return d.shape.append(dst, v, nulls)
	}
}

const digits = "0123456789abcdef"

// AppendString appends s as a JSON string. It escapes only the characters for which JSON
// requires it, with the short form if there is one.
func AppendString(dst []byte, s string) []byte {
	return append(AppendText(append(dst, '"'), s), '"')
}

// AppendText appends s like AppendString, but without the quotes. It is for strings composed
// of several parts.
func AppendText(dst []byte, s string) []byte {
	i := 0
	for i < len(s) && unescaped[s[i]] {
		i++
	}
	if i == len(s) {
		return append(dst, s...)
	}
	start := 0
	for i < len(s) {
		c := s[i]
		if unescaped[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			char, size := utf8.DecodeRuneInString(s[i:])
			if char == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
				start = i + 1
			}
			i += size
			continue
		}
		dst = appendEscape(append(dst, s[start:i]...), c)
		i++
		start = i
	}
	return append(dst, s[start:]...)
}

// unescaped marks the bytes that a JSON string may contain unescaped and that are a character
// each.
var unescaped = func() (is [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\'
	}
	return is
}()

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}
