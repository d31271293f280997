package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

var quotas = map[string]struct {
	aws   int
	title string
	kind  string // the kind that is counted; "" for backends
}{
	"meshesPerAccount":               {15, "meshes per account", "mesh"},
	"virtualServicesPerMesh":         {200, "virtual services per mesh", "virtualService"},
	"virtualNodesPerMesh":            {200, "virtual nodes per mesh", "virtualNode"},
	"virtualRoutersPerMesh":          {200, "virtual routers per mesh", "virtualRouter"},
	"virtualGatewaysPerMesh":         {3, "virtual gateways per mesh", "virtualGateway"},
	"routesPerVirtualRouter":         {50, "routes per virtual router", "route"},
	"gatewayRoutesPerVirtualGateway": {10, "gateway routes per virtual gateway", "gatewayRoute"},
	"backendsPerVirtualNode":         {50, "backends per virtual node", ""},
}

// fill creates resources in a populated mesh until it has n of a kind.
func (a *api) fill(kind string, n int) {
	a.t.Helper()
	if kind != "route" && kind != "gatewayRoute" {
		n--
	}
	for i := range n {
		a.make(kind, fmt.Sprintf("x%d", i), "")
	}
}

// quotaText returns the message of an exceeded quota in a populated mesh.
func quotaText(kind string, limit int) string {
	k := state.ParseKind(kind)
	scope := map[state.Kind]string{
		0: "account 123456789012", state.Mesh: "mesh m", state.VirtualRouter: "VirtualRouter r",
		state.VirtualGateway: "VirtualGateway g",
	}
	return fmt.Sprintf("You've reached the limit on number of %s(%d) for the %s.", k.PluralTitle(), limit,
		scope[k.Parent()])
}

func TestQuotaIsEnforced(t *testing.T) {
	t.Parallel()
	for name, quota := range quotas {
		if quota.kind == "" {
			continue
		}
		for _, limit := range []int{3, quota.aws} {
			t.Run(fmt.Sprintf("%s %d", name, limit), func(t *testing.T) {
				t.Parallel()
				options := appmeshtest.WithQuotas(state.Quotas{name: limit})
				if limit == quota.aws {
					options = appmeshtest.WithQuotas(state.AWSQuotas())
				}
				a := start(t, options)
				a.populate()
				a.fill(quota.kind, limit)
				text := quotaText(quota.kind, limit)
				a.try(quota.kind, "more", "").refused("LimitExceededException", 12, text)
				a.change(quota.kind, "x0", kindOf(quota.kind).other).ok()
				a.try(quota.kind, "x0", "").refused("ConflictException", 4, "")
				a.remove(quota.kind, "x0").ok()
				a.make(quota.kind, "more", "")
				a.try(quota.kind, "x0", "").refused("LimitExceededException", 12, text)
			})
		}
	}
}

func TestQuotaOfBackendsHoldsOnCreateAndUpdate(t *testing.T) {
	t.Parallel()
	backends := func(n int) string {
		var items []string
		for i := range n {
			items = append(items, fmt.Sprintf(`{"virtualService":{"virtualServiceName":"b%d"}}`, i))
		}
		return `{"backends":[` + strings.Join(items, ",") + `]}`
	}
	for _, c := range []struct {
		quotas state.Quotas
		limit  int
	}{{state.Quotas{"backendsPerVirtualNode": 2}, 2}, {state.AWSQuotas(), 50}} {
		a := start(t, appmeshtest.WithQuotas(c.quotas))
		a.populate()
		text := fmt.Sprintf("You've reached the limit on number of Backends(%d) for the VirtualNode x.", c.limit)
		a.try("virtualNode", "x", backends(c.limit+1)).refused("LimitExceededException", 12, text)
		a.make("virtualNode", "x", backends(c.limit))
		a.change("virtualNode", "x", backends(c.limit+1)).refused("LimitExceededException", 12, text)
		a.change("virtualNode", "x", backends(c.limit)).ok().is("metadata.version", "2")
	}
}

func TestQuotasAreOffByDefault(t *testing.T) {
	t.Parallel()
	for _, quota := range quotas {
		if quota.kind == "" {
			continue
		}
		t.Run(quota.title, func(t *testing.T) {
			t.Parallel()
			a := start(t)
			a.populate()
			a.fill(quota.kind, quota.aws+2)
		})
	}
}

func TestQuotaNamesAreTheEight(t *testing.T) {
	t.Parallel()
	same(t, "how many", len(state.AllQuotas()), len(quotas))
	for _, q := range state.AllQuotas() {
		want, ok := quotas[q.Name]
		if !ok || q.AWS != want.aws || q.Title != want.title {
			t.Errorf("%+v, want %+v", q, want)
		}
		same(t, "in the preset", state.AWSQuotas()[q.Name], want.aws)
	}
}

// Each mesh, router, account and region has counts of its own.
func TestQuotaCountsTheChildrenOfOneParent(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithQuotas(state.Quotas{"meshesPerAccount": 2, "virtualNodesPerMesh": 1,
		"routesPerVirtualRouter": 1}))
	a.populate()
	a.make("mesh", "m2", "")
	a.put("/meshes/m2/virtualNodes", `{"virtualNodeName":"n","spec":{}}`).ok()
	a.make("virtualRouter", "r2", "")
	a.make("route", "x", "")
	a.put("/meshes/m/virtualRouter/r2/routes", `{"routeName":"x","spec":`+routeSpec+`}`).ok()
	for _, other := range []*api{a.as("111122223333", "us-east-1"), a.as("123456789012", "eu-west-1")} {
		other.make("mesh", "m", "")
		other.make("mesh", "m2", "")
		other.try("mesh", "m3", "").refused("LimitExceededException", 12,
			fmt.Sprintf("You've reached the limit on number of Meshes(2) for the account %s.", other.account))
	}
}

func TestQuotaOfASharedMeshCountsAllAccounts(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithQuotas(state.Quotas{"virtualNodesPerMesh": 2, "meshesPerAccount": 1}))
	a.populate()
	a.share("123456789012", "m", "111122223333")
	consumer := a.as("111122223333", "us-east-1")
	consumer.make("mesh", "own", "") // the shared one is not counted
	const path, text = "/meshes/m/virtualNodes?meshOwner=123456789012",
		"You've reached the limit on number of VirtualNodes(2) for the mesh m."
	consumer.put(path, `{"virtualNodeName":"theirs","spec":{}}`).ok()
	consumer.put(path, `{"virtualNodeName":"more","spec":{}}`).refused("LimitExceededException", 12, text)
	a.try("virtualNode", "more", "").refused("LimitExceededException", 12, text)
}

// A request that also breaks another rule is refused by that rule.
func TestQuotaIsCheckedLast(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithQuotas(state.Quotas{"routesPerVirtualRouter": 0, "virtualNodesPerMesh": 1}))
	a.populate()
	a.try("virtualNode", "n", "").refused("ConflictException", 4, "")
	a.try("route", "x", strings.Replace(routeSpec, `"n"`, `"none"`, 1)).refused("NotFoundException", 44, "")
	a.try("route", "x", "").refused("LimitExceededException", 12,
		"You've reached the limit on number of Routes(0) for the VirtualRouter r.")
}

func TestNewRefusesInvalidQuotas(t *testing.T) {
	t.Parallel()
	for _, quotas := range []state.Quotas{{"gatewaysPerMesh": 1}, {"meshesPerAccount": -1}} {
		if _, err := server.New(server.Options{Quotas: quotas}); err == nil {
			t.Errorf("%v was accepted", quotas)
		}
	}
}
