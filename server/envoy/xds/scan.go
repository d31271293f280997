package xds

import "bytes"

// withoutExtensions returns a discovery request without the list of the Envoy's extensions:
// it is most of the 77 KiB, nothing needs it, and reading it as JSON would be most of the
// work of a poll. Other JSON is returned as it is.
func withoutExtensions(body []byte) []byte {
	member := []byte(`"extensions":[`)
	start := bytes.Index(body, member)
	if start < 0 {
		return body
	}
	depth, quoted := 1, false
	for i := start + len(member); i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']':
			if depth--; depth == 0 {
				return append(body[:start+len(member)], body[i:]...)
			}
		}
	}
	return body
}
