// Package glob matches names against patterns in which * matches any characters and ? matches
// any one byte.
package glob

import (
	"fmt"
	"slices"
	"strings"
)

// MaxLength is the largest length of a list of patterns in bytes. It bounds the time of a
// match, which grows linearly with the length of the name.
const MaxLength = 1024

// List is a compiled list of patterns. The zero List matches every name.
type List struct {
	patterns []pattern
}

// pattern is a pattern split at its stars.
type pattern []string

// Compile compiles a list of patterns separated by commas. It ignores blanks around patterns.
// An empty list matches every name. Compile returns an error if the list is longer than
// MaxLength.
func Compile(list string) (List, error) {
	if len(list) > MaxLength {
		return List{}, fmt.Errorf("the pattern has %d bytes; at most %d are allowed", len(list), MaxLength)
	}
	var l List
	if list == "" {
		return l, nil
	}
	for each := range strings.SplitSeq(list, ",") {
		l.patterns = append(l.patterns, strings.Split(strings.TrimSpace(each), "*"))
	}
	return l, nil
}

// Match reports whether name matches one of the patterns.
func (l List) Match(name string) bool {
	for _, p := range l.patterns {
		if p.match(name) {
			return true
		}
	}
	return len(l.patterns) == 0
}

// match looks for the parts between the stars in order. It takes the first occurrence of each
// part, which leaves the longest rest of the name for the following parts.
func (p pattern) match(name string) bool {
	first, rest := p[0], p[1:]
	if len(name) < len(first) || !equal(first, name[:len(first)]) {
		return false
	}
	name = name[len(first):]
	if len(rest) == 0 {
		return name == ""
	}
	last := len(rest) - 1
	for _, part := range rest[:last] {
		at := index(name, part)
		if at < 0 {
			return false
		}
		name = name[at+len(part):]
	}
	return len(name) >= len(rest[last]) && equal(rest[last], name[len(name)-len(rest[last]):])
}

// index returns the position of the first occurrence of part in name, or -1.
func index(name, part string) int {
	if !strings.Contains(part, "?") {
		return strings.Index(name, part)
	}
	for at := 0; at+len(part) <= len(name); at++ {
		if equal(part, name[at:at+len(part)]) {
			return at
		}
	}
	return -1
}

// equal reports whether text, which has the length of part, matches it byte by byte.
func equal(part, text string) bool {
	for i := range len(part) {
		if part[i] != '?' && part[i] != text[i] {
			return false
		}
	}
	return true
}

// Unmatched returns the first pattern of the list that matches none of the names, or "".
func (l List) Unmatched(names []string) string {
	for _, p := range l.patterns {
		if !slices.ContainsFunc(names, p.match) {
			return strings.Join(p, "*")
		}
	}
	return ""
}
