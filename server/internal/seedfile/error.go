package seedfile

import (
	"fmt"
	"strings"
)

// Error is a mistake in a file.
type Error struct {
	File       string
	Line       int    // from 1; 0 if it is not known
	Document   int    // from 1; 0 if the file has one document
	Entry      int    // of a seed, from 1; 0 in other files
	Target     string // the operation or resource, such as "CreateMesh apps"; "" for none
	Path       string // of the value, such as "spec.listeners.0.portMapping.port"; "" for the whole
	Message    string
	Suggestion string // the nearest name that exists; "" for none
}

// Error returns the position and the message, such as
// "mesh.yaml:7: entry 2: CreateMesh apps: spec: unknown member "egresFilter"; did you mean "egressFilter"?".
func (e *Error) Error() string {
	var parts []string
	switch {
	case e.File != "" && e.Line > 0:
		parts = append(parts, fmt.Sprintf("%s:%d", e.File, e.Line))
	case e.File != "":
		parts = append(parts, e.File)
	case e.Line > 0:
		parts = append(parts, fmt.Sprintf("line %d", e.Line))
	}
	if e.Document > 0 {
		parts = append(parts, fmt.Sprintf("document %d", e.Document))
	}
	if e.Entry > 0 {
		parts = append(parts, fmt.Sprintf("entry %d", e.Entry))
	}
	for _, part := range []string{e.Target, e.Path} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	text := strings.Join(append(parts, e.Message), ": ")
	if e.Suggestion != "" {
		text += fmt.Sprintf("; did you mean %q?", e.Suggestion)
	}
	return text
}

// Errors lists the mistakes in one or more files, in the order of the files.
type Errors []*Error

// Error returns the mistakes, one per line.
func (e Errors) Error() string {
	lines := make([]string, 0, len(e)+1)
	for _, one := range e {
		lines = append(lines, one.Error())
	}
	if len(e) >= MaxMistakes {
		lines = append(lines, fmt.Sprintf("only the first %d mistakes are reported", MaxMistakes))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes for errors.As.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}
