// Package sigv4 answers the question: who signed this request, and did they?
package sigv4

import (
	"net/http"
	"strings"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
)

// Scope is what a request's credential says of itself: read, not verified.
// Rule 35 makes the account from KeyID and takes the region from Region.
type Scope struct {
	KeyID   string // access key id
	Date    string // YYYYMMDD, UTC
	Region  string
	Service string // signing name
}

// ReadScope reads the credential scope of a request: from the Authorization
// header (AWS4-HMAC-SHA256 Credential=…), else from X-Amz-Credential of a
// presigned URL. ok is false when the request carries none, or one that cannot
// be read: fewer than five parts, no key id, or a region that could not be one
// (empty, longer than 64 bytes, or with bytes other than A-Z a-z 0-9 - _).
// Date, Service and the terminator are handed out or passed over unchecked.
// It is cheap enough for every request (rule 35).
func ReadScope(r *http.Request) (s Scope, ok bool) {
	s, _, ok = splitCredential(credential(r))
	if !ok || !plausibleRegion(s.Region) {
		return Scope{}, false
	}
	return s, true
}

// credential finds the credential as the client wrote it; "" when there is none.
func credential(r *http.Request) string {
	if params, ok := authorization(r); ok {
		return field(params, "Credential")
	}
	if strings.Contains(r.URL.RawQuery, "X-Amz-Credential=") {
		return parseQuery(r.URL.RawQuery).get("X-Amz-Credential")
	}
	return ""
}

// authorization is what follows the algorithm in the Authorization header. ok
// is false when there is no such header or it is of another scheme.
func authorization(r *http.Request) (params string, ok bool) {
	params, ok = strings.CutPrefix(r.Header.Get("Authorization"), algorithm)
	if !ok || params != "" && params[0] != ' ' {
		return "", false
	}
	return params, true
}

// field is the value of one of the comma-separated name=value pairs of an
// Authorization header; "" when it is not there.
func field(params, name string) string {
	for params != "" {
		var pair string
		pair, params, _ = strings.Cut(params, ",")
		key, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if key == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// splitCredential splits keyid/date/region/service/term, from the right: a key
// id may hold slashes, the others do not.
func splitCredential(credential string) (s Scope, term string, ok bool) {
	rest := credential
	for _, part := range [...]*string{&term, &s.Service, &s.Region, &s.Date} {
		i := strings.LastIndexByte(rest, '/')
		if i < 0 {
			return Scope{}, "", false
		}
		rest, *part = rest[:i], rest[i+1:]
	}
	s.KeyID = rest
	return s, term, s.KeyID != ""
}

func plausibleRegion(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '-' && c != '_' && !alphanumeric(c) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
