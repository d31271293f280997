package properties

import (
	"slices"
	"sort"
	"strings"
)

// inside returns the resources of the key's kind and parent, or for meshes those of the key's
// owner, sorted by name (rule 18).
func (m *model) inside(k key) []*resource {
	var all []*resource
	for _, r := range m.all {
		if r.kind != k.kind || r.region != k.region {
			continue
		}
		if k.kind == mesh && r.owner == k.owner || k.kind != mesh && r.parent() == k.parent() {
			all = append(all, r)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all
}

// list returns the whole list, which the test divides into pages. A list of meshes includes the
// meshes that are shared with the caller (rule 24).
func (m *model) list(q request) outcome {
	if no := m.checkParent(q); no.refused() {
		return no
	}
	if q.kind == mesh {
		q.owner = q.caller
	}
	all := m.inside(q.key)
	if q.kind == mesh {
		for s := range m.shares {
			if s.consumer == q.caller && s.mesh.region == q.region {
				all = append(all, m.all[s.mesh])
			}
		}
		slices.SortFunc(all,
			func(a, b *resource) int { return strings.Compare(a.name+"\x00"+a.owner, b.name+"\x00"+b.owner) })
	}
	return outcome{status: 200, items: all}
}
