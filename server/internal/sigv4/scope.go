// Package sigv4 reads the credential scope of requests and verifies signatures of AWS
// Signature Version 4.
package sigv4

import (
	"net/http"
	"strings"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	terminator = "aws4_request"
)

// Scope is the unverified credential scope of a request. Rule 35 derives the account from
// KeyID and the region from Region.
type Scope struct {
	KeyID   string // access key id
	Date    string // YYYYMMDD, UTC
	Region  string
	Service string // signing name
}

// ReadScope returns the credential scope of a request, from the Authorization header
// (AWS4-HMAC-SHA256 Credential=…) or from X-Amz-Credential of a presigned URL. It reports
// false if there is none, or if the scope has fewer than five parts, no key id, or an
// impossible region: empty, longer than 64 bytes, or with bytes other than A-Z a-z 0-9 - _.
// It does not check the other parts.
func ReadScope(r *http.Request) (s Scope, ok bool) {
	s, _, ok = splitCredential(credential(r))
	if !ok || !plausibleRegion(s.Region) {
		return Scope{}, false
	}
	return s, true
}

// credential returns the credential as the client wrote it, or "" if there is none.
func credential(r *http.Request) string {
	if params, ok := authorization(r); ok {
		return field(params, "Credential")
	}
	if strings.Contains(r.URL.RawQuery, "X-Amz-Credential=") {
		return parseQuery(r.URL.RawQuery).get("X-Amz-Credential")
	}
	return ""
}

// authorization returns the parameters after the algorithm in the Authorization header. It
// reports false if there is no such header, or if it has another algorithm.
func authorization(r *http.Request) (params string, ok bool) {
	params, ok = strings.CutPrefix(r.Header.Get("Authorization"), algorithm)
	if !ok || params != "" && params[0] != ' ' {
		return "", false
	}
	return params, true
}

// field returns the value of one of the comma-separated name=value pairs of an
// Authorization header, or "" if there is none.
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

// splitCredential splits keyid/date/region/service/term. Only the key id may contain slashes.
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

// plausibleRegion reports whether s can be the name of a region.
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
