package state_test

import (
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestTheTableOfKindsIsConsistent(t *testing.T) {
	t.Parallel()
	for _, order := range [][]state.Kind{state.Kinds(), state.CreationOrder()} {
		if len(order) != 7 {
			t.Errorf("%v: not seven kinds", order)
		}
		for i, kind := range order {
			if kind.Parent() != 0 && !slices.Contains(order[:i], kind.Parent()) {
				t.Errorf("%v: %s comes before its parent", order, kind)
			}
		}
	}
	for _, kind := range state.Kinds() {
		if state.ParseKind(kind.String()) != kind {
			t.Errorf("%s is not parsed", kind)
		}
		if kind.Depth() != kind.Parent().Depth()+1 {
			t.Errorf("%s has depth %d", kind, kind.Depth())
		}
		if parent := kind.Parent(); parent != 0 && !slices.Contains(parent.Children(), kind) {
			t.Errorf("%s is not among the children of %s", kind, parent)
		}
		for _, child := range kind.Children() {
			if child.Parent() != kind {
				t.Errorf("%s is among the children of %s", child, kind)
			}
		}
	}
	if state.ParseKind("") != 0 || state.ParseKind("Mesh") != 0 {
		t.Error("an unknown name is parsed")
	}
}

func TestNamesOfKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind                                     state.Kind
		name, plural, title, pluralTitle, member string
	}{
		{state.Mesh, "mesh", "meshes", "Mesh", "Meshes", "meshName"},
		{state.VirtualGateway, "virtualGateway", "virtualGateways", "VirtualGateway", "VirtualGateways",
			"virtualGatewayName"},
		{state.GatewayRoute, "gatewayRoute", "gatewayRoutes", "GatewayRoute", "GatewayRoutes", "gatewayRouteName"},
		{state.Route, "route", "routes", "Route", "Routes", "routeName"},
	} {
		got := []string{c.kind.String(), c.kind.Plural(), c.kind.Title(), c.kind.PluralTitle(), c.kind.NameMember()}
		equal(t, c.name, got, []string{c.name, c.plural, c.title, c.pluralTitle, c.member})
	}
}

func TestListsOfKindsAndQuotasAreCopies(t *testing.T) {
	t.Parallel()
	state.Kinds()[0], state.CreationOrder()[0], state.Mesh.Children()[0] = 0, 0, 0
	state.AllQuotas()[0].Name = ""
	if state.Kinds()[0] == 0 || state.CreationOrder()[0] == 0 || state.Mesh.Children()[0] == 0 ||
		state.AllQuotas()[0].Name == "" {
		t.Error("a caller changed the table of kinds")
	}
}

func TestKeysOfParentsMeshesAndChildren(t *testing.T) {
	t.Parallel()
	route := key(state.Route, "m", "r", "x")
	for name, c := range map[string][2]state.Key{
		"parent of a route":            {route.Parent(), key(state.VirtualRouter, "m", "r")},
		"parent of a router":           {route.Parent().Parent(), key(state.Mesh, "m")},
		"parent of a mesh":             {key(state.Mesh, "m").Parent(), key(0)},
		"mesh of a route":              {route.Mesh(), key(state.Mesh, "m")},
		"child of a router":            {key(state.VirtualRouter, "m", "r").Child(state.Route, "x"), route},
		"node in the mesh of a router": {route.Mesh().Child(state.VirtualNode, "n"), key(state.VirtualNode, "m", "n")},
	} {
		equal(t, name, c[0], c[1])
	}
	equal(t, "text of a key", route.String(), `route "m/r/x"`)
	equal(t, "text of an error", state.NotFoundError{Key: key(state.VirtualNode, "shop", "cart")}.Error(),
		`state: virtual node "shop/cart" not found`)
}
