package state

import (
	"fmt"
	"strings"
)

// String returns the change, the resource and the members that differ, such as
// `updated virtual node "shop/cart": version, spec.listeners`.
func (d Difference) String() string {
	r := d.After
	if r == nil {
		r = d.Before
	}
	text := fmt.Sprintf("%s %s", d.Change, r.Key)
	if len(d.Members) > 0 {
		text += ": " + strings.Join(d.Members, ", ")
	}
	return text
}

// String returns the change, the resource and its version, such as
// `updated virtual node "shop/cart", version 2`.
func (e Event) String() string {
	if e.Resource == nil {
		return string(e.Change)
	}
	return fmt.Sprintf("%s %s, version %d", e.Change, e.Resource.Key, e.Resource.Version)
}

// String returns the number of resources of each kind and the revision.
func (s Snapshot) String() string {
	var counts []string
	for _, kind := range Kinds() {
		if n := s.Count(kind); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, kind.Plural()))
		}
	}
	if counts == nil {
		counts = []string{"no resources"}
	}
	return fmt.Sprintf("%s at revision %d", strings.Join(counts, ", "), s.revision)
}
