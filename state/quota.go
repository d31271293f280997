package state

import (
	"fmt"
	"maps"
	"slices"
)

// Quota is one of App Mesh's quotas.
type Quota struct {
	Name  string // the name in settings: "virtualGatewaysPerMesh"
	Title string // the name in Service Quotas: "virtual gateways per mesh"
	Code  string // the code in Service Quotas: "L-87E74146"
	AWS   int    // the default limit of an AWS account
}

// backendsQuota is the one quota that limits something other than the children of a parent.
var backendsQuota = Quota{"backendsPerVirtualNode", "backends per virtual node", "L-8775AB18", 50}

// AllQuotas returns the quotas that Service Quotas published for App Mesh (rule 12).
func AllQuotas() []Quota {
	var all []Quota
	for _, kind := range Kinds() {
		all = append(all, kinds[kind].quota)
	}
	return append(all, backendsQuota)
}

// Quotas maps the names of quotas to limits. A quota without a limit is not enforced.
type Quotas map[string]int

// AWSQuotas returns the quotas with AWS's default limits.
func AWSQuotas() Quotas {
	q := Quotas{}
	for _, quota := range AllQuotas() {
		q[quota.Name] = quota.AWS
	}
	return q
}

// With returns a copy of q in which the limits of other replace or supplement those of q.
func (q Quotas) With(other Quotas) Quotas {
	merged := Quotas{}
	maps.Copy(merged, q)
	maps.Copy(merged, other)
	return merged
}

// Check returns an error if a name belongs to no quota or a limit is negative.
func (q Quotas) Check() error {
	all := AllQuotas()
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if !slices.ContainsFunc(all, func(quota Quota) bool { return quota.Name == name }) {
			return fmt.Errorf("state: there is no quota %q", name)
		}
		if q[name] < 0 {
			return fmt.Errorf("state: the limit of quota %q is negative: %d", name, q[name])
		}
	}
	return nil
}

// checkQuota returns a QuotaExceededError if the parent of a new resource has as many
// children of its kind as the quota allows.
//
// There is no counter. If a quota is set, checkQuota visits at most as many keys as the
// limit, which adds up to half a millisecond to a create with a limit of 20,000.
func (s *Store) checkQuota(t tx, k Key) error {
	quota := kinds[k.Kind].quota
	limit, ok := s.options.Quotas[quota.Name]
	if !ok {
		return nil
	}
	count := 0
	for range t.children(k.Parent(), k.Kind) {
		if count++; count >= limit {
			break
		}
	}
	if count >= limit {
		return QuotaExceededError{Key: k, Quota: quota, Limit: limit, Counted: k.Kind}
	}
	return nil
}

// checkBackends returns a QuotaExceededError if the draft names more backends than the
// quota allows.
func (s *Store) checkBackends(d Draft) error {
	limit, ok := s.options.Quotas[backendsQuota.Name]
	if ok && len(d.Backends) > limit {
		return QuotaExceededError{Key: d.Key, Quota: backendsQuota, Limit: limit}
	}
	return nil
}
