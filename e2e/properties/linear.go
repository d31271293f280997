package properties

import (
	"fmt"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"
)

// step is one operation of a history.
type step struct {
	verb   string // create, update, delete, describe, list, tag, untag or tags
	target string // of a pair: "upper" or "lower"; otherwise the name of the resource
	mark   string // of an update or a tag: the value that it writes
}

// result is a response of the server.
type result struct {
	code    string // the exception; "" for success
	version int
	uid     string
	mark    string // the value that the last update wrote
	tags    string // in the form "k=v l=w"
	there   bool   // of a list of a pair: whether it contains lower
}

// single is the state of a resource without references.
type single struct {
	there   bool
	version int
	uid     string
	mark    string
	tags    string
}

// singleModel is the model of one resource (rules 3, 4, 5, 21, 41 and 60). Resources with
// different names are independent, so each has a separate history.
var singleModel = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		parts := map[string][]porcupine.Operation{}
		for _, op := range history {
			name := op.Input.(step).target
			parts[name] = append(parts[name], op)
		}
		var all [][]porcupine.Operation
		for _, part := range parts {
			all = append(all, part)
		}
		return all
	},
	Init:              func() any { return single{} },
	Step:              func(s, in, out any) (bool, any) { return s.(single).step(in.(step), out.(result)) },
	DescribeOperation: describeStep,
}

func describeStep(in, out any) string { return fmt.Sprintf("%+v → %+v", in, out) }

// step reports whether the result is allowed in state s, and returns the next state.
func (s single) step(in step, out result) (bool, single) {
	if in.verb == "create" {
		if s.there {
			return out.code == "ConflictException", s
		}
		// checkUIDs checks over the whole history that each uid is new.
		made := single{there: true, version: 1, uid: out.uid, mark: in.mark}
		return out.code == "" && out.version == 1, made
	}
	if !s.there {
		return out.code == "NotFoundException", s
	}
	next := s
	switch in.verb {
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
	if in.verb == "delete" {
		next = single{}
	}
	return ok, next
}

// setTag replaces the tag that has the key of "k=v", or appends it.
func setTag(tags, set string) string {
	all := strings.Fields(tags)
	at := slices.IndexFunc(all, func(has string) bool { return strings.HasPrefix(has, keyOf(set)) })
	if at < 0 {
		return strings.Join(append(all, set), " ")
	}
	all[at] = set
	return strings.Join(all, " ")
}

// dropTag removes the tag that has the key of "k=v".
func dropTag(tags, drop string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(tags), func(has string) bool {
		return strings.HasPrefix(has, keyOf(drop))
	}), " ")
}

func keyOf(tag string) string {
	k, _, _ := strings.Cut(tag, "=")
	return k + "="
}

// pair is the state of two resources of which lower needs upper: as its parent, or because its
// spec refers to it. In both cases, lower cannot be created without upper, and upper cannot be
// deleted while lower exists (rules 3, 7, 11, 44 and 45 to 48).
type pair struct{ upper, lower int } // the versions; 0 if the resource does not exist

// pairModel returns the model of a pair. A list reports whether lower exists. If lower is a child
// of upper, a list without upper is refused.
func pairModel(kind pairing) porcupine.Model {
	return porcupine.Model{
		Init:              func() any { return pair{} },
		Step:              func(s, in, out any) (bool, any) { return s.(pair).step(kind, in.(step), out.(result)) },
		DescribeOperation: describeStep,
	}
}

func (s pair) step(kind pairing, in step, out result) (bool, pair) {
	if in.verb == "list" {
		if kind.child && s.upper == 0 {
			return out.code == "NotFoundException", s
		}
		return out.code == "" && out.there == (s.lower > 0), s
	}
	next := s
	at := &next.upper
	if in.target == "lower" {
		at = &next.lower
	}
	switch {
	case in.verb == "create" && *at > 0:
		return out.code == "ConflictException", s
	case in.verb == "create" && in.target == "lower" && s.upper == 0:
		return out.code == "NotFoundException", s
	case in.verb == "create":
		*at = 1
		return out.code == "" && out.version == 1, next
	case *at == 0:
		return out.code == "NotFoundException", s
	case in.verb == "describe":
		return out.code == "" && out.version == *at, s
	case in.verb == "update":
		*at++
		return out.code == "" && out.version == *at, next
	case in.target == "upper" && s.lower > 0:
		return out.code == "ResourceInUseException", s
	}
	last := *at + 1
	if in.target == "upper" && kind.upper == mesh {
		last = *at // rule 33
	}
	*at = 0
	return out.code == "" && out.version == last, next
}

// pairing is a kind of pair.
type pairing struct {
	upper, lower string
	child        bool // lower is a child of upper; otherwise its spec refers to upper
}

// pairings lists all pairs of kinds of which one needs the other.
var pairings = []pairing{
	{upper: mesh, lower: virtualNode, child: true},
	{upper: mesh, lower: virtualRouter, child: true},
	{upper: mesh, lower: virtualService, child: true},
	{upper: mesh, lower: virtualGateway, child: true},
	{upper: virtualRouter, lower: route, child: true},
	{upper: virtualGateway, lower: gatewayRoute, child: true},
	{upper: virtualNode, lower: route},
	{upper: virtualNode, lower: virtualService},
	{upper: virtualRouter, lower: virtualService},
	{upper: virtualService, lower: gatewayRoute},
}

// String returns the pairing as the name of a subtest.
func (p pairing) String() string {
	if p.child {
		return p.lower + " in " + p.upper
	}
	return p.lower + " to " + p.upper
}
