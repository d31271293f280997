package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// scope is which list a page token belongs to. A token says where its page begins, sealed
// with the list's scope, so that one of another list or a made-up one is refused (rule 72).
type scope string

// sealLength is how many bytes of the seal a token carries.
const sealLength = 12

// pageScope answers the scope of the resources of a kind in a home.
func pageScope(kind state.Kind, home state.Key) scope {
	parts := []string{kind.String(), home.Kind.String(), home.Tenant.Region, home.Tenant.Account}
	return scope(strings.Join(append(parts, home.Names[:]...), "\x00"))
}

// token answers the page token of a place, "" for none.
func (s scope) token(next *state.Cursor) string {
	if next == nil {
		return ""
	}
	return s.seal(next.Name + "\x00" + next.Owner)
}

// tagToken answers the page token of a place among tags, "" for none.
func (s scope) tagToken(next int) string {
	if next == 0 {
		return ""
	}
	return s.seal(strconv.Itoa(next))
}

func (s scope) seal(place string) string {
	return base64.RawURLEncoding.EncodeToString(append(s.sum(place), place...))
}

func (s scope) sum(place string) []byte {
	sum := sha256.Sum256([]byte(string(s) + "\x00\x00" + place))
	return sum[:sealLength]
}

// open answers the place of a token of this list.
func (s scope) open(token string) (place string, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(sealed) < sealLength || strings.ContainsAny(token, "\r\n") { // which Go's decoder skips
		return "", false
	}
	place = string(sealed[sealLength:])
	return place, bytes.Equal(sealed[:sealLength], s.sum(place))
}

// rulePageTokens says that a list accepts only its own tokens. Relaxed, the list begins anew.
const rulePageTokens = 72

var badPage = badRequest(rulePageTokens, "The nextToken is not one that this list has answered.")

// pageStart answers where the page that the request asks for begins.
func (c *call) pageStart(s scope) (state.Cursor, error) {
	if !c.in.Has("nextToken") {
		return state.Cursor{}, nil
	}
	place, ok := s.open(c.in.Text("nextToken"))
	name, owner, split := strings.Cut(place, "\x00")
	if !ok || !split {
		if !c.server.inForce(rulePageTokens) {
			return state.Cursor{}, nil
		}
		return state.Cursor{}, badPage
	}
	return state.Cursor{Name: name, Owner: owner}, nil
}

// tagStart answers after which place the page of tags that the request asks for begins.
func (c *call) tagStart(s scope) (int, error) {
	if !c.in.Has("nextToken") {
		return 0, nil
	}
	place, ok := s.open(c.in.Text("nextToken"))
	after, err := strconv.Atoi(place)
	if !ok || err != nil {
		if !c.server.inForce(rulePageTokens) {
			return 0, nil
		}
		return 0, badPage
	}
	return after, nil
}
