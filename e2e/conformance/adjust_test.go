package conformance

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// adjustAll changes a request so that it follows the rules between members. It does not change
// the value at the path under test.
func (b *builder) adjustAll(at memberPath, name string, value any) {
	switch doc := value.(type) {
	case object:
		b.adjust(at, name, doc)
		for member, v := range doc {
			b.adjustAll(at.child(member), b.Shapes[name].Members[member].Shape, v)
		}
	case []any:
		for i, v := range doc {
			b.adjustAll(at.child(strconv.Itoa(i)), b.Shapes[name].Member.Shape, v)
		}
	}
}

func (b *builder) adjust(at memberPath, name string, doc object) {
	switch name {
	case "Listener", "VirtualGatewayListener":
		b.adjustListener(at, doc)
	case "MatchRange":
		if b.pinned(at, "end") {
			doc["start"] = doc["end"].(int64) - 1
		} else if b.pinned(at, "start") {
			doc["end"] = doc["start"].(int64) + 1
		}
	case "HttpRetryPolicy", "GrpcRetryPolicy":
		if doc["httpRetryEvents"] == nil && doc["tcpRetryEvents"] == nil && doc["grpcRetryEvents"] == nil {
			doc["httpRetryEvents"] = []any{"server-error"}
		}
	case "HttpRouteMatch", "HttpGatewayRouteMatch":
		if len(doc) == 0 {
			doc["prefix"] = "/"
		}
	case "HttpGatewayRoute":
		if harness.At(doc, "match", "path", "regex") != nil {
			if rewrite, ok := harness.At(doc, "action", "rewrite").(object); ok {
				delete(rewrite, "path")
				delete(rewrite, "prefix")
			}
		}
	case "GrpcRouteMatch":
		if doc["methodName"] != nil && doc["serviceName"] == nil {
			doc["serviceName"] = "serviceName"
		}
	case "VirtualNodeSpec":
		b.adjustNode(at, doc)
	}
}

// adjustListener sets the port of a listener's health check to the port of the listener.
func (b *builder) adjustListener(at memberPath, doc object) {
	check, _ := doc["healthCheck"].(object)
	mapping := doc["portMapping"].(object)
	switch {
	case check == nil || check["port"] == nil:
	case b.pinned(at, "healthCheck"):
		mapping["port"] = check["port"]
	default:
		check["port"] = mapping["port"]
	}
}

// adjustNode sets the service discovery of a node if the node has listeners, and removes it
// otherwise.
func (b *builder) adjustNode(at memberPath, doc object) {
	listeners, _ := doc["listeners"].([]any)
	switch {
	case len(listeners) > 0 && doc["serviceDiscovery"] == nil:
		doc["serviceDiscovery"] = object{"dns": object{"hostname": "hostname"}}
	case len(listeners) > 0 || doc["serviceDiscovery"] == nil:
	case b.pinned(at, "serviceDiscovery"):
		doc["listeners"] = []any{b.value(at.child("listeners").child("0"), "Listener")}
	default:
		delete(doc, "serviceDiscovery")
	}
}

// pinned reports whether the path under test is in a member of the value at a path, so that
// the member must not be changed.
func (b *builder) pinned(at memberPath, member string) bool { return b.to.within(at.child(member)) }

// defaults returns the spec of a request as the response shows it: with the ports of health
// checks and, on describe, the backends of a node (rule 56).
func defaults(kind state.Kind, input object, described bool) object {
	spec, _ := input["spec"].(object)
	if spec == nil {
		spec = object{}
	}
	spec = clone(spec).(object)
	if kind == state.VirtualRouter {
		return spec
	}
	listeners, _ := spec["listeners"].([]any)
	for _, l := range listeners {
		if check, ok := harness.At(l, "healthCheck").(object); ok && check["port"] == nil {
			check["port"] = harness.At(l, "portMapping", "port")
		}
	}
	if kind == state.VirtualNode && described && spec["backends"] == nil {
		spec["backends"] = []any{}
	}
	return spec
}

// clone returns a deep copy of a document.
func clone(v any) any {
	switch v := v.(type) {
	case object:
		c := make(object, len(v))
		for name, x := range v {
			c[name] = clone(x)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, x := range v {
			c[i] = clone(x)
		}
		return c
	default:
		return v
	}
}
