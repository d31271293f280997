package state

import (
	"crypto/sha256"
	"iter"
)

// The verbs that take a client token.
const (
	createVerb = 'c'
	updateVerb = 'u'
)

// keptTokens is how many client tokens of updates a resource remembers, the latest ones.
// A client repeats a request within its own retries, not a thousand updates later.
const keptTokens = 32

// digestSize is how many bytes of a SHA-256 sum are kept: enough to tell one from another, and few.
const digestSize = 16

// token is a client token that a resource was made or updated with (rules 4 and 6): the digest
// of the token, then that of what was asked with it. Tokens belong to the resource: another
// resource may be made with the same one.
type token string

const tokenSize = 2 * digestSize

func (t token) value() string   { return string(t[:digestSize]) }
func (t token) request() string { return string(t[digestSize:]) }

// tokens are the client tokens that a resource remembers, one behind the other.
type tokens string

// all yields the tokens, the oldest first.
func (ts tokens) all() iter.Seq[token] {
	return func(yield func(token) bool) {
		for at := 0; at < len(ts); at += tokenSize {
			if !yield(token(ts[at : at+tokenSize])) {
				return
			}
		}
	}
}

// newToken answers the draft's token, "" if it has none.
func newToken(verb byte, d Draft) token {
	if d.Token == "" {
		return ""
	}
	room := scratch.Get().(*[]byte)
	defer scratch.Put(room)
	asked := append(append((*room)[:0], verb), d.Spec...)
	for _, tag := range d.Tags {
		asked = appendPart(appendPart(asked, tag.Key), tag.Value)
	}
	*room = asked
	value, request := sha256.Sum256([]byte(d.Token)), sha256.Sum256(asked)
	return token(string(value[:digestSize]) + string(request[:digestSize]))
}

// packTokens writes the tokens that the resource remembers, and the one it was asked with now.
// Where there are too many, the oldest update's goes; the first is that of the create.
func (r *record) packTokens(dst []byte) []byte {
	first, rest := r.tokens, tokens("")
	if r.asked != "" && len(r.tokens) >= keptTokens*tokenSize {
		first, rest = r.tokens[:tokenSize], r.tokens[2*tokenSize:]
	}
	dst = packNumber(dst, len(first)+len(rest)+len(r.asked))
	return append(append(append(dst, first...), rest...), r.asked...)
}

// recall answers the token that has the same value as the one that was asked with, "" if the
// resource knows none.
func (r *record) recall(asked token) token {
	if asked == "" {
		return ""
	}
	for known := range r.tokens.all() {
		if known.value() == asked.value() {
			return known
		}
	}
	return ""
}

// retried answers nil if the token came before with the same request, TokenReused if it
// came with another one, and otherwise what stands for a token that never came.
func (r *record) retried(asked token, value string, never error) error {
	switch known := r.recall(asked); {
	case known == "":
		return never
	case known.request() != asked.request():
		return TokenReusedError{Key: r.Key, Token: value, Made: never != nil}
	default:
		return nil
	}
}
