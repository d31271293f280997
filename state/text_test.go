package state_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestChangesAndStatesPrintAsOneLine(t *testing.T) {
	t.Parallel()
	mesh := &state.Resource{Key: state.Key{Kind: state.Mesh, Names: [3]string{"shop"}}, Version: 1}
	node := &state.Resource{Key: mesh.Child(state.VirtualNode, "cart"), Version: 2}
	for _, test := range []struct {
		value fmt.Stringer
		want  string
	}{
		{state.Difference{Change: state.Created, After: mesh}, `created mesh "shop"`},
		{state.Difference{Change: state.Deleted, Before: node}, `deleted virtual node "shop/cart"`},
		{state.Difference{Change: state.Updated, Before: node, After: node,
			Members: []string{"version", "spec.backends"}},
			`updated virtual node "shop/cart": version, spec.backends`},
		{state.Event{Change: state.Updated, Resource: node}, `updated virtual node "shop/cart", version 2`},
		{state.Event{Change: state.Reset}, "reset"},
		{newStore(nil).Snapshot(), "no resources at revision 0"},
	} {
		if got := test.value.String(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
