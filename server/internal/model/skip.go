package model

// The methods in this file read the structure of JSON. As in scan.go, they return false if
// reading must stop.

// open enters an object or a list.
func (r *reader) open() bool {
	if r.depth++; r.depth > maxDepth {
		return r.stop("it is nested deeper than %d levels at byte %d", maxDepth, r.pos)
	}
	r.pos++
	return true
}

// end leaves an object or a list if the next byte is c, and reports whether it did.
func (r *reader) end(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.depth--
	r.pos++
	return true
}

// colon reads the colon after a member's name, and the white space after it.
func (r *reader) colon() bool {
	if r.peek() != ':' {
		return r.unexpected()
	}
	r.pos++
	if r.peek(); r.pos == len(r.data) {
		return r.unexpected()
	}
	return true
}

// more reads the comma or the end after a value, and reports whether another value follows.
func (r *reader) more(end byte) (more, ok bool) {
	if r.end(end) {
		return false, true
	}
	if r.peek() != ',' {
		return false, r.unexpected()
	}
	r.pos++
	return true, true
}

// skip reads a value and returns the first flaw of a string in it.
func (r *reader) skip() (flaw string, ok bool) {
	switch c := r.peek(); c {
	case '"':
		_, flaw, ok = r.text()
		return flaw, ok
	case 't':
		return "", r.word("true")
	case 'f':
		return "", r.word("false")
	case 'n':
		return "", r.word("null")
	case '[', '{':
		return r.skipAll(c == '{')
	default:
		_, _, ok = r.number()
		return "", ok
	}
}

// skipAll reads an object or a list.
func (r *reader) skipAll(object bool) (flaw string, ok bool) {
	if !r.open() {
		return "", false
	}
	end := byte(']')
	if object {
		end = '}'
	}
	for more := !r.end(end); more; {
		if object {
			r.peek()
			_, bad, ok := r.text()
			if !ok || !r.colon() {
				return "", false
			}
			if flaw == "" {
				flaw = bad
			}
		}
		bad, ok := r.skip()
		if !ok {
			return "", false
		}
		if flaw == "" {
			flaw = bad
		}
		if more, ok = r.more(end); !ok {
			return "", false
		}
	}
	return flaw, true
}
