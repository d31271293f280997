package model

import (
	"slices"
	"strconv"
	"strings"
)

// findings are the violations met so far, and where the reader stands.
type findings struct {
	root  string       // what every path begins with
	level int          // how far in the reader stands
	place [deep]int32  // where, as numbers: which member, which item
	names [deep]string // the same in words; "" is an item of a list
	kept  []finding
	gone  int // violations beyond those kept
}

// deep is room for the place of any value in the model.
const deep = 24

// finding is a violation and its place in the order of the model.
type finding struct {
	key []int32
	Violation
}

// at steps into a member, or with no name into an item.
func (f *findings) at(i int, name string) {
	f.place[f.level], f.names[f.level] = int32(i), name
	f.level++
}

func (f *findings) up() { f.level-- }

// path is where the reader stands: spec.listeners.1.member.portMapping (rule 13).
func (f *findings) path() string {
	var b strings.Builder
	b.WriteString(f.root)
	for i, name := range f.names[:f.level] {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if name == "" {
			b.WriteString(strconv.Itoa(int(f.place[i]) + 1))
			name = ".member"
		}
		b.WriteString(name)
	}
	return b.String()
}

// refuse notes that the value here breaks a constraint. Only the first
// violations in the model's order are kept, so that a hostile document costs
// no more than an honest one.
func (f *findings) refuse(rule int, value string, null bool, constraint string) {
	key := f.place[:f.level]
	if len(f.kept) == mostViolations {
		f.gone++
		if slices.Compare(key, f.kept[mostViolations-1].key) >= 0 {
			return
		}
		f.kept = f.kept[:mostViolations-1]
	}
	path := f.path()
	one := finding{slices.Clone(key), Violation{path, rule, sentence(value, null, path, constraint)}}
	i, _ := slices.BinarySearchFunc(f.kept, key, func(k finding, key []int32) int {
		if slices.Compare(k.key, key) <= 0 {
			return -1
		}
		return 1
	})
	f.kept = slices.Insert(f.kept, i, one)
}

// invalid is the answer to the request, nil where nothing was found.
func (r *reader) invalid() error {
	if r.broken != nil {
		return &Invalid{Violations: []Violation{*r.broken}}
	}
	if len(r.kept) == 0 {
		return nil
	}
	e := &Invalid{More: r.gone}
	for _, one := range r.kept {
		e.Violations = append(e.Violations, one.Violation)
	}
	return e
}

// checkText keeps the model's constraints on a string. Its length is what Java
// counts: UTF-16 code units.
func (f *findings) checkText(d *value, s string) {
	if d.min != nil && 3*(*d.min) > int64(len(s)) || d.max != nil && *d.max < int64(len(s)) { // or it fits however it is counted
		n := javaLength(s)
		if d.min != nil && n < *d.min {
			f.refuse(ruleModel, s, false, d.minSay)
		}
		if d.max != nil && n > *d.max {
			f.refuse(ruleModel, s, false, d.maxSay)
		}
	}
	if d.enum != nil && !slices.Contains(d.enum, s) {
		f.refuse(ruleModel, s, false, d.enumSay)
	}
	if d.pattern != nil && !d.pattern.MatchString(s) {
		f.refuse(ruleModel, s, false, d.patternSay)
	}
}

func (f *findings) checkInt(d *value, n int64) {
	if d.min != nil && n < *d.min {
		f.refuse(ruleModel, strconv.FormatInt(n, 10), false, d.minSay)
	}
	if d.max != nil && n > *d.max {
		f.refuse(ruleModel, strconv.FormatInt(n, 10), false, d.maxSay)
	}
}

// javaLength counts the UTF-16 code units of s.
func javaLength(s string) (n int64) {
	for _, c := range s {
		n++
		if c > 0xFFFF {
			n++
		}
	}
	return n
}
