package jsondoc

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Line returns the line of the value with the given path, such as "spec.listeners.0". If a
// part of the path does not exist, Line returns the line of the enclosing value.
func (d Document) Line(path string) int {
	l := locator{data: d.data, decoder: json.NewDecoder(bytes.NewReader(d.data))}
	l.mark()
	l.find(path)
	return d.lines + l.line
}

// locator walks a valid document along a path.
type locator struct {
	data    []byte
	decoder *json.Decoder
	line    int
}

// mark sets the line to that of the next token.
func (l *locator) mark() {
	offset := int(l.decoder.InputOffset())
	for offset < len(l.data) && strings.IndexByte(" \t\r\n,:", l.data[offset]) >= 0 {
		offset++
	}
	l.line = lineAt(l.data, int64(offset))
}

func (l *locator) find(path string) {
	for path != "" {
		token, err := l.decoder.Token()
		if err != nil || token != json.Delim('{') && token != json.Delim('[') {
			return
		}
		rest, found := l.step(path, token == json.Delim('{'))
		if !found {
			return
		}
		path = rest
	}
}

// step moves to the member or item that the path begins with, and returns the rest of the path.
func (l *locator) step(path string, object bool) (rest string, found bool) {
	for i := 0; l.decoder.More(); i++ {
		name := strconv.Itoa(i)
		before := l.line
		l.mark()
		if object {
			token, err := l.decoder.Token()
			if err != nil {
				return "", false
			}
			name, _ = token.(string)
		}
		if rest, ok := CutPath(path, name); ok {
			return rest, true
		}
		l.line = before
		var skipped json.RawMessage
		if l.decoder.Decode(&skipped) != nil {
			return "", false
		}
	}
	return "", false
}

// CutPath removes the name of a member or the number of an item from the beginning of a path.
// The name itself may contain dots.
func CutPath(path, name string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, name)
	if !ok || rest == "" {
		return "", ok
	}
	if rest[0] == '.' {
		return rest[1:], true
	}
	return "", false
}
