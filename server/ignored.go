package server

import (
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// maxWarnings is the largest number of warnings about ignored members in a response, and of
// ignored members in a call of the journal.
const maxWarnings = 10

// ignoredMembers returns the unknown members of a request, which App Mesh ignored (rule
// 34), each with the name that was probably meant.
func ignoredMembers(in api.Input) []string {
	ignored, _ := in.Ignored()
	var texts []string
	for _, each := range ignored[:min(len(ignored), maxWarnings)] {
		text := printable(each.Path, maxMember)
		if each.Suggestion != "" {
			text += fmt.Sprintf(" (did you mean %s?)", each.Suggestion)
		}
		texts = append(texts, text)
	}
	return texts
}

// ignoredHint returns one sentence about the first unknown member of a refused request, or "":
// a misspelt member is often the reason why another one is missing.
func ignoredHint(ignored []string) string {
	if len(ignored) == 0 {
		return ""
	}
	return "The request has an unknown member, which was ignored: " + ignored[0] + "."
}

// The largest lengths of texts of a request in headers, in bytes.
const (
	maxMember = 200
	maxHint   = 500
)

// printable returns a text in a form that can stand in a header: at most maxLength bytes,
// with a question mark for each character that is not printable ASCII.
func printable(text string, maxLength int) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || '~' < c {
			return '?'
		}
		return c
	}, text[:min(len(text), maxLength)])
}
