package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// quoteShell quotes a word for a POSIX shell if necessary.
func quoteShell(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// quoteGo returns a string literal of Go, which is raw if this makes it more readable.
func quoteGo(text string) string {
	if !strings.ContainsAny(text, "\n\"\\") {
		return strconv.Quote(text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if !strconv.CanBackquote(line) {
			return strconv.Quote(text)
		}
	}
	return "`" + text + "`"
}

// isPrintable reports whether all characters of a text can be printed.
func isPrintable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) < 0
}

// printable returns JSON on one line, in which characters that cannot be printed are escaped.
func printable(value json.RawMessage) string {
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return "null" // not reached: the value is a part of valid JSON
	}
	var out strings.Builder
	for _, c := range compact.String() {
		if unicode.IsPrint(c) {
			out.WriteRune(c)
			continue
		}
		for _, unit := range utf16.Encode([]rune{c}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
