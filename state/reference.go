package state

import "slices"

// reference is a row that says that one resource's spec points at another, so that what
// holds a resource is looked up and never searched for.
type reference struct {
	target, holder Key
	port           uint16 // that the holder names; 0 if it names none at least once
}

func appendReference(r reference) []byte { return appendHolder(appendTarget(nil, r.target), r.holder) }

func appendTarget(dst []byte, target Key) []byte {
	return appendKey(append(dst, byte(target.Kind)), target)
}

func appendHolder(dst []byte, holder Key) []byte {
	return appendKey(append(dst, byte(holder.Kind)), holder)
}

// references answers a row for each resource that the spec of r points at.
func (r *record) references() []reference {
	var rows []reference
	for _, target := range r.Targets {
		row := reference{target: r.Mesh().Child(target.Kind, target.Name), holder: r.Key, port: target.Port}
		same := slices.IndexFunc(rows, func(other reference) bool { return other.target == row.target })
		switch {
		case same < 0:
			rows = append(rows, row)
		case row.port == 0:
			rows[same].port = 0
		}
	}
	return rows
}

func (t tx) point(r *record) {
	for _, row := range r.references() {
		t.insert(referenceTable, row)
	}
}

func (t tx) unpoint(r *record) {
	for _, row := range r.references() {
		t.delete(referenceTable, row)
	}
}

// holders yields what of a kind has a spec that points at the target, sorted by key; at most
// most of them.
func (t tx) holders(target Key, kind Kind, most int) []reference {
	var rows []reference
	prefix := append(appendTarget(nil, target), byte(kind))
	for row := range t.prefixed(referenceTable, primary, prefix) {
		if rows = append(rows, row.(reference)); len(rows) == most {
			break
		}
	}
	return rows
}

// resolved answers Dangling if the draft points at what does not exist (rules 7, 9 and 44).
func (s *Store) resolved(t tx, d Draft) error {
	for _, target := range d.Targets {
		key := d.Key.Mesh().Child(target.Kind, target.Name)
		if t.get(key) != nil {
			continue
		}
		implicit := target.Kind == VirtualService && t.implicit(key)
		allowed := s.options.AllowDangling
		if implicit {
			allowed = s.options.AllowImplicit
		}
		if d.Kind == Route || !allowed {
			return DanglingReferenceError{From: d.Kind, Target: target, Implicit: implicit}
		}
	}
	return nil
}

// unused answers InUse if something needs the resource (§3.4, rule 11).
func (t tx) unused(k Key) error {
	for _, kind := range inhabitants(k.Kind) {
		for range t.children(k, kind) {
			return InUseError{Key: k, By: kind, Lives: true}
		}
	}
	switch k.Kind {
	case VirtualNode:
		if len(t.holders(k, Route, 1)) > 0 {
			return InUseError{Key: k, By: Route}
		}
		fallthrough
	case VirtualRouter:
		if len(t.holders(k, VirtualService, 1)) > 0 {
			return InUseError{Key: k, By: VirtualService}
		}
	case VirtualService:
		var names []string
		for _, row := range t.holders(k, GatewayRoute, -1) {
			names = append(names, row.holder.Name())
		}
		if slices.Sort(names); len(names) > 0 {
			return InUseError{Key: k, By: GatewayRoute, Holders: names}
		}
	}
	return nil
}

// inhabitants answers the kinds that live in a kind, in the order in which App Mesh looks for them (rule 11).
func inhabitants(home Kind) []Kind {
	switch home {
	case Mesh:
		return []Kind{VirtualNode, VirtualRouter, VirtualService, VirtualGateway}
	case VirtualRouter:
		return []Kind{Route}
	case VirtualGateway:
		return []Kind{GatewayRoute}
	default:
		return nil
	}
}
