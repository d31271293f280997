package routing

import "strings"

// normalizePath returns a path, without the query, in the form that a virtual gateway
// matches: unreserved characters are unescaped, dot segments are resolved and repeated
// slashes are merged.
func normalizePath(path string) string {
	if !strings.ContainsAny(path, "%.\\") && !strings.Contains(path, "//") {
		return path
	}
	path = strings.ReplaceAll(unescapeUnreserved(path), `\`, "/")
	segments := strings.Split(path, "/")
	kept := segments[:0]
	for i, segment := range segments {
		last := i == len(segments)-1
		switch {
		case segment == "..":
			if len(kept) > 1 {
				kept = kept[:len(kept)-1]
			}
		case segment != "." && (segment != "" || i == 0 || last):
			kept = append(kept, segment)
			continue
		}
		if last {
			kept = append(kept, "")
		}
	}
	return strings.Join(kept, "/")
}

// unescapeUnreserved unescapes letters, digits, and - . _ ~.
func unescapeUnreserved(path string) string {
	if !strings.Contains(path, "%") {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] == '%' && i+2 < len(path) {
			high, ok1 := unhex(path[i+1])
			low, ok2 := unhex(path[i+2])
			if c := high<<4 | low; ok1 && ok2 && unreserved(c) {
				b.WriteByte(c)
				i += 2
				continue
			}
		}
		b.WriteByte(path[i])
	}
	return b.String()
}

func unhex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	default:
		return 0, false
	}
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
