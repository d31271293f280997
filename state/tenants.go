package state

// Tenants returns the number of resources of each tenant that owns a mesh, in time
// proportional to the number of all resources.
func (s Snapshot) Tenants() map[Tenant]int {
	tenants := map[Tenant]int{}
	for _, kind := range Kinds() {
		for r := range s.all(kind) {
			tenants[r.Tenant]++
		}
	}
	return tenants
}
