package model

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The rules that a walk keeps.
const (
	ruleModel  = 13 // a constraint of the model
	ruleFormat = 14 // malformed JSON, a wrong type
)

const (
	mostViolations = 100  // so many are reported
	mostPrinted    = 1024 // characters of a refused value
)

const (
	mustNotBeNull = "Member must not be null"
	mustBeOnce    = "Member must not be given more than once"
)

// Invalid is the answer to a request that breaks the model (rules 13 and 14).
type Invalid struct {
	Violations []Violation // in the order of the model's members, at most 100
	More       int         // how many there are beyond those
}

// Violation is one broken constraint.
type Violation struct {
	Member string // its path: spec.listeners.1.member.portMapping.port; "" for the body as a whole
	Rule   int    // 13 a constraint of the model, 14 malformed or wrong type
	Text   string // the whole sentence for this violation
}

// Error is what App Mesh says: "1 validation error detected: …" (rule 13). A
// body that cannot be read at all has its own sentence alone.
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

// sentence is the frame of every violation (rule 13).
func sentence(value string, null bool, path, constraint string) string {
	if null {
		return "Value null at '" + path + "' failed to satisfy constraint: " + constraint
	}
	return "Value '" + printed(value) + "' at '" + path + "' failed to satisfy constraint: " + constraint
}

// printed is a value as a sentence shows it: whole characters, not too many.
func printed(value string) string {
	n := 0
	for i := range value {
		if n == mostPrinted {
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
