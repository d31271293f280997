// Package cbor converts between JSON and CBOR (RFC 8949). It supports the part of CBOR that
// the protocol Smithy RPC v2 CBOR of newer AWS SDKs uses.
package cbor

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// The major types of CBOR, in the upper three bits of an item's first byte.
const (
	unsigned byte = iota
	negative
	byteString
	text
	array
	object
	tag
	simple
)

// Values of the lower five bits.
const (
	oneByte    = 24 // the argument is in the next byte; 25 to 27: in the next two, four or eight
	indefinite = 31 // the items end with the break code
	breakCode  = 0xff

	falseValue = 20
	trueValue  = 21
	null       = 22
	undefined  = 23
)

// maxDepth is the largest depth of nested lists and maps.
const maxDepth = 32

var errFormat = errors.New("it is not CBOR of text, integers, booleans, lists and maps")

// ToJSON converts a CBOR document to JSON. It refuses floats, tags and byte strings, which no
// input of a supported operation contains.
func ToJSON(data []byte) ([]byte, error) {
	r := reader{data}
	value, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if len(r.data) > 0 {
		return nil, errFormat
	}
	return json.Marshal(value)
}

// FromJSON converts a JSON document, whose numbers must be integers, to CBOR.
func FromJSON(data []byte) ([]byte, error) {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, err
	}
	return appendValue(nil, value), nil
}

func appendValue(dst []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return append(appendHead(dst, text, len(v)), v...)
	case float64:
		if v < 0 {
			return appendHead(dst, negative, int(-1-v))
		}
		return appendHead(dst, unsigned, int(v))
	case bool:
		if v {
			return append(dst, simple<<5|trueValue)
		}
		return append(dst, simple<<5|falseValue)
	case []any:
		dst = appendHead(dst, array, len(v))
		for _, item := range v {
			dst = appendValue(dst, item)
		}
		return dst
	case map[string]any:
		dst = appendHead(dst, object, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			dst = appendValue(appendValue(dst, name), v[name])
		}
		return dst
	default:
		return append(dst, simple<<5|null)
	}
}

// appendHead appends a major type with its argument.
func appendHead(dst []byte, major byte, argument int) []byte {
	switch {
	case argument < oneByte:
		return append(dst, major<<5|byte(argument))
	case argument < 1<<8:
		return append(dst, major<<5|oneByte, byte(argument))
	case argument < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, major<<5|oneByte+1), uint16(argument))
	default:
		return binary.BigEndian.AppendUint64(append(dst, major<<5|oneByte+3), uint64(argument))
	}
}
