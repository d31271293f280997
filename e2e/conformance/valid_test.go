package conformance

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// validRequest is a request that the model allows.
type validRequest struct {
	class string
	value func(base any) any // returns the value of the field; base is that of the builder
	extra func(input object) // adds members that the server does not store
}

// validRequests returns requests that must be accepted: with the builder's value of a field, and
// with a value at each bound.
func (a *api) validRequests(s field) []validRequest {
	shape := a.Shapes[s.ref.Shape]
	all := []validRequest{{class: "member"}}
	set := func(class string, v any) {
		all = append(all, validRequest{class: class, value: func(any) any { return v }})
	}
	switch shape.Type {
	case "string":
		all = append(all, a.validTexts(s, shape)...)
	case "boolean":
		set("boolean", true)
		set("boolean", false)
	case "list":
		all = append(all, a.validLists(s, shape)...)
	case "structure":
		all = append(all, a.validStructures(s, shape)...)
	default:
		for _, bound := range a.validNumbers(s, shape) {
			set("value", bound)
		}
	}
	return all
}

func (a *api) validTexts(s field, shape *shape) []validRequest {
	var all []validRequest
	set := func(class, v string) {
		all = append(all, validRequest{class: class, value: func(any) any { return v }})
	}
	for _, v := range shape.Enum {
		set("enum", v)
	}
	if shape.Enum != nil {
		return all
	}
	if shape.Pattern != "" {
		set("pattern", "!~0Az")
	}
	if shape.Min != nil {
		set("min length", stringOf(s, int(*shape.Min)))
	}
	if shape.Max == nil {
		return all
	}
	set("max length", stringOf(s, int(*shape.Max)))
	if s.isPlain() || s.at.last() == "clientToken" || s.at.last() == "meshOwner" ||
		s.ref.Shape == "HttpGatewayRoutePrefix" || shape.Pattern != "" {
		return all
	}
	set("max length in characters", strings.Repeat("é", int(*shape.Max)))
	return all
}

func (a *api) validNumbers(s field, shape *shape) []int64 {
	low, high := int64(math.MinInt32), int64(math.MaxInt32)
	if shape.Type == "long" {
		low, high = math.MinInt64, math.MaxInt64
	}
	switch s.at.last() {
	case "end":
		low++ // otherwise no start would be below it
	case "start":
		high--
	}
	if shape.Min != nil {
		low = *shape.Min
	}
	if shape.Max != nil {
		high = *shape.Max
	}
	return []int64{low, high}
}

func (a *api) validLists(s field, shape *shape) []validRequest {
	sizes := []int{0, 2}
	if shape.Min != nil {
		sizes[0] = int(*shape.Min)
	}
	if shape.Max != nil {
		sizes[1] = int(*shape.Max)
	}
	if s.at.last() == "backends" {
		sizes[1] = 1 // the backends here are equal, and the server drops duplicates (rule 66)
	}
	var all []validRequest
	for _, n := range unique(sizes) {
		all = append(all, validRequest{class: "list size", value: func(base any) any {
			items := make([]any, n)
			b := &builder{api: a, protocol: "http"}
			fresh := b.list(s.at, shape, n)
			for i := range items {
				if items[i] = fresh[i]; i == 0 {
					items[i] = base.([]any)[0]
				}
			}
			return items
		}})
	}
	return all
}

// validStructures returns structures with members that the model does not have, which the
// server drops (rule 34), with members that are null, and without members if none is required
// (rule 61).
func (a *api) validStructures(s field, shape *shape) []validRequest {
	all := []validRequest{{class: "unknown member", extra: func(input object) {
		doc := harness.At(input, s.at...).(object)
		for _, name := range shape.names() {
			doc[strings.ToUpper(name[:1])+name[1:]] = 1
		}
		doc["notInTheModel"] = object{"list": []any{nil, json.Number("1e400"), "a"}}
	}}}
	needsMember := shape.Union || len(shape.Required) > 0
	for _, g := range groups[s.ref.Shape] {
		needsMember = needsMember || g.exactly
	}
	// The two matches need a criterion (rule 28).
	if !needsMember && s.ref.Shape != "HttpRouteMatch" && s.ref.Shape != "HttpGatewayRouteMatch" {
		all = append(all, validRequest{class: "empty structure", value: func(any) any { return object{} }})
	}
	// A member that is null is absent.
	for _, name := range shape.names() {
		optional := true
		for _, required := range shape.Required {
			optional = optional && required != name
		}
		if optional {
			all = append(all, validRequest{class: "null member", extra: func(input object) {
				doc := harness.At(input, s.at...).(object)
				if _, exists := doc[name]; !exists {
					doc[name] = nil
				}
			}})
		}
	}
	return all
}

// isPlain reports whether the text at a field can only have letters, digits and a few other characters. It
// is the name of a mesh, virtual node, virtual router or route (rules 15 and 64), a reference
// to one in a spec, or a name in Cloud Map (rule 70).
func (s field) isPlain() bool {
	switch member := s.at.last(); member {
	case "meshName", "virtualNodeName", "virtualRouterName", "routeName":
		return true
	default:
		return s.ref.Shape == "AwsCloudMapName" || s.owner == "WeightedTarget" && member == "virtualNode"
	}
}
