package state

import (
	"crypto/sha256"
	"iter"
	"sync"
)

// The operations that take a client token.
const (
	createVerb = 'c'
	updateVerb = 'u'
)

const (
	maxTokens  = 32 // tokens stored for a resource; clients repeat requests only within a short time
	digestSize = 16 // stored bytes of a SHA-256 sum, enough to distinguish tokens
	tokenSize  = 2 * digestSize
)

// token is a client token with which a resource was created or updated (rules 4 and 6): the
// digest of the token itself, then the digest of the request. It is "" if the request had
// none. Tokens belong to a resource: another resource may be created with the same token.
type token string

func (t token) value() string   { return string(t[:digestSize]) }
func (t token) request() string { return string(t[digestSize:]) }

// tokens holds the tokens stored for a resource, oldest first, concatenated.
type tokens string

// all returns the tokens, the oldest first.
func (ts tokens) all() iter.Seq[token] {
	return func(yield func(token) bool) {
		for ; len(ts) > 0; ts = ts[tokenSize:] {
			if !yield(token(ts[:tokenSize])) {
				return
			}
		}
	}
}

// find returns the stored token with the same value as t, or "".
func (ts tokens) find(t token) token {
	if t == "" {
		return ""
	}
	for known := range ts.all() {
		if known.value() == t.value() {
			return known
		}
	}
	return ""
}

// with returns the tokens with t appended. Beyond maxTokens it removes the second oldest
// token, because the oldest is usually the token of the create.
func (ts tokens) with(t token) tokens {
	if t != "" && len(ts) >= maxTokens*tokenSize {
		ts = ts[:tokenSize] + ts[2*tokenSize:]
	}
	return ts + tokens(t)
}

// newToken returns the token of a draft.
func newToken(verb byte, d Draft) token {
	if d.Token == "" {
		return ""
	}
	buffer := tokenBuffers.Get().(*[]byte)
	defer tokenBuffers.Put(buffer)
	request := append(append((*buffer)[:0], verb), d.Spec...)
	for _, tag := range d.Tags {
		request = appendPart(appendPart(request, tag.Key), tag.Value)
	}
	*buffer = request
	valueSum, requestSum := sha256.Sum256([]byte(d.Token)), sha256.Sum256(request)
	return token(string(valueSum[:digestSize]) + string(requestSum[:digestSize]))
}

var tokenBuffers = sync.Pool{New: func() any { return new([]byte) }}

// checkRepeated returns nil if the resource has stored the token for the same request, a
// TokenReusedError if it has stored the token for another request, and unknown otherwise.
func (r *storedResource) checkRepeated(t token, text string, unknown error) error {
	switch known := r.tokens.find(t); {
	case known == "":
		return unknown
	case known.request() != t.request():
		return TokenReusedError{Key: r.Key, Token: text, Create: unknown != nil}
	default:
		return nil
	}
}
