package properties

import (
	"fmt"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"
)

// step is one operation of a history: what was asked.
type step struct {
	do   string // create, update, delete, describe, list, tag, untag or tags
	who  string // of a pair: "upper" or "lower"; otherwise the name of the resource
	mark string // of an update or a tag: what it leaves behind
}

// result is a response of the server.
type result struct {
	code    string // the exception; "" for success
	version int
	uid     string
	mark    string // what an update left behind, as a describe shows it
	tags    string // as a list of tags shows them: "k=v l=w"
	there   bool   // of a list of a pair: whether lower is in it
}

// alone is a resource without references, as a client sees it.
type alone struct {
	there   bool
	version int
	uid     string
	mark    string
	tags    string
}

// aloneModel says what one resource does after the rules (3, 4, 5, 21, 41, 60). Resources of
// different names have nothing to do with each other, so each is a history of its own.
var aloneModel = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		parts := map[string][]porcupine.Operation{}
		for _, op := range history {
			name := op.Input.(step).who
			parts[name] = append(parts[name], op)
		}
		var all [][]porcupine.Operation
		for _, part := range parts {
			all = append(all, part)
		}
		return all
	},
	Init:              func() any { return alone{} },
	Step:              func(s, in, out any) (bool, any) { return s.(alone).step(in.(step), out.(result)) },
	DescribeOperation: describeStep,
}

func describeStep(in, out any) string { return fmt.Sprintf("%+v → %+v", in, out) }

// step reports whether the resource may answer so, and how it stands then.
func (s alone) step(in step, out result) (bool, alone) {
	if in.do == "create" {
		if s.there {
			return out.code == "ConflictException", s
		}
		// Which uid is new, the test looks at over the whole history.
		made := alone{there: true, version: 1, uid: out.uid, mark: in.mark}
		return out.code == "" && out.version == 1, made
	}
	if !s.there {
		return out.code == "NotFoundException", s
	}
	next := s
	switch in.do {
	case "update":
		next.version, next.mark = s.version+1, in.mark
	case "delete":
		next.version = s.version + 1 // rule 33
	case "tag":
		next.tags = setTag(s.tags, in.mark)
		return out.code == "", next
	case "untag":
		next.tags = dropTag(s.tags, in.mark)
		return out.code == "", next
	case "tags":
		return out.code == "" && out.tags == s.tags, s
	}
	ok := out.code == "" && out.version == next.version && out.uid == s.uid && out.mark == next.mark
	if in.do == "delete" {
		next = alone{}
	}
	return ok, next
}

// setTag sets a tag "k=v": where its key is, or at the end.
func setTag(tags, set string) string {
	all := strings.Fields(tags)
	at := slices.IndexFunc(all, func(has string) bool { return strings.HasPrefix(has, keyOf(set)) })
	if at < 0 {
		return strings.Join(append(all, set), " ")
	}
	all[at] = set
	return strings.Join(all, " ")
}

// dropTag removes the tag of the key of "k=v".
func dropTag(tags, drop string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(tags), func(has string) bool {
		return strings.HasPrefix(has, keyOf(drop))
	}), " ")
}

func keyOf(tag string) string {
	k, _, _ := strings.Cut(tag, "=")
	return k + "="
}

// pair is two resources of which lower cannot be without upper: because it lives in it or
// because its spec points at it. The model is the same: without upper no lower is made, and
// with lower there upper stays (rules 3, 7, 11, 44 and 45 to 48).
type pair struct{ upper, lower int } // the versions; 0: not there

// pairModel returns the model of a pair. Lists say whether lower is there; if lower lives in
// upper, a list without upper is refused.
func pairModel(kind pairing) porcupine.Model {
	return porcupine.Model{
		Init:              func() any { return pair{} },
		Step:              func(s, in, out any) (bool, any) { return s.(pair).step(kind, in.(step), out.(result)) },
		DescribeOperation: describeStep,
	}
}

func (s pair) step(kind pairing, in step, out result) (bool, pair) {
	if in.do == "list" {
		if kind.lives && s.upper == 0 {
			return out.code == "NotFoundException", s
		}
		return out.code == "" && out.there == (s.lower > 0), s
	}
	next := s
	at := &next.upper
	if in.who == "lower" {
		at = &next.lower
	}
	switch {
	case in.do == "create" && *at > 0:
		return out.code == "ConflictException", s
	case in.do == "create" && in.who == "lower" && s.upper == 0:
		return out.code == "NotFoundException", s
	case in.do == "create":
		*at = 1
		return out.code == "" && out.version == 1, next
	case *at == 0:
		return out.code == "NotFoundException", s
	case in.do == "describe":
		return out.code == "" && out.version == *at, s
	case in.do == "update":
		*at++
		return out.code == "" && out.version == *at, next
	case in.who == "upper" && s.lower > 0:
		return out.code == "ResourceInUseException", s
	}
	last := *at + 1
	if in.who == "upper" && kind.upper == mesh {
		last = *at // rule 33
	}
	*at = 0
	return out.code == "" && out.version == last, next
}

// pairing is a kind of pair.
type pairing struct {
	upper, lower string
	lives        bool // lower lives in upper; otherwise its spec points at it
}

// pairings lists every way in which one resource needs another.
var pairings = []pairing{
	{upper: mesh, lower: virtualNode, lives: true},
	{upper: mesh, lower: virtualRouter, lives: true},
	{upper: mesh, lower: virtualService, lives: true},
	{upper: mesh, lower: virtualGateway, lives: true},
	{upper: virtualRouter, lower: route, lives: true},
	{upper: virtualGateway, lower: gatewayRoute, lives: true},
	{upper: virtualNode, lower: route},
	{upper: virtualNode, lower: virtualService},
	{upper: virtualRouter, lower: virtualService},
	{upper: virtualService, lower: gatewayRoute},
}

// String names a pairing as a subtest.
func (p pairing) String() string {
	if p.lives {
		return p.lower + " in " + p.upper
	}
	return p.lower + " to " + p.upper
}
