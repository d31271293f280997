package sigv4

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const unsignedPayload = "UNSIGNED-PAYLOAD"

// canonicalRequests returns the possible canonical requests for the request. There are
// several, because signers differ:
//
//   - aws-sdk-go-v2, aws-sdk-go v1 and aws-sdk-js v2 sign the path as they send it;
//     botocore and aws-sdk-js v3 remove "." and ".." segments and double slashes before
//     they sign, but send them. The SDK for Rust does so too, and as in RFC 3986 keeps the
//     slash before a removed last segment.
//   - botocore signs the host in lower case; all omit the default port of the scheme,
//     which the HTTP client may add.
//
// A signature of any of these requests is accepted.
// A signature of any of them is accepted.
func canonicalRequests(r *http.Request, c *claim, payload string) []string {
	path := wirePath(r)
	host := cmp.Or(r.Host, r.URL.Host)
	var all []string
	for _, path := range slices.Compact([]string{path, cleanPath(path), cleanPath(closed(path))}) {
		for _, host := range slices.Compact([]string{host, plainHost(host)}) {
			all = append(all, strings.Join([]string{
				cmp.Or(r.Method, http.MethodGet),
				escape(path, true),
				c.query.canonical(),
				canonicalHeaders(r, c.signed, host),
				strings.Join(c.signed, ";"),
				payload,
			}, "\n"))
		}
	}
	return all
}

// payloadHash returns the last line of the canonical request. It reports false if a header
// contains the hash of another body, or if an unsigned header declares the body as unsigned.
func payloadHash(r *http.Request, c *claim, body []byte) (hash string, ok bool) {
	sum := sha256.Sum256(body)
	hash = hex.EncodeToString(sum[:])
	sent, signed := r.Header.Get("X-Amz-Content-Sha256"), slices.Contains(c.signed, "x-amz-content-sha256")
	if sent == "" && c.presigned { // aws-sdk-js moves it into the query
		sent, signed = c.query.getFold("X-Amz-Content-Sha256"), true
	}
	switch sent {
	case "":
		return hash, true
	case unsignedPayload:
		return sent, signed
	}
	return hash, sent == hash
}

// wirePath returns the path as it was sent. r.URL does not contain it if the path had bytes
// that should have been escaped.
func wirePath(r *http.Request) string {
	path := r.URL.EscapedPath()
	if strings.HasPrefix(r.RequestURI, "/") {
		path, _, _ = strings.Cut(r.RequestURI, "?")
	}
	return cmp.Or(path, "/")
}

// cleanPath removes dot segments and empty segments, but not a trailing slash.
func cleanPath(path string) string {
	var kept []string
	for segment := range strings.SplitSeq(path, "/") {
		switch segment {
		case "", ".":
		case "..":
			kept = kept[:max(0, len(kept)-1)]
		default:
			kept = append(kept, segment)
		}
	}
	clean := "/" + strings.Join(kept, "/")
	if len(kept) > 0 && strings.HasSuffix(path, "/") {
		clean += "/"
	}
	return clean
}

// closed appends a slash if the path ends in a dot segment.
func closed(path string) string {
	if strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..") {
		return path + "/"
	}
	return path
}

// plainHost returns the host in lower case without the default port of HTTP or HTTPS. It
// removes either port, because the scheme is unknown.
func plainHost(host string) string {
	host = strings.ToLower(host)
	for _, port := range []string{":80", ":443"} {
		bare, found := strings.CutSuffix(host, port)
		if found && (!strings.Contains(bare, ":") || strings.HasSuffix(bare, "]")) {
			return bare
		}
	}
	return host
}

// canonicalHeaders returns a line for each name: the values of all headers of that name,
// joined by commas. An absent header has an empty value.
func canonicalHeaders(r *http.Request, names []string, host string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name + ":")
		for i, value := range headerValues(r, name, host) {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(fold(value))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// headerValues returns the values of a header by its lower-case name, including headers that
// net/http does not store in Request.Header.
func headerValues(r *http.Request, name, host string) []string {
	values := r.Header[textproto.CanonicalMIMEHeaderKey(name)]
	switch {
	case name == "host":
		return []string{host}
	case name == "content-length" && values == nil && r.ContentLength >= 0:
		return []string{strconv.FormatInt(r.ContentLength, 10)}
	case name == "transfer-encoding" && values == nil:
		return r.TransferEncoding
	}
	return values
}

// fold trims a value and replaces each run of white space by one space.
func fold(s string) string {
	space := func(c rune) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
	return strings.Join(strings.FieldsFunc(s, space), " ")
}

// query is a decoded query string in its original order.
type query []pair

type pair struct{ key, value string }

// parseQuery decodes a query string. Parts that cannot be decoded are kept unchanged.
func parseQuery(raw string) query {
	var q query
	for part := range strings.SplitSeq(raw, "&") {
		if part != "" {
			key, value, _ := strings.Cut(part, "=")
			q = append(q, pair{unescape(key), unescape(value)})
		}
	}
	return q
}

func (q query) has(key string) bool {
	return slices.ContainsFunc(q, func(p pair) bool { return p.key == key })
}

// get returns the first value of the key, or "" if there is none.
func (q query) get(key string) string {
	for _, p := range q {
		if p.key == key {
			return p.value
		}
	}
	return ""
}

// getFold is like get, but ignores case.
func (q query) getFold(key string) string {
	for _, p := range q {
		if strings.EqualFold(p.key, key) {
			return p.value
		}
	}
	return ""
}

// canonical returns the encoded pairs without the signature, sorted by key and value.
func (q query) canonical() string {
	const separator = "\x00" // sorts before all bytes of encoded texts, unlike the equals sign
	var parts []string
	for _, p := range q {
		if p.key != "X-Amz-Signature" {
			parts = append(parts, escape(p.key, false)+separator+escape(p.value, false))
		}
	}
	slices.Sort(parts)
	return strings.ReplaceAll(strings.Join(parts, "&"), separator, "=")
}

func unescape(s string) string {
	if t, err := url.QueryUnescape(s); err == nil {
		return t
	}
	return s
}

// escape percent-encodes every byte outside A-Z a-z 0-9 - . _ ~, and the slash unless
// keepSlash is set.
func escape(s string, keepSlash bool) string {
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, len(s)+len(s)/2)
	for i := range len(s) {
		switch c := s[i]; {
		case alphanumeric(c), c == '-', c == '.', c == '_', c == '~', c == '/' && keepSlash:
			b = append(b, c)
		default:
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}
