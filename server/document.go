package server

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// document is a JSON object that is being written: compact, its members in alphabetical
// order (rule 37), which is the order in which the code names them.
type document struct{ json []byte }

func (d *document) member(name string) {
	json := d.json
	if json[len(json)-1] != '{' {
		json = append(json, ',')
	}
	json = append(json, '"')
	d.json = append(append(json, name...), '"', ':')
}

func (d *document) text(name, value string) {
	d.member(name)
	d.json = model.AppendString(d.json, value)
}

func (d *document) number(name string, value int64) {
	d.member(name)
	d.json = strconv.AppendInt(d.json, value, 10)
}

func (d *document) seconds(name string, millis int64) {
	d.member(name)
	d.json = appendSeconds(d.json, millis)
}

func (d *document) open()  { d.json = append(d.json, '{') }
func (d *document) close() { d.json = append(d.json, '}') }

// appendSeconds appends milliseconds as the service wrote its times: as seconds, the way
// Java prints a double (rule 32): 1.551295405298E9.
func appendSeconds(dst []byte, millis int64) []byte {
	if millis < 0 {
		dst, millis = append(dst, '-'), -millis
	}
	const scientific = 1e10 // milliseconds: from ten million on, Java's digits have an exponent
	if millis < scientific {
		dst = append(strconv.AppendInt(dst, millis/1000, 10), '.')
		return trimZeros(append(dst, strconv.Itoa(1000 + int(millis%1000))[1:]...))
	}
	first := len(dst)
	dst = strconv.AppendInt(append(dst, 0), millis, 10)
	exponent := len(dst) - first - 5
	dst[first], dst[first+1] = dst[first+1], '.'
	return strconv.AppendInt(append(trimZeros(dst), 'E'), int64(exponent), 10)
}

// trimZeros cuts zeros off the end of a fraction down to its last digit.
func trimZeros(dst []byte) []byte {
	for len(dst) > 2 && dst[len(dst)-1] == '0' && dst[len(dst)-2] != '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
