package admin

import (
	"cmp"
	"net/http"
	"slices"
)

// tenants is the result of GET /_mock/tenants as JSON.
type tenants struct {
	Default tenant   `json:"default"` // of requests without a credential scope
	Tenants []tenant `json:"tenants"` // that own resources, sorted
}

// tenant is an account in a region.
type tenant struct {
	Account   string `json:"account"`
	Region    string `json:"region"`
	Resources int    `json:"resources"`
}

func (a *admin) tenants(*http.Request) (any, error) {
	list := tenants{Default: tenant{Account: a.Server.Account(), Region: a.Server.Region()}, Tenants: []tenant{}}
	for t, n := range a.Server.Checkpoint().Tenants() {
		one := tenant{Account: t.Account, Region: t.Region, Resources: n}
		if one.Account == list.Default.Account && one.Region == list.Default.Region {
			list.Default = one
		}
		list.Tenants = append(list.Tenants, one)
	}
	slices.SortFunc(list.Tenants, func(x, y tenant) int {
		return cmp.Or(cmp.Compare(x.Account, y.Account), cmp.Compare(x.Region, y.Region))
	})
	return list, nil
}
