package model

import (
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Encode appends the canonical JSON of a spec to dst: compact, members in
// alphabetical order, [] and {} kept, absent members left out. With nulls a
// structure that is present shows every member of the model, null where absent
// (rule 1).
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

// specs answer an empty spec by kind: a kind's name is its segment in an ARN.
var specs = map[string]func() Spec{
	"mesh":           func() Spec { return new(MeshSpec) },
	"virtualGateway": func() Spec { return new(VirtualGatewaySpec) },
	"gatewayRoute":   func() Spec { return new(GatewayRouteSpec) },
	"virtualNode":    func() Spec { return new(VirtualNodeSpec) },
	"virtualRouter":  func() Spec { return new(VirtualRouterSpec) },
	"route":          func() Spec { return new(RouteSpec) },
	"virtualService": func() Spec { return new(VirtualServiceSpec) },
}

// Decode reads the JSON of a kind's spec ("virtualGateway", "mesh", …). What
// Encode wrote comes back as it was. The error is an *Invalid where the
// document breaks the model.
func Decode(kind, data string) (Spec, error) {
	fresh, ok := specs[kind]
	if !ok {
		return nil, fmt.Errorf("model: there is no kind %q", kind)
	}
	spec := fresh()
	v := reflect.ValueOf(spec).Elem()
	r := reader{data: data, findings: findings{root: "spec"}}
	r.document(shapeOf(v.Type()), v)
	if err := r.invalid(); err != nil {
		return nil, err
	}
	return spec, nil
}

const digits = "0123456789abcdef"

// AppendString appends s as a JSON string: raw UTF-8, escaped only where JSON
// demands it, with the short forms where there are some.
func AppendString(dst []byte, s string) []byte {
	return append(AppendText(append(dst, '"'), s), '"')
}

// AppendText appends s as it stands within a JSON string, for one that is put together.
func AppendText(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if asItIs[c] {
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

// asItIs tells which bytes are written as they are, one by one.
var asItIs = func() (is [256]bool) {
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
