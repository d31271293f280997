package model

import (
	"math/bits"
	"reflect"
	"strconv"
	"strings"
)

// reader walks a document once: it fills the structs and notes what is wrong.
type reader struct {
	data    string
	pos     int
	depth   int
	scratch []byte
	broken  *Violation // the document cannot be read on
	loose   bool       // something was read that Encode may write in another way
	written string     // the spec in the document, if there was no such thing in it

	texts shelf[string]
	ints  shelf[int32]
	longs shelf[int64]
	flags shelf[bool]

	findings
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
			r.broken = &Violation{Rule: ruleFormat, Text: "The request body is empty: it must be a JSON object"}
			return
		}
		fallthrough
	default:
		if _, ok := r.skip(); !ok {
			return
		}
		r.broken = &Violation{Rule: ruleFormat, Text: "The request body must be a JSON object"}
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
	var had had
	var ok bool
	for more := !r.end('}'); more; {
		if !r.next(s, v, &had) {
			return false
		}
		if more, ok = r.more('}'); !ok {
			return false
		}
	}
	r.complete(s, had.set, start)
	return true
}

// had is what a structure has had so far: a bit a member.
type had struct {
	seen  uint64 // named
	set   uint64 // and not null
	twice uint64 // named again
	guess int    // the member that comes next where they come in order
}

// next reads the next member of a structure, name and value.
func (r *reader) next(s *shape, v reflect.Value, had *had) bool {
	r.peek()
	name, flaw, ok := r.text()
	if !ok {
		return false
	}
	i := s.find(name, had.guess)
	if i < 0 {
		return r.unknown(s, name, flaw)
	}
	if !r.colon() {
		return false
	}
	r.loose = r.loose || i < had.guess
	had.guess = i + 1
	r.at(i, s.members[i].name)
	ok = r.member(s, i, v, had)
	r.up()
	return ok
}

// member reads the value of a member.
func (r *reader) member(s *shape, i int, v reflect.Value, had *had) bool {
	bit := uint64(1) << i
	m := &s.members[i]
	if had.seen&bit != 0 {
		first := had.twice&bit == 0
		had.twice |= bit
		return r.again(first)
	}
	had.seen |= bit
	if r.data[r.pos] == 'n' { // null is absent
		r.loose = true
		return r.word("null")
	}
	had.set |= bit
	if r.level == 1 && m.name == "spec" {
		return r.spec(m, v.Field(m.field))
	}
	return r.value(&m.value, v.Field(m.field), true)
}

// spec reads the spec of a request, and keeps it as it is written if that is canonical.
func (r *reader) spec(m *member, dst reflect.Value) bool {
	start := r.pos
	r.loose = false
	ok := r.value(&m.value, dst, true)
	if ok && !r.loose {
		r.written = r.data[start:r.pos]
	}
	return ok
}

// again skips a member that was named before; the first time it is refused
// (rule 14).
func (r *reader) again(first bool) bool {
	start := r.pos
	_, ok := r.skip()
	if ok && first {
		r.refuse(ruleFormat, r.data[start:r.pos], false, mustBeOnce)
	}
	return ok
}

// unknown skips a member that the model does not have (rule 34).
func (r *reader) unknown(s *shape, name, flaw string) bool {
	r.loose = true
	if !r.colon() {
		return false
	}
	start := r.pos
	inside, ok := r.skip()
	if flaw == "" {
		flaw = inside
	}
	if ok && flaw != "" {
		r.at(len(s.members), printed(name))
		r.refuse(ruleFormat, r.data[start:r.pos], false, flaw)
		r.up()
	}
	return ok
}

// complete checks what only the whole of a structure shows (rule 13).
func (r *reader) complete(s *shape, set uint64, start int) {
	if s.union && bits.OnesCount64(set) != 1 {
		r.refuse(ruleModel, r.data[start:r.pos], false, s.oneOf(set))
	}
	for missing := s.required &^ set; missing != 0; missing &= missing - 1 {
		i := bits.TrailingZeros64(missing)
		r.at(i, s.members[i].name)
		r.refuse(ruleModel, "", true, mustNotBeNull)
		r.up()
	}
}

func (s *shape) oneOf(set uint64) string {
	var all, has []string
	for i := range s.members {
		all = append(all, s.members[i].name)
		if set&(1<<i) != 0 {
			has = append(has, s.members[i].name)
		}
	}
	say := "Member must have exactly one of [" + strings.Join(all, ", ") + "] set, "
	if len(has) == 0 {
		return say + "none is"
	}
	return say + "[" + strings.Join(has, ", ") + "] are"
}

// value reads any value into dst: the pointer or slice of a member, or the
// bare item of a list.
func (r *reader) value(d *value, dst reflect.Value, pointer bool) bool {
	c := r.data[r.pos]
	switch d.kind {
	case kindString:
		if c != '"' {
			return r.wrong("a string")
		}
		return r.readText(d, dst, pointer)
	case kindInt32, kindInt64:
		if c != '-' && c-'0' > 9 {
			return r.wrong("an integer")
		}
		return r.readInt(d, dst, pointer)
	case kindBool:
		if c != 't' && c != 'f' {
			return r.wrong("a boolean")
		}
		yes := c == 't'
		dst.Set(reflect.ValueOf(r.flags.keep(yes)))
		return r.word(strconv.FormatBool(yes))
	case kindStruct:
		if c != '{' {
			return r.wrong("a structure")
		}
		if pointer {
			fresh := reflect.New(d.typ)
			dst.Set(fresh)
			dst = fresh.Elem()
		}
		return r.object(d.shape, dst)
	default:
		if c != '[' {
			return r.wrong("a list")
		}
		return r.list(d, dst)
	}
}

// wrong skips a value of another type than the model's (rule 14).
func (r *reader) wrong(what string) bool {
	start := r.pos
	_, ok := r.skip()
	if ok {
		r.refuse(ruleFormat, r.data[start:r.pos], false, "Member must be "+what)
	}
	return ok
}

// list reads a list into the slice dst; an empty one is not nil.
func (r *reader) list(d *value, dst reflect.Value) bool {
	start, n := r.pos, 0
	if !r.open() {
		return false
	}
	var ok bool
	more := !r.end(']')
	if !more {
		dst.Set(reflect.MakeSlice(d.typ, 0, 0))
	}
	for ; more; n++ {
		r.at(n, "")
		ok = r.listItem(d.item, dst)
		r.up()
		if !ok {
			return false
		}
		if more, ok = r.more(']'); !ok {
			return false
		}
	}
	if d.min != nil && int64(n) < *d.min {
		r.refuse(ruleModel, r.data[start:r.pos], false, d.minSay)
	}
	if d.max != nil && int64(n) > *d.max {
		r.refuse(ruleModel, r.data[start:r.pos], false, d.maxSay)
	}
	return true
}

func (r *reader) listItem(d *value, dst reflect.Value) bool {
	if r.peek() == 'n' {
		if !r.word("null") {
			return false
		}
		r.refuse(ruleModel, "", true, mustNotBeNull)
		return true
	}
	if r.pos == len(r.data) {
		return r.unexpected()
	}
	n := dst.Len()
	if n == dst.Cap() {
		dst.Grow(d.few(n))
	}
	dst.SetLen(n + 1)
	return r.value(d, dst.Index(n), false)
}

// few is how many more items to make room for in a list that is full: small ones come in number.
func (d *value) few(n int) int {
	if d.kind == kindStruct {
		return max(1, n)
	}
	return max(4, n)
}
