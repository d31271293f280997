package envoy_test

import (
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

func ExampleTranslate() {
	s, err := server.New(server.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	steps, err := convert.ReadSeed("shop.yaml", []byte(`
- {meshName: shop, spec: {}}
- meshName: shop
  virtualNodeName: cart
  spec:
    listeners: [{portMapping: {port: 8080, protocol: http}}]
    serviceDiscovery: {dns: {hostname: cart.shop.local}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Apply("", "", steps); err != nil {
		fmt.Println(err)
		return
	}
	cart := state.Key{
		Kind:   state.VirtualNode,
		Tenant: state.Tenant{Account: s.Account(), Region: s.Region()},
		Names:  [3]string{"shop", "cart"},
	}
	config, err := envoy.Translate(envoy.Input{State: s.Checkpoint(), Resource: cart})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, listener := range config.Sets[envoy.Listeners] {
		fmt.Println(listener.Name)
	}
	// Output:
	// lds_egress_0.0.0.0_15001
	// lds_ingress_0.0.0.0_15000
}
