package envoy

import (
	"bytes"
	"slices"
	"strconv"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// object is a JSON object. Its members are written in alphabetical order; nil members are
// omitted.
type object map[string]any

// raw is encoded JSON.
type raw []byte

// typeURL is the prefix of the @type of Envoy's messages.
const typeURL = "type.googleapis.com/envoy."

// typed adds @type to a message and returns the message. The name is the type without the
// prefix.
func typed(name string, members object) object {
	if members == nil {
		members = object{}
	}
	members["@type"] = typeURL + name
	return members
}

// extension returns a named extension, such as a filter or a transport socket, with its typed
// configuration.
func extension(name, message string, members object) object {
	return object{"name": name, "typed_config": typed(message, members)}
}

// buffers pools buffers for encoding. The result is copied once, in its final size.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// encode returns the object as compact JSON.
func (o object) encode() raw {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	*buffer = appendObject((*buffer)[:0], o)
	return bytes.Clone(*buffer)
}

func appendValue(dst []byte, value any) []byte {
	switch v := value.(type) {
	case object:
		return appendObject(dst, v)
	case raw:
		return append(dst, v...)
	case string:
		return model.AppendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case []any:
		return appendList(dst, v)
	case []string:
		return appendList(dst, v)
	case []object:
		return appendList(dst, v)
	case []raw:
		return appendList(dst, v)
	default:
		return append(dst, "null"...) // no other type is used
	}
}

func appendObject(dst []byte, o object) []byte {
	var room [16]string
	names := room[:0]
	for name, v := range o {
		if v != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	dst = append(dst, '{')
	for _, name := range names {
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(model.AppendString(dst, name), ':')
		dst = appendValue(dst, o[name])
	}
	return append(dst, '}')
}

func appendList[T any](dst []byte, list []T) []byte {
	dst = append(dst, '[')
	for i, item := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(dst, item)
	}
	return append(dst, ']')
}
