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

// canonicalRequests are the forms in which a signer may have seen the request.
// There is more than one because signers differ:
//
//   - aws-sdk-go-v2, aws-sdk-go v1 and aws-sdk-js v2 sign the path as they send
//     it; botocore and aws-sdk-js v3 first take out "." and ".." segments and
//     double slashes (and then send it with them).
//   - botocore signs the host in lower case; all leave out the scheme's default
//     port, which what carries the request may add again.
//
// So a signature over one of these forms is good for the other, too.
func canonicalRequests(r *http.Request, c *claim, payload string) []string {
	path := wirePath(r)
	host := cmp.Or(r.Host, r.URL.Host)
	var all []string
	for _, path := range slices.Compact([]string{path, cleanPath(path)}) {
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

// payloadHash is the payload's line of the canonical request. ok is false when
// the request names a hash that is not the body's, or leaves the body unsigned
// without having signed that it does.
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

// wirePath is the path as it came: r.URL alone would not tell, for a path with
// bytes that should have been escaped but were not.
func wirePath(r *http.Request) string {
	path := r.URL.EscapedPath()
	if strings.HasPrefix(r.RequestURI, "/") {
		path, _, _ = strings.Cut(r.RequestURI, "?")
	}
	return cmp.Or(path, "/")
}

// cleanPath takes out dot segments and empty ones. A trailing slash stays.
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

// plainHost is the host in lower case without the port that its scheme implies;
// the scheme is not known here, so both such ports count.
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

// canonicalHeaders writes a line for each name: the values of all headers of
// that name joined with commas. A header that is not there has an empty value.
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

// headerValues finds a header by its lower-case name, also those that net/http
// keeps elsewhere.
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

// fold trims a value and makes one space of any run of spaces and tabs.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }), " ")
}

// query is a query string, decoded, in the order given.
type query []pair

type pair struct{ key, value string }

// parseQuery takes any text: what cannot be decoded stays as it is.
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

// get is the first value of key, "" when there is none.
func (q query) get(key string) string {
	for _, p := range q {
		if p.key == key {
			return p.value
		}
	}
	return ""
}

// getFold is get, ignoring case.
func (q query) getFold(key string) string {
	for _, p := range q {
		if strings.EqualFold(p.key, key) {
			return p.value
		}
	}
	return ""
}

// canonical encodes the pairs, then sorts them by key and value. The signature
// itself is left out.
func (q query) canonical() string {
	var encoded query
	for _, p := range q {
		if p.key != "X-Amz-Signature" {
			encoded = append(encoded, pair{escape(p.key, false), escape(p.value, false)})
		}
	}
	slices.SortFunc(encoded, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.value, b.value))
	})
	var parts []string
	for _, p := range encoded {
		parts = append(parts, p.key+"="+p.value)
	}
	return strings.Join(parts, "&")
}

func unescape(s string) string {
	if t, err := url.QueryUnescape(s); err == nil {
		return t
	}
	return s
}

// escape percent-encodes every byte outside A-Z a-z 0-9 - . _ ~, and the slash
// unless it is to stay.
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
