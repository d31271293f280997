package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
)

const (
	maxViolations = 100 // reported for one request
	maxLevel      = 24  // the deepest level of a member in the model
)

// violations tracks the position of the reader in the model and collects violations. It
// stores the first maxViolations in the order of the model and only counts the others, so
// that they need no memory.
type violations struct {
	root     string // prefix of every path
	position        // of the value that is read now
	kept     []*violation
	others   int // violations beyond those kept
}

// position is a position in the model: at each level, the index of a member or an item.
type position struct {
	level int
	index [maxLevel]int32
	names [maxLevel]string // of members; empty for an item of a list
}

// violation is a violated constraint. Its message is formatted only when it is reported.
type violation struct {
	position
	rule       int
	value      string
	null       bool // the value is null or absent
	constraint string
	unknownIn  *shape // for an unknown member: the structure that does not have it
}

// enter moves the position to a member, or, with an empty name, to an item.
func (p *position) enter(i int, name string) {
	p.index[p.level], p.names[p.level] = int32(i), name
	p.level++
}

// leave moves the position back to the enclosing value.
func (p *position) leave() { p.level-- }

// key returns the sort key of the position: the model's order.
func (p *position) key() []int32 { return p.index[:p.level] }

// path returns the position in the form spec.listeners.1.member.portMapping (rule 13).
func (p *position) path(root string) string {
	var b strings.Builder
	b.WriteString(root)
	for i, name := range p.names[:p.level] {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if name == "" {
			b.WriteString(strconv.Itoa(int(p.index[i]) + 1))
			name = ".member"
		}
		b.WriteString(printed(name))
	}
	return b.String()
}

// refuse records that the value at the position breaks a constraint.
func (v *violations) refuse(rule int, value, constraint string) {
	if one := v.add(); one != nil {
		*one = violation{position: v.position, rule: rule, value: value, constraint: constraint}
	}
}

// refuseNull records that the value at the position is null or absent although it is
// required.
func (v *violations) refuseNull() {
	if one := v.add(); one != nil {
		*one = violation{position: v.position, rule: ruleModel, null: true, constraint: mustNotBeNull}
	}
}

// refuseUnknown records that the structure s has no member with the position's name.
func (v *violations) refuseUnknown(s *shape) {
	if one := v.add(); one != nil {
		*one = violation{position: v.position, rule: ruleUnknownMember, unknownIn: s}
	}
}

// add inserts a violation at the position and returns it. It returns nil if there are
// maxViolations before it.
func (v *violations) add() *violation {
	var one *violation
	if len(v.kept) == maxViolations {
		v.others++
		last := v.kept[maxViolations-1]
		if slices.Compare(v.key(), last.key()) >= 0 {
			return nil
		}
		one, v.kept = last, v.kept[:maxViolations-1]
	} else {
		one = new(violation)
	}
	i, _ := slices.BinarySearchFunc(v.kept, v.key(), func(other *violation, key []int32) int {
		if slices.Compare(other.key(), key) <= 0 {
			return -1
		}
		return 1
	})
	v.kept = slices.Insert(v.kept, i, one)
	return one
}

// report returns the violation in its exported form.
func (one *violation) report(root string) Violation {
	path := one.path(root)
	if one.unknownIn != nil {
		known := one.unknownIn.names()
		member := Ignored{path, nearest.Name(one.names[one.level-1], known)}
		return Violation{path, one.rule, member.Sentence(), member.Suggestion, known}
	}
	return Violation{Member: path, Rule: one.rule, Text: sentence(one.value, one.null, path, one.constraint)}
}

// invalid returns an *Invalid, or nil if the request has no violation.
func (r *reader) invalid() error {
	if r.malformed != nil {
		return &Invalid{Violations: []Violation{*r.malformed}}
	}
	if len(r.kept) == 0 {
		return nil
	}
	e := &Invalid{More: r.others, Ignored: r.ignored}
	for _, one := range r.kept {
		e.Violations = append(e.Violations, one.report(r.root))
	}
	return e
}

// checkString checks the model's constraints on a string.
func (v *violations) checkString(d *value, s string) {
	// A code unit takes one to three bytes in UTF-8, so most strings need no counting.
	if d.min != nil && 3*(*d.min) > int64(len(s)) || d.max != nil && *d.max < int64(len(s)) {
		n := utf16Length(s)
		if d.min != nil && n < *d.min {
			v.refuse(ruleModel, s, d.minText)
		}
		if d.max != nil && n > *d.max {
			v.refuse(ruleModel, s, d.maxText)
		}
	}
	if d.enum != nil && !slices.Contains(d.enum, s) {
		v.refuse(ruleModel, s, d.enumText)
	}
	if d.pattern != nil && !d.pattern.MatchString(s) {
		v.refuse(ruleModel, s, d.patternText)
	}
}

// checkInt checks the model's constraints on an integer that was written as text.
func (v *violations) checkInt(d *value, n int64, text string) {
	if d.min != nil && n < *d.min {
		v.refuse(ruleModel, text, d.minText)
	}
	if d.max != nil && n > *d.max {
		v.refuse(ruleModel, text, d.maxText)
	}
}

// utf16Length returns the number of UTF-16 code units of s, by which the model counts,
// because the service is written in Java.
func utf16Length(s string) (n int64) {
	for _, c := range s {
		n++
		if c > 0xFFFF {
			n++
		}
	}
	return n
}
