package model

import "strings"

// maxIgnored is the number of ignored members that are reported for one request.
const maxIgnored = 100

// Ignored is a member of a request that the model does not have. The operation ignores
// it (rule 34).
type Ignored struct {
	Path       string // such as spec.listners or spec.listeners.1.member.tsl; may hold any character
	Suggestion string // the name of a member that was probably meant; may be empty
}

// Sentence returns the sentence that reports the member.
func (i Ignored) Sentence() string {
	text := "Unknown member '" + i.Path + "'"
	if i.Suggestion != "" {
		text += ": did you mean '" + i.Suggestion + "'?"
	}
	return text
}

// ignore records that the structure s has no member of this name.
func (r *reader) ignore(s *shape, name string) {
	if len(r.ignored) == maxIgnored {
		r.moreIgnored++
		return
	}
	r.enter(len(s.members), name)
	r.ignored = append(r.ignored, Ignored{r.path(r.root), s.suggest(name)})
	r.leave()
}

// suggest returns the member of the structure whose name is most like name: equal but
// for case, or at most two edits away. It returns "" if there is none.
func (s *shape) suggest(name string) string {
	const maxEdits = 2
	best, fewest := "", maxEdits+1
	for i := range s.members {
		known := s.members[i].name
		if strings.EqualFold(known, name) {
			return known
		}
		if n := edits(name, known, maxEdits); n < fewest && n < min(len(name), len(known)) {
			best, fewest = known, n
		}
	}
	return best
}

// maxName is greater than the length of any member's name in the model.
const maxName = 48

// edits returns the number of bytes to insert, delete or replace to make a from b, or a
// number greater than limit if it is more than that.
func edits(a, b string, limit int) int {
	if len(a) > maxName || len(b) > maxName || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var row [maxName + 1]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
