package server

import (
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// maxWarnings is the largest number of warnings about ignored members in a response, and of
// ignored members in a call of the journal.
const maxWarnings = 10

// ignoredMembers returns the unknown members of a request, which App Mesh ignored (rule 34).
// Each has a suggestion if a known name is similar.
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

// ignoredHint returns a sentence about the first unknown member of a refused request, or "".
// A misspelt member often explains why another one is missing.
func ignoredHint(ignored []string) string {
	if len(ignored) == 0 {
		return ""
	}
	return "The request has an unknown member, which was ignored: " + ignored[0] + "."
}

// Limits of request texts in response headers, in bytes.
const (
	maxMember = 200
	maxHint   = 500
)

// printable returns text as a valid header value: at most maxLength bytes, with a question
// mark in place of each character that is not printable ASCII.
func printable(text string, maxLength int) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || '~' < c {
			return '?'
		}
		return c
	}, text[:min(len(text), maxLength)])
}
