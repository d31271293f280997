// Package quote writes texts as words of a shell command and as string literals of Go.
package quote

import (
	"strconv"
	"strings"
)

// Shell returns a word for a POSIX shell, in quotes if necessary.
func Shell(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// Command returns a command for a POSIX shell, with a line break at the end.
func Command(words ...string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = Shell(word)
	}
	return strings.Join(quoted, " ") + "\n"
}

// Go returns a string literal of Go, which is raw if the other form needs backslashes and the
// text permits it.
func Go(text string) string {
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
