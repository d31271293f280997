// Package nearest finds the known name that is most similar to a misspelt one.
package nearest

import (
	"iter"
	"slices"
	"strings"
)

const (
	maxLength = 255 // of names, in bytes; longer names get no suggestion
	maxEdits  = 3
)

// Name returns the known name that is most similar to name, or ""; see Among.
func Name(name string, known []string) string { return Among(name, slices.Values(known)) }

// Among returns the first of the known names that are most similar to name. It ignores case,
// and allows insertions, deletions, replacements and swaps of neighbours for a third of
// name's bytes, at least one and at most three. It returns "" if no name is similar enough.
func Among(name string, known iter.Seq[string]) string {
	if name == "" || len(name) > maxLength {
		return ""
	}
	limit := min(max(1, len(name)/3), maxEdits)
	best, fewest := "", limit+1
	for candidate := range known {
		if strings.EqualFold(candidate, name) {
			return candidate
		}
		if n := edits(name, candidate, fewest-1); n < fewest {
			best, fewest = candidate, n
		}
	}
	return best
}

// edits returns the number of edits that turn a into b, ignoring the case of ASCII letters.
// If the number exceeds limit, the result is any number greater than limit. Both texts have
// at most maxLength bytes, or their lengths differ by more than limit.
func edits(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > maxLength {
		return limit + 1
	}
	var rows [3][maxLength + 1]int
	before, last, next := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		fewest := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				next[j] = min(next[j], before[j-2]+1)
			}
			fewest = min(fewest, next[j])
		}
		if fewest > limit {
			return limit + 1
		}
		before, last, next = last, next, before
	}
	return last[len(b)]
}

// lower returns an ASCII letter in lower case, and any other byte unchanged.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
