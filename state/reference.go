package state

import (
	"iter"
	"slices"
)

// reference records that the spec of the holder refers to the target. With it, the holders of
// a resource are found without a search.
type reference struct {
	target, holder Key
	port           uint16 // the port that the holder names; 0 if it names none at least once
}

// referenceKey returns the primary key of a reference: the target and its kind, then the
// holder and its kind.
func referenceKey(r reference) []byte {
	return appendKey(holdersPrefix(r.target, r.holder.Kind), r.holder)
}

// holdersPrefix returns the key prefix of the references to a target from resources of a
// kind.
func holdersPrefix(target Key, kind Kind) []byte {
	return append(appendKey([]byte{byte(target.Kind)}, target), byte(kind))
}

// references returns one reference for each resource that the spec of r refers to.
func (r *storedResource) references() []reference {
	var all []reference
	for _, target := range r.Targets {
		ref := reference{target: r.Mesh().Child(target.Kind, target.Name), holder: r.Key, port: target.Port}
		same := slices.IndexFunc(all, func(other reference) bool { return other.target == ref.target })
		switch {
		case same < 0:
			all = append(all, ref)
		case ref.port == 0:
			all[same].port = 0
		}
	}
	return all
}

func (t tx) addReferences(r *storedResource) {
	for _, ref := range r.references() {
		t.insert(referenceTable, ref)
	}
}

func (t tx) removeReferences(r *storedResource) {
	for _, ref := range r.references() {
		t.delete(referenceTable, ref)
	}
}

// holders returns the references to a target from resources of a kind, sorted by holder.
func (t tx) holders(target Key, kind Kind) iter.Seq[reference] {
	return objects[reference](t, referenceTable, primary, holdersPrefix(target, kind))
}

// checkTargets returns a DanglingReferenceError if a target does not exist (rules 7, 9 and
// 44). The targets of routes must always exist. The options can allow missing targets of
// other kinds.
func (t tx) checkTargets(from Key, targets []Target, allowDangling, allowImplicit bool) error {
	for _, target := range targets {
		key := from.Mesh().Child(target.Kind, target.Name)
		if t.get(key) != nil {
			continue
		}
		implicit := target.Kind == VirtualService && t.isImplicit(key)
		allowed := allowDangling
		if implicit {
			allowed = allowImplicit
		}
		if from.Kind == Route || !allowed {
			return DanglingReferenceError{From: from.Kind, Target: target, Implicit: implicit}
		}
	}
	return nil
}

// maxHolders is the largest number of holders in an InUseError, except of gateway routes.
const maxHolders = 10

// checkUnused returns an InUseError if a resource cannot be deleted because it has children
// or because others refer to it (rule 11). Backends do not count (rule 10).
func (t tx) checkUnused(k Key) error {
	for _, kind := range k.Kind.Children() {
		for range t.children(k, kind) {
			return InUseError{Key: k, By: kind, Children: true}
		}
	}
	for _, kind := range k.Kind.Holders() {
		var holders []Key
		for ref := range t.holders(k, kind) {
			if holders = append(holders, ref.holder); kind != GatewayRoute && len(holders) == maxHolders {
				break
			}
		}
		if holders != nil {
			return InUseError{Key: k, By: kind, Holders: holders}
		}
	}
	return nil
}
