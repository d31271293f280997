package envoy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Type is a type of resources that an Envoy requests.
type Type string

// The types, in the order in which a change is sent.
const (
	Clusters  Type = "clusters"
	Endpoints Type = "endpoints"
	Secrets   Type = "secrets"
	Listeners Type = "listeners"
	Routes    Type = "routes"
)

// Types returns all types, in the order in which a change is sent.
func Types() []Type { return []Type{Clusters, Endpoints, Secrets, Listeners, Routes} }

var messages = map[Type]string{
	Clusters:  "config.cluster.v3.Cluster",
	Endpoints: "config.endpoint.v3.ClusterLoadAssignment",
	Secrets:   "extensions.transport_sockets.tls.v3.Secret",
	Listeners: "config.listener.v3.Listener",
	Routes:    "config.route.v3.RouteConfiguration",
}

// URL returns the type URL of the resources of the type, and "" for an unknown type.
func (t Type) URL() string {
	if messages[t] == "" {
		return ""
	}
	return typeURL + messages[t]
}

// Resource is a resource in an Envoy's configuration.
type Resource struct {
	Name string          `json:"name"`
	JSON json.RawMessage `json:"resource"` // with @type
}

// Set holds resources of one type, sorted by name.
type Set []Resource

// Version returns a hash of the content.
func (s Set) Version() string {
	h := sha256.New()
	for _, r := range s {
		h.Write([]byte(r.Name))
		h.Write([]byte{0})
		h.Write(r.JSON)
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Get returns a set with only the named resource, or an empty set.
func (s Set) Get(name string) Set {
	for i := range s {
		if s[i].Name == name {
			return s[i : i+1]
		}
	}
	return nil
}

// Config is the complete configuration of one Envoy. It is immutable.
type Config struct {
	Sets map[Type]Set `json:"sets"`
	// For a gateway, Staged holds the route configurations of Routes that lead from the gateway
	// to services, with separate virtual hosts. While routes change, old and new virtual hosts
	// must exist at the same time.
	Staged map[string]VirtualHosts `json:"staged"`
	// Used holds the names of the route configurations that listeners refer to.
	Used      []string   `json:"used"`
	Omissions []Omission `json:"omitted"`
	version   string
}

// Omission is a part of a spec that has no effect, with the reason.
type Omission struct {
	Ref    string `json:"ref"` // such as route/router/name
	Reason string `json:"reason"`
}

// Version returns a hash of the content. Omissions are not part of it.
func (c *Config) Version() string { return c.version }

func (c *Config) finish() *Config {
	var all strings.Builder
	for _, t := range Types() {
		all.WriteString(c.Sets[t].Version())
	}
	sum := sha256.Sum256([]byte(all.String()))
	c.version = hex.EncodeToString(sum[:8])
	return c
}

// VirtualHosts is a route configuration with replaceable virtual hosts.
type VirtualHosts struct {
	Name  string          `json:"name"`
	Head  json.RawMessage `json:"head"` // without the virtual hosts
	Hosts Set             `json:"hosts"`
}

// Union returns the virtual hosts of h and those of older that are not in h.
func (h VirtualHosts) Union(older VirtualHosts) VirtualHosts {
	h.Hosts = Union(h.Hosts, older.Hosts)
	return h
}

// Resource returns the route configuration.
func (h VirtualHosts) Resource() Resource {
	const member = `,"virtual_hosts":[`
	size := len(h.Head) + len(member) + len("]}")
	for _, host := range h.Hosts {
		size += len(host.JSON) + len(",")
	}
	b := make([]byte, 0, size)
	b = append(b, h.Head[:len(h.Head)-1]...)
	b = append(b, member...)
	for i, host := range h.Hosts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, host.JSON...)
	}
	return Resource{Name: h.Name, JSON: append(b, "]}"...)}
}

// Union returns the resources of both sets, sorted by name. If both sets have a resource with
// the same name, it returns that of first.
func Union(first, second Set) Set {
	all := make(Set, 0, len(first)+len(second))
	for len(first) > 0 && len(second) > 0 {
		switch c := strings.Compare(first[0].Name, second[0].Name); {
		case c < 0:
			all, first = append(all, first[0]), first[1:]
		case c > 0:
			all, second = append(all, second[0]), second[1:]
		default:
			all, first, second = append(all, first[0]), first[1:], second[1:]
		}
	}
	return append(append(all, first...), second...)
}
