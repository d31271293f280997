package model

import "github.com/appmesh-mock/appmesh-mock/server/internal/nearest"

// maxIgnored is the largest number of ignored members reported for one request.
const maxIgnored = 100

// Ignored is a member of a request that the model does not have. The operation ignores
// it (rule 34).
type Ignored struct {
	Path       string // such as spec.listners or spec.listeners.1.member.tsl; may hold any character
	Suggestion string // the name of a member that was probably meant; may be empty
}

// Sentence returns the message that reports the member.
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

// suggest returns the member of the structure that name probably stands for, or "".
func (s *shape) suggest(name string) string { return nearest.Name(name, s.names()) }

// names returns the names of the members, sorted.
func (s *shape) names() []string {
	names := make([]string, len(s.members))
	for i := range s.members {
		names[i] = s.members[i].name
	}
	return names
}
