package routing_test

import (
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func ExampleMesh_Resolve() {
	s, err := server.New(server.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	steps, err := convert.ReadSeed("shop.yaml", []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Apply("", "", steps); err != nil {
		fmt.Println(err)
		return
	}
	mesh, err := routing.Compile(s.Checkpoint(), state.Tenant{Account: s.Account(), Region: s.Region()}, "shop")
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := mesh.Resolve(routing.Query{
		From:    "mesh/shop/virtualNode/client",
		Request: routing.Request{Host: "cart.shop.local", Port: 80, Path: "/items"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcome)
	for _, target := range result.Targets {
		fmt.Println(target.VirtualNode, target.Port, target.Share)
	}
	// Output:
	// routed
	// cart-v1 8080 0.9
	// cart-v2 8080 0.1
}
