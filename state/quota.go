package state

import (
	"fmt"
	"maps"
	"slices"
)

// Quota is one of App Mesh's quotas that the control plane keeps.
type Quota struct {
	Name  string // as in a setting: "virtualGatewaysPerMesh"
	Title string // as Service Quotas calls it: "virtual gateways per mesh"
	Code  string // as Service Quotas numbers it
	AWS   int    // what an account had when nobody had asked for more

	kind Kind // what is counted; 0: the backends of one virtual node
}

// AllQuotas lists the quotas (rule 12; published Service Quotas).
var AllQuotas = []Quota{
	{"meshesPerAccount", "meshes per account", "L-AC861A39", 15, Mesh},
	{"virtualServicesPerMesh", "virtual services per mesh", "L-DA7495A7", 200, VirtualService},
	{"virtualNodesPerMesh", "virtual nodes per mesh", "L-E043DFB4", 200, VirtualNode},
	{"virtualRoutersPerMesh", "virtual routers per mesh", "L-50F6C35A", 200, VirtualRouter},
	{"virtualGatewaysPerMesh", "virtual gateways per mesh", "L-87E74146", 3, VirtualGateway},
	{"routesPerVirtualRouter", "routes per virtual router", "L-BB90B7FF", 50, Route},
	{"gatewayRoutesPerVirtualGateway", "gateway routes per virtual gateway", "L-F6F26D09", 10, GatewayRoute},
	{"backendsPerVirtualNode", "backends per virtual node", "L-8775AB18", 50, 0},
}

// Quotas says how many there may be, by the quota's name. What is not named has no limit.
type Quotas map[string]int

// AWSQuotas answers the published defaults.
func AWSQuotas() Quotas {
	q := Quotas{}
	for _, each := range AllQuotas {
		q[each.Name] = each.AWS
	}
	return q
}

// With answers the quotas with those of other set over them.
func (q Quotas) With(other Quotas) Quotas {
	both := Quotas{}
	maps.Copy(both, q)
	maps.Copy(both, other)
	return both
}

// Check answers an error if there is no quota of a name, or a limit is negative.
func (q Quotas) Check() error {
	for name, limit := range q {
		if !slices.ContainsFunc(AllQuotas, func(each Quota) bool { return each.Name == name }) {
			return fmt.Errorf("quota %q: there is none of that name", name)
		}
		if limit < 0 {
			return fmt.Errorf("quota %s: %d is negative", name, limit)
		}
	}
	return nil
}

// of answers the quota of what is counted, and its limit; ok is false if there is none.
func (q Quotas) of(kind Kind) (quota Quota, limit int, ok bool) {
	if len(q) == 0 {
		return Quota{}, 0, false
	}
	i := slices.IndexFunc(AllQuotas, func(each Quota) bool { return each.kind == kind })
	limit, ok = q[AllQuotas[i].Name]
	return AllQuotas[i], limit, ok
}

// roomFor answers OverQuota if the home of a new resource has as many of its kind as it can have.
// Nothing keeps count: where there is a quota, it is looked at that many resources at the most.
// At AWS's quotas that is next to nothing; one of 20,000 costs a create up to half a millisecond.
func (s *Store) roomFor(t tx, k Key) error {
	quota, limit, ok := s.options.Quotas.of(k.Kind)
	if !ok {
		return nil
	}
	n := 0
	for range t.children(k.Parent(), k.Kind) {
		if n++; n >= limit {
			break
		}
	}
	if n >= limit {
		return QuotaExceededError{Quota: quota, Limit: limit}
	}
	return nil
}
