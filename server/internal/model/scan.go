package model

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

const maxDepth = 128 // levels of nesting in a document

// The possible flaws of a string (rules 75 and 76).
const (
	flawNUL       = "Member must not contain the character NUL"
	flawUTF8      = "Member must be valid UTF-8"
	flawSurrogate = "Member must not contain half of a surrogate pair"
)

// flawRule returns the rule that a flaw breaks.
func flawRule(flaw string) int {
	if flaw == flawNUL {
		return ruleNUL
	}
	return ruleUnambiguous
}

// The methods in this file read the lexical elements of JSON. Their result ok is false if
// reading must stop; r.malformed then contains the reason.

// stop records why the body is not JSON, and returns false.
func (r *reader) stop(format string, args ...any) bool {
	text := fmt.Sprintf("The request body is not valid JSON: "+format, args...)
	r.malformed = &Violation{Rule: ruleFormat, Text: text}
	return false
}

// unexpected stops at a byte that JSON does not allow at this position.
func (r *reader) unexpected() bool {
	if r.pos >= len(r.data) {
		return r.stop("it ends too early, at byte %d", len(r.data))
	}
	if c := r.data[r.pos]; c > ' ' && c < 0x7f {
		return r.stop("unexpected '%c' at byte %d", c, r.pos)
	}
	return r.stop("unexpected byte 0x%02x at byte %d", r.data[r.pos], r.pos)
}

// peek skips white space and returns the next byte, or 0 at the end.
func (r *reader) peek() byte {
	for r.pos < len(r.data) {
		switch c := r.data[r.pos]; c {
		case ' ', '\t', '\n', '\r':
			r.nonCanonical = true
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// word reads true, false or null.
func (r *reader) word(w string) bool {
	if end := r.pos + len(w); end <= len(r.data) && r.data[r.pos:end] == w {
		r.pos = end
		return true
	}
	for i := 0; i < len(w) && r.pos < len(r.data) && r.data[r.pos] == w[i]; i++ {
		r.pos++
	}
	return r.unexpected()
}

// number reads a number. It is an integer if it has neither fraction nor exponent.
func (r *reader) number() (text string, integer, ok bool) {
	start := r.pos
	integer = true
	if r.here() == '-' {
		r.pos++
	}
	if r.here() == '0' {
		r.pos++
	} else if !r.digits() {
		return "", false, false
	}
	if r.here() == '.' {
		integer = false
		r.pos++
		if !r.digits() {
			return "", false, false
		}
	}
	if c := r.here(); c == 'e' || c == 'E' {
		integer = false
		r.pos++
		if c := r.here(); c == '+' || c == '-' {
			r.pos++
		}
		if !r.digits() {
			return "", false, false
		}
	}
	return r.data[start:r.pos], integer, true
}

// here returns the next byte, or 0 at the end.
func (r *reader) here() byte {
	if r.pos < len(r.data) {
		return r.data[r.pos]
	}
	return 0
}

func (r *reader) digits() bool {
	start := r.pos
	for r.pos < len(r.data) && r.data[r.pos]-'0' <= 9 {
		r.pos++
	}
	if r.pos == start {
		return r.unexpected()
	}
	return true
}

// text reads a string. If possible, the result is a substring of the document. Flaw is the
// constraint that the string violates, or "".
func (r *reader) text() (s, flaw string, ok bool) {
	if r.here() != '"' {
		return "", "", r.unexpected()
	}
	start := r.pos + 1
	end := start
	for end < len(r.data) && unescaped[r.data[end]] {
		end++
	}
	if r.pos = end; r.here() != '"' {
		return r.slowText(start)
	}
	r.pos++
	return r.data[start:end], "", true
}

// slowText reads the rest of a string with escapes or non-ASCII characters.
func (r *reader) slowText(start int) (s, flaw string, ok bool) {
	r.nonCanonical = true
	b := append(r.scratch[:0], r.data[start:r.pos]...)
	for r.pos < len(r.data) {
		c := r.data[r.pos]
		switch {
		case c == '"':
			r.pos++
			r.scratch = b
			return string(b), flaw, true
		case c < ' ':
			return "", "", r.unexpected()
		case c == '\\':
			var bad string
			if b, bad, ok = r.escape(b); !ok {
				return "", "", false
			}
			if flaw == "" {
				flaw = bad
			}
		case c < utf8.RuneSelf:
			b = append(b, c)
			r.pos++
		default:
			char, size := utf8.DecodeRuneInString(r.data[r.pos:])
			if char == utf8.RuneError && size == 1 && flaw == "" && !r.lenient {
				flaw = flawUTF8
			}
			b = utf8.AppendRune(b, char)
			r.pos += size
		}
	}
	return "", "", r.unexpected()
}

// escapes maps the letter of an escape to its character.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads an escape in a string, or a surrogate pair of two escapes.
func (r *reader) escape(b []byte) (_ []byte, flaw string, ok bool) {
	r.pos++
	if c := escapes[r.here()]; c != 0 {
		r.pos++
		return append(b, c), "", true
	}
	if r.here() != 'u' {
		return b, "", r.unexpected()
	}
	char, ok := r.hex()
	if !ok {
		return b, "", false
	}
	switch {
	case char == 0:
		flaw = flawNUL
	case utf16.IsSurrogate(char):
		pair := rune(utf8.RuneError)
		if back := r.pos; r.here() == '\\' && back+1 < len(r.data) && r.data[back+1] == 'u' {
			r.pos++
			low, ok := r.hex()
			if !ok {
				return b, "", false
			}
			if pair = utf16.DecodeRune(char, low); pair == utf8.RuneError {
				r.pos = back // the second escape may begin another pair
			}
		}
		if char = pair; char == utf8.RuneError && !r.lenient {
			flaw = flawSurrogate
		}
	}
	return utf8.AppendRune(b, char), flaw, true
}

// hex reads the four digits of a \u escape.
func (r *reader) hex() (char rune, ok bool) {
	for range 4 {
		r.pos++
		c := r.here()
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20-'a' <= 5:
			c = c | 0x20 - 'a' + 10
		default:
			return 0, r.unexpected()
		}
		char = char<<4 | rune(c)
	}
	r.pos++
	return char, true
}
