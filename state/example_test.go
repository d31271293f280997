package state_test

import (
	"fmt"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func Example() {
	store := state.New(state.Options{
		Stamp: func() time.Time { return time.Unix(0, 0) },
		UID:   func() state.UID { return state.UID{15: 1} },
	})
	tenant := state.Key{Tenant: state.Tenant{Account: "123456789012", Region: "us-east-1"}}
	shop := tenant.Child(state.Mesh, "shop")
	if _, err := store.Create(state.Draft{Key: shop, Caller: "123456789012", Spec: "{}"}); err != nil {
		fmt.Println(err)
	}
	before := store.Snapshot()
	mesh, err := store.Update(state.Draft{Key: shop, Caller: "123456789012",
		Spec: `{"egressFilter":{"type":"ALLOW_ALL"}}`})
	fmt.Println(mesh.Key, mesh.Version, err)
	fmt.Println(state.Diff(before, store.Snapshot())[0].Members)
	_, err = store.Get("123456789012", shop.Child(state.VirtualNode, "cart"))
	fmt.Println(err)
	// Output:
	// mesh "shop" 2 <nil>
	// [spec.egressFilter version]
	// state: virtual node "shop/cart" not found
}
