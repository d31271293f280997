package model

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const maxPrinted = 1024 // characters of a refused value in its message

const (
	mustNotBeNull = "Member must not be null"
	mustBeOnce    = "Member must not be given more than once"
)

// Invalid is the error for a request that violates the model (rules 13, 14, 75, 76 and 110).
type Invalid struct {
	Violations []Violation // in the order of the model's members, at most 100
	More       int         // violations beyond those
	Ignored    []Ignored   // unknown members of the request, as [Input.Ignored] returns them
}

// Violation is a violated constraint.
type Violation struct {
	Member string // path, such as spec.listeners.1.member.portMapping.port; empty for the body as a whole
	Rule   int    // such as 13 for a constraint of the model, 110 for an unknown member
	Text   string // the message

	// For an unknown member: the member that was probably meant, or "", and all members of the
	// structure.
	Suggestion string
	Known      []string
}

// Error returns App Mesh's message: "1 validation error detected: …" (rule 13). The message
// for a body that is not JSON does not have this prefix.
func (e *Invalid) Error() string {
	if len(e.Violations) == 1 && e.Violations[0].Member == "" {
		return e.Violations[0].Text
	}
	n := len(e.Violations) + e.More
	var b strings.Builder
	if n == 1 {
		b.WriteString("1 validation error detected: ")
	} else {
		fmt.Fprintf(&b, "%d validation errors detected: ", n)
	}
	for i, v := range e.Violations {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(v.Text)
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "; and %d more", e.More)
	}
	return b.String()
}

// sentence returns the message for a violation (rule 13).
func sentence(value string, null bool, path, constraint string) string {
	if null {
		return "Value null at '" + path + "' failed to satisfy constraint: " + constraint
	}
	return "Value '" + printed(value) + "' at '" + path + "' failed to satisfy constraint: " + constraint
}

// printed returns the value as valid UTF-8, cut after maxPrinted characters.
func printed(value string) string {
	n := 0
	for i := range value {
		if n == maxPrinted {
			value = value[:i] + "…"
			break
		}
		n++
	}
	if !utf8.ValidString(value) {
		return strings.ToValidUTF8(value, "\uFFFD")
	}
	return value
}
