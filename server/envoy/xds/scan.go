package xds

import "bytes"

// withoutExtensions returns a discovery request without the list of the Envoy's extensions.
// The list is not used, but it takes up most of the 77 KiB, and parsing it would take most of
// the time of a poll. Other JSON is returned unchanged.
func withoutExtensions(body []byte) []byte {
	member := []byte(`"extensions":[`)
	start := bytes.Index(body, member)
	if start < 0 {
		return body
	}
	start += len(member)
	depth := 1
	for i := start; i < len(body); i++ {
		switch body[i] {
		case '"':
			end := closingQuote(body[i+1:])
			if end < 0 {
				return body
			}
			i += 1 + end
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return append(body[:start], body[i:]...)
			}
		}
	}
	return body
}

// closingQuote returns the index of the quote that ends a JSON string, or -1.
func closingQuote(text []byte) int {
	for at := 0; ; at++ {
		next := bytes.IndexByte(text[at:], '"')
		if next < 0 {
			return -1
		}
		at += next
		escapes := 0
		for escapes < at && text[at-escapes-1] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at
		}
	}
}
