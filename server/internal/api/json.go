package api

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// jsonWriter builds a compact JSON object. Callers write its members in alphabetical order
// (rule 37).
type jsonWriter struct{ buf []byte }

func (w *jsonWriter) open()  { w.buf = append(w.buf, '{') }
func (w *jsonWriter) close() { w.buf = append(w.buf, '}') }

func (w *jsonWriter) member(name string) {
	buf := w.buf
	if buf[len(buf)-1] != '{' {
		buf = append(buf, ',')
	}
	buf = append(buf, '"')
	w.buf = append(append(buf, name...), '"', ':')
}

func (w *jsonWriter) text(name, value string) {
	w.member(name)
	w.buf = model.AppendString(w.buf, value)
}

// plain writes a member whose value needs no escaping.
func (w *jsonWriter) plain(name, value string) {
	w.member(name)
	w.buf = append(append(append(w.buf, '"'), value...), '"')
}

func (w *jsonWriter) number(name string, value int64) {
	w.member(name)
	w.buf = strconv.AppendInt(w.buf, value, 10)
}

func (w *jsonWriter) seconds(name string, millis int64) {
	w.member(name)
	w.buf = appendSeconds(w.buf, millis)
}

// separate appends a comma unless the next item is the first of its list.
func (w *jsonWriter) separate() {
	if w.buf[len(w.buf)-1] != '[' {
		w.buf = append(w.buf, ',')
	}
}

// appendSeconds appends a time in milliseconds as a number of seconds in the format of Java's
// Double.toString (rule 32): 1.551295405298E9.
func appendSeconds(dst []byte, millis int64) []byte {
	if millis < 0 {
		dst, millis = append(dst, '-'), -millis
	}
	const firstWithExponent = 1e10 // milliseconds
	if millis < firstWithExponent {
		dst = append(strconv.AppendInt(dst, millis/1000, 10), '.')
		return trimZeros(append(dst, strconv.Itoa(1000 + int(millis%1000))[1:]...))
	}
	first := len(dst)
	dst = strconv.AppendInt(append(dst, 0), millis, 10)
	exponent := len(dst) - first - 5
	dst[first], dst[first+1] = dst[first+1], '.'
	return strconv.AppendInt(append(trimZeros(dst), 'E'), int64(exponent), 10)
}

// trimZeros removes trailing zeros of a fraction, but not its last digit.
func trimZeros(dst []byte) []byte {
	for len(dst) > 2 && dst[len(dst)-1] == '0' && dst[len(dst)-2] != '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
