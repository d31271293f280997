package model

// The methods of this file read what holds values together. As in scan.go,
// false means that the reading must stop.

// open steps into an object or a list.
func (r *reader) open() bool {
	if r.depth++; r.depth > deepest {
		return r.stop("it is nested deeper than %d levels at byte %d", deepest, r.pos)
	}
	r.pos++
	return true
}

// end steps out again where nothing is inside.
func (r *reader) end(c byte) bool {
	if r.peek() != c {
		return false
	}
	r.depth--
	r.pos++
	return true
}

// colon reads what stands between a member's name and its value.
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

// more reads what stands after a value; more is false at the end.
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

// skip reads over a value; flaw is the first that a string in it has.
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

// skipAll reads over an object or a list.
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

// find answers the index of the body's member with exactly this name, or -1. It looks
// from guess on first: members mostly come in the model's order.
func (s *shape) find(name string, guess int) int {
	for i := guess; i < len(s.members); i++ {
		if m := &s.members[i]; m.name == name && m.in == inBody {
			return i
		}
	}
	for i := range s.members[:guess] {
		if m := &s.members[i]; m.name == name && m.in == inBody {
			return i
		}
	}
	return -1
}
