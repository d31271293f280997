package state

import (
	"crypto/sha256"
	"slices"
)

// The verbs that take a client token.
const (
	createVerb = 'c'
	updateVerb = 'u'
)

// keptTokens is how many client tokens of updates a resource remembers, the latest ones.
// A client repeats a request within its own retries, not a thousand updates later.
const keptTokens = 32

// digest is the beginning of a SHA-256 sum: enough to tell one from another, and small.
type digest [16]byte

// token is a client token that a resource was made or updated with (rules 4 and 6). Tokens
// belong to the resource: another resource may be made with the same one.
type token struct {
	value   digest // of the token
	request digest // of what was asked with it
}

// newToken answers the draft's token, and what is asked with it.
func newToken(verb byte, d Draft) token {
	if d.Token == "" {
		return token{}
	}
	room := scratch.Get().(*[]byte)
	defer scratch.Put(room)
	asked := append(append((*room)[:0], verb), d.Spec...)
	for _, tag := range d.Tags {
		asked = appendPart(appendPart(asked, tag.Key), tag.Value)
	}
	*room = asked
	return token{value: sum([]byte(d.Token)), request: sum(asked)}
}

func sum(data []byte) digest {
	full := sha256.Sum256(data)
	return digest(full[:len(digest{})])
}

// remember notes a token that the resource was made or updated with.
func (r *record) remember(asked token, value string) {
	if value == "" {
		return
	}
	kept := r.tokens
	if len(kept) >= keptTokens {
		kept = slices.Concat(kept[:1], kept[2:]) // the first is that of the create
	}
	r.tokens = append(slices.Clip(kept), asked)
}

// knows tells whether the resource was made or updated with the token.
func (r *record) knows(asked token, value string) bool {
	return value != "" && r.recall(asked.value) != nil
}

func (r *record) recall(value digest) *token {
	for i := range r.tokens {
		if r.tokens[i].value == value {
			return &r.tokens[i]
		}
	}
	return nil
}

// retried answers nil if the token came before with the same request, TokenReused if it
// came with another one, and otherwise what stands for a token that never came.
func (r *record) retried(asked token, value string, never error) error {
	if value == "" {
		return never
	}
	switch known := r.recall(asked.value); {
	case known == nil:
		return never
	case known.request != asked.request:
		return TokenReused{Key: r.Key, Token: value, Made: never != nil}
	default:
		return nil
	}
}
