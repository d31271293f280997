package conformance

import "strconv"

// surround makes a request keep the rules between fields, by changing what is around the
// place that it is made for, never what is there.
func (b *builder) surround(at place, name string, value any) {
	switch doc := value.(type) {
	case map[string]any:
		b.settle(at, name, doc)
		for member, v := range doc {
			b.surround(at.child(member), b.Shapes[name].Members[member].Shape, v)
		}
	case []any:
		for i, v := range doc {
			b.surround(at.child(strconv.Itoa(i)), b.Shapes[name].Member.Shape, v)
		}
	}
}

func (b *builder) settle(at place, name string, doc map[string]any) {
	switch name {
	case "Listener", "VirtualGatewayListener":
		b.settleListener(at, doc)
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
		if get(doc, place{"match", "path", "regex"}) != nil {
			if rewrite, ok := get(doc, place{"action", "rewrite"}).(map[string]any); ok {
				delete(rewrite, "path")
				delete(rewrite, "prefix")
			}
		}
	case "GrpcRouteMatch":
		if doc["methodName"] != nil && doc["serviceName"] == nil {
			doc["serviceName"] = "serviceName"
		}
	case "VirtualNodeSpec":
		b.settleNode(at, doc)
	}
}

// settleListener has the health check of a listener use the listener's port.
func (b *builder) settleListener(at place, doc map[string]any) {
	check, _ := doc["healthCheck"].(map[string]any)
	mapping := doc["portMapping"].(map[string]any)
	switch {
	case check == nil || check["port"] == nil:
	case b.pinned(at, "healthCheck"):
		mapping["port"] = check["port"]
	default:
		check["port"] = mapping["port"]
	}
}

// settleNode gives a node service discovery if it listens, and only then.
func (b *builder) settleNode(at place, doc map[string]any) {
	listeners, _ := doc["listeners"].([]any)
	switch {
	case len(listeners) > 0 && doc["serviceDiscovery"] == nil:
		doc["serviceDiscovery"] = map[string]any{"dns": map[string]any{"hostname": "hostname"}}
	case len(listeners) > 0 || doc["serviceDiscovery"] == nil:
	case b.pinned(at, "serviceDiscovery"):
		doc["listeners"] = []any{b.value(at.child("listeners").child("0"), "Listener")}
	default:
		delete(doc, "serviceDiscovery")
	}
}

// pinned reports whether a member of what is at a place is on the way that must not be changed.
func (b *builder) pinned(at place, member string) bool { return b.to.within(at.child(member)) }

// defaults returns a request's spec as the answer shows it: with the health checks' ports,
// and on describe a node's backends (rule 56).
func defaults(kind string, input map[string]any, described bool) map[string]any {
	spec, _ := input["spec"].(map[string]any)
	if spec == nil {
		spec = map[string]any{}
	}
	spec = clone(spec).(map[string]any)
	if kind == "VirtualRouter" {
		return spec
	}
	listeners, _ := spec["listeners"].([]any)
	for _, l := range listeners {
		if check, ok := get(l, place{"healthCheck"}).(map[string]any); ok && check["port"] == nil {
			check["port"] = get(l, place{"portMapping", "port"})
		}
	}
	if kind == "VirtualNode" && described && spec["backends"] == nil {
		spec["backends"] = []any{}
	}
	return spec
}

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
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
