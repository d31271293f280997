package model

import (
	"math/bits"
	"reflect"
)

// reader reads a JSON document in one pass. It fills the structs, checks the constraints of
// the model and determines whether the spec is in canonical form.
type reader struct {
	data    string
	pos     int    // of the next byte
	depth   int    // of nesting
	scratch []byte // for strings with escapes

	whole   bool // path and query members are part of the document
	strict  bool // unknown members are refused
	lenient bool // rule 75 is relaxed

	malformed    *Violation // the document is not JSON; reading has stopped
	nonCanonical bool       // the output of Encode would differ from the document
	canonical    string     // the text of the spec, if it is in canonical form

	ignored     []Ignored
	moreIgnored int

	violations
}

// document reads the body of a request into v.
func (r *reader) document(s *shape, v reflect.Value) {
	switch r.peek() {
	case '{':
		if !r.object(s, v) {
			return
		}
	case 0:
		if r.pos == len(r.data) {
			r.malformed = &Violation{Rule: ruleFormat, Text: "The request body is empty: it must be a JSON object"}
			return
		}
		fallthrough
	default:
		if _, ok := r.skip(); !ok {
			return
		}
		r.malformed = &Violation{Rule: ruleFormat, Text: "The request body must be a JSON object"}
	}
	if r.peek(); r.pos < len(r.data) {
		r.unexpected()
	}
}

// object reads a structure into the struct v.
func (r *reader) object(s *shape, v reflect.Value) bool {
	start := r.pos
	if !r.open() {
		return false
	}
	var done progress
	var ok bool
	for more := !r.end('}'); more; {
		if !r.next(s, v, &done) {
			return false
		}
		if more, ok = r.more('}'); !ok {
			return false
		}
	}
	r.complete(s, done.set, start)
	return true
}

// progress records which members of a structure were read: one bit for each.
type progress struct {
	named   uint64
	set     uint64 // named with a value other than null
	repeats uint64 // named more than once
	after   int    // the index after the last member read
}

// next reads the next member of a structure, both name and value.
func (r *reader) next(s *shape, v reflect.Value, done *progress) bool {
	r.peek()
	name, flaw, ok := r.text()
	if !ok {
		return false
	}
	i := s.find(name, r.whole)
	if i < 0 {
		return r.unknown(s, name, flaw)
	}
	if !r.colon() {
		return false
	}
	r.nonCanonical = r.nonCanonical || i < done.after
	done.after = i + 1
	r.enter(i, s.members[i].name)
	ok = r.member(s, i, v, done)
	r.leave()
	return ok
}

// member reads the value of a member.
func (r *reader) member(s *shape, i int, v reflect.Value, done *progress) bool {
	bit := uint64(1) << i
	m := &s.members[i]
	if done.named&bit != 0 && r.lenient {
		done.set &^= bit
		v.Field(m.field).SetZero()
		if r.nonCanonical = true; r.level == 1 {
			r.canonical = ""
		}
	} else if done.named&bit != 0 {
		first := done.repeats&bit == 0
		done.repeats |= bit
		return r.repeated(first)
	}
	done.named |= bit
	if r.here() == 'n' { // null counts as absent
		r.nonCanonical = true
		return r.word("null")
	}
	done.set |= bit
	switch {
	case m.in != inBody:
		return r.readParameterValue(m, v.Field(m.field))
	case r.level == 1 && m.name == "spec":
		return r.spec(m, v.Field(m.field))
	default:
		return r.value(&m.value, v.Field(m.field))
	}
}

// spec reads the spec of a request and records whether it is in canonical form.
func (r *reader) spec(m *member, dst reflect.Value) bool {
	start := r.pos
	r.nonCanonical = false
	ok := r.value(&m.value, dst)
	if ok && !r.nonCanonical {
		r.canonical = r.data[start:r.pos]
	}
	return ok
}

// repeated skips a member that was read before. It refuses the first repetition (rule 75).
func (r *reader) repeated(first bool) bool {
	start := r.pos
	_, ok := r.skip()
	if ok && first {
		r.refuse(ruleUnambiguous, r.data[start:r.pos], mustBeOnce)
	}
	return ok
}

// unknown skips a member that the model does not have (rules 34 and 110).
func (r *reader) unknown(s *shape, name, flaw string) bool {
	r.nonCanonical = true
	if !r.colon() {
		return false
	}
	start := r.pos
	inside, ok := r.skip()
	if !ok {
		return false
	}
	if flaw == "" {
		flaw = inside
	}
	if flaw == "" && !r.strict {
		r.ignore(s, name)
		return true
	}
	r.enter(len(s.members), name)
	if flaw != "" {
		r.refuse(flawRule(flaw), r.data[start:r.pos], flaw)
	} else {
		r.refuseUnknown(s)
	}
	r.leave()
	return true
}

// complete checks the constraints on a structure as a whole (rule 13).
func (r *reader) complete(s *shape, set uint64, start int) {
	if n := bits.OnesCount64(set); s.union && n != 1 && (n > 0 || !s.checkedLater) {
		r.refuse(ruleModel, r.data[start:r.pos], s.oneOf(set))
	}
	required := s.required
	if r.whole {
		required = s.requiredAnywhere
	}
	for missing := required &^ set; missing != 0; missing &= missing - 1 {
		i := bits.TrailingZeros64(missing)
		r.enter(i, s.members[i].name)
		r.refuseNull()
		r.leave()
	}
}

// value reads a value into dst, which is a pointer or slice for a member, and a value for a
// list item.
func (r *reader) value(d *value, dst reflect.Value) bool {
	c := r.here()
	switch d.kind {
	case kindString:
		if c != '"' {
			return r.wrongType("Member must be a string")
		}
		return r.readString(d, dst)
	case kindInt32, kindInt64:
		if c != '-' && c-'0' > 9 {
			return r.wrongType("Member must be an integer")
		}
		return r.readInt(d, dst)
	case kindBool:
		if c != 't' && c != 'f' {
			return r.wrongType("Member must be a boolean")
		}
		return r.readBool(dst)
	case kindStruct:
		if c != '{' {
			return r.wrongType("Member must be a structure")
		}
		if dst.Kind() == reflect.Pointer {
			dst.Set(reflect.New(d.typ))
			dst = dst.Elem()
		}
		return r.object(d.shape, dst)
	default:
		if c != '[' {
			return r.wrongType("Member must be a list")
		}
		return r.list(d, dst)
	}
}

// wrongType skips a value of a type that the model does not permit (rule 14).
func (r *reader) wrongType(constraint string) bool {
	start := r.pos
	_, ok := r.skip()
	if ok {
		r.refuse(ruleFormat, r.data[start:r.pos], constraint)
	}
	return ok
}
