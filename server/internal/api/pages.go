package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// pageScope identifies the list of a page token. A token contains the position at which its
// page begins and a seal computed with the scope, so that invented tokens and tokens of other
// lists are refused (rule 72).
type pageScope string

// sealLength is the number of bytes of the seal in a token.
const sealLength = 12

// newPageScope returns the scope of the list of the resources of a kind in a parent.
func newPageScope(kind state.Kind, parent state.Key) pageScope {
	parts := []string{kind.String(), parent.Kind.String(), parent.Tenant.Region, parent.Tenant.Account}
	return pageScope(strings.Join(append(parts, parent.Names[:]...), "\x00"))
}

// token returns the page token of a position in a list of resources, "" for none.
func (s pageScope) token(next *state.Cursor) string {
	if next == nil {
		return ""
	}
	return s.seal(next.Name + "\x00" + next.Owner)
}

// tagToken returns the page token of a position in a list of tags, "" for 0.
func (s pageScope) tagToken(next int) string {
	if next == 0 {
		return ""
	}
	return s.seal(strconv.Itoa(next))
}

func (s pageScope) seal(position string) string {
	return base64.RawURLEncoding.EncodeToString(append(s.sum(position), position...))
}

func (s pageScope) sum(position string) []byte {
	sum := sha256.Sum256([]byte(string(s) + "\x00\x00" + position))
	return sum[:sealLength]
}

// open returns the position in a token, and whether the token belongs to this list.
func (s pageScope) open(token string) (position string, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	// The Base64 decoder would skip line breaks.
	if err != nil || len(sealed) < sealLength || strings.ContainsAny(token, "\r\n") {
		return "", false
	}
	position = string(sealed[sealLength:])
	return position, bytes.Equal(sealed[:sealLength], s.sum(position))
}

var badPage = badRequest(rulePageTokens, "This list has not returned the nextToken.")

// pageStart returns the position at which the requested page of resources begins.
func (c *call) pageStart(s pageScope) (state.Cursor, error) {
	if !c.in.Has("nextToken") {
		return state.Cursor{}, nil
	}
	position, ok := s.open(c.in.Text("nextToken"))
	name, owner, split := strings.Cut(position, "\x00")
	if !ok || !split {
		if !c.rules.InForce(rulePageTokens) {
			return state.Cursor{}, nil
		}
		return state.Cursor{}, badPage
	}
	return state.Cursor{Name: name, Owner: owner}, nil
}

// tagStart returns the position after which the requested page of tags begins.
func (c *call) tagStart(s pageScope) (int, error) {
	if !c.in.Has("nextToken") {
		return 0, nil
	}
	position, ok := s.open(c.in.Text("nextToken"))
	after, err := strconv.Atoi(position)
	if !ok || err != nil {
		if !c.rules.InForce(rulePageTokens) {
			return 0, nil
		}
		return 0, badPage
	}
	return after, nil
}
