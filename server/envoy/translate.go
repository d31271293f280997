package envoy

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Translate returns the configuration of the Envoy that represents a virtual gateway or a
// virtual node. The same input always gives the same bytes. The error is a NotFoundError, or
// describes an invalid option.
func Translate(in Input) (*Config, error) {
	if err := in.Options.Check(); err != nil {
		return nil, err
	}
	mesh := openMesh(in.State, in.Resource.Mesh())
	if mesh == nil {
		return nil, NotFoundError{in.Resource}
	}
	t := &translator{
		Input: in, mesh: mesh, targets: map[clusterKey]string{}, staged: map[string]VirtualHosts{},
		sets: map[Type]map[string]raw{}, taken: map[int]bool{}, checked: map[string]bool{},
	}
	for _, kind := range Types() {
		t.sets[kind] = map[string]raw{}
	}
	switch in.Resource.Kind {
	case state.VirtualGateway:
		if !t.gateway() {
			return nil, NotFoundError{in.Resource}
		}
	case state.VirtualNode:
		if !t.node() {
			return nil, NotFoundError{in.Resource}
		}
	}
	return t.config(), nil
}

// translator collects the configuration of one Envoy.
type translator struct {
	Input
	mesh      *mesh
	sets      map[Type]map[string]raw
	staged    map[string]VirtualHosts
	targets   map[clusterKey]string
	taken     map[int]bool    // ports used by listeners
	checked   map[string]bool // services whose routes were checked
	omissions []Omission
}

func withType(kind Type, resource object) object {
	if _, has := resource["@type"]; has {
		return resource
	}
	return typed(messages[kind], resource)
}

func (t *translator) add(kind Type, name string, resource object) {
	t.sets[kind][name] = withType(kind, resource).encode()
}

func (t *translator) inForce(rule int) bool { return t.InForce == nil || t.InForce(rule) }

func (t *translator) omit(ref, reason string) {
	t.omissions = append(t.omissions, Omission{ref, reason})
}

// mapped returns the port on which to listen for a port of the mesh.
func (t *translator) mapped(number int) int {
	return cmp.Or(t.Options.Ports[strconv.Itoa(number)], number)
}

// take reserves a port for a listener. It reports whether the port was free.
func (t *translator) take(ref string, number int) bool {
	mapped := t.mapped(number)
	if t.taken[mapped] {
		t.omit(ref, "another listener has the port "+strconv.Itoa(mapped))
		return false
	}
	t.taken[mapped] = true
	return true
}

// configSource returns the configuration source for the references in a resource.
func (t *translator) configSource() object {
	if t.Source == ADS {
		return object{"ads": object{}, "resource_api_version": "V3"}
	}
	return restSource(t.Options.Refresh, "1s")
}

func (t *translator) config() *Config {
	c := &Config{Sets: map[Type]Set{}, Staged: t.staged}
	for kind, resources := range t.sets {
		set := make(Set, 0, len(resources))
		for _, name := range slices.Sorted(maps.Keys(resources)) {
			if hosts, ok := t.staged[name]; ok && kind == Routes {
				set = append(set, hosts.Resource())
				continue
			}
			set = append(set, Resource{name, json.RawMessage(resources[name])})
		}
		c.Sets[kind] = set
	}
	for _, r := range c.Sets[Routes] {
		c.Used = append(c.Used, r.Name)
	}
	slices.SortFunc(t.omissions, func(a, b Omission) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Reason, b.Reason))
	})
	c.Omissions = slices.Compact(t.omissions)
	return c.finish()
}
