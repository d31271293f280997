package routing_test

import (
	"encoding/json"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

const shop = `
- {meshName: shop, spec: {}}
- meshName: shop
  virtualNodeName: cart-v1
  spec:
    listeners: [{portMapping: {port: 8080, protocol: http}}]
    serviceDiscovery: {dns: {hostname: cart-v1.shop.local}}
- meshName: shop
  virtualNodeName: cart-v2
  spec:
    listeners:
      - portMapping: {port: 8080, protocol: http}
        timeout: {http: {perRequest: {value: 10, unit: s}}}
    serviceDiscovery: {dns: {hostname: cart-v2.shop.local}}
- meshName: shop
  virtualNodeName: client
  spec:
    backends: [{virtualService: {virtualServiceName: cart.shop.local}}]
- meshName: shop
  virtualRouterName: cart
  spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}
- meshName: shop
  virtualRouterName: cart
  routeName: all
  spec:
    httpRoute:
      match: {prefix: /}
      action:
        weightedTargets: [{virtualNode: cart-v1, weight: 9}, {virtualNode: cart-v2, weight: 1}]
      retryPolicy: {maxRetries: 2, perRetryTimeout: {value: 1, unit: s}, httpRetryEvents: [server-error]}
- meshName: shop
  virtualRouterName: cart
  routeName: writes
  spec:
    priority: 5
    httpRoute:
      match: {prefix: /, method: POST}
      action: {weightedTargets: [{virtualNode: cart-v1, weight: 100}]}
- meshName: shop
  virtualServiceName: cart.shop.local
  spec: {provider: {virtualRouter: {virtualRouterName: cart}}}
- meshName: shop
  virtualGatewayName: ingress
  spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}
- meshName: shop
  virtualGatewayName: ingress
  gatewayRouteName: cart
  spec:
    priority: 10
    httpRoute:
      match: {prefix: /cart}
      action: {target: {virtualService: {virtualServiceName: cart.shop.local}}}
- meshName: shop
  virtualGatewayName: ingress
  gatewayRouteName: beta
  spec:
    priority: 1
    httpRoute:
      match: {prefix: /, headers: [{name: X-User, match: {exact: bob}}]}
      action:
        target: {virtualService: {virtualServiceName: cart.shop.local}}
        rewrite: {hostname: {defaultTargetHostname: DISABLED}}
`

const ingress = "mesh/shop/virtualGateway/ingress"

func TestResolveDescribesTheRouteFromEndToEnd(t *testing.T) {
	t.Parallel()
	m := compile(t, newServer(t, shop), "shop")
	result := resolve(t, m, ingress, routing.Request{
		Protocol: "http", Method: "GET", Scheme: "http", Host: "shop.example.com", Port: 8080,
		Path: "/cart/1?beta=1", Headers: map[string][]string{"x-user": {"ann"}},
	})
	got, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "outcome": "routed",
  "status": 0,
  "steps": [
    {
      "kind": "gatewayRoute",
      "ref": "mesh/shop/virtualGateway/ingress/gatewayRoute/cart",
      "matched": true,
      "because": [
        "prefix /cart",
        "priority 10"
      ],
      "losers": [
        {
          "ref": "mesh/shop/virtualGateway/ingress/gatewayRoute/beta",
          "because": "header X-User: exact \"bob\", got \"ann\""
        }
      ]
    },
    {
      "kind": "virtualService",
      "ref": "mesh/shop/virtualService/cart.shop.local",
      "matched": true
    },
    {
      "kind": "virtualRouter",
      "ref": "mesh/shop/virtualRouter/cart",
      "matched": true
    },
    {
      "kind": "route",
      "ref": "mesh/shop/virtualRouter/cart/route/all",
      "matched": true,
      "because": [
        "prefix /"
      ],
      "losers": [
        {
          "ref": "mesh/shop/virtualRouter/cart/route/writes",
          "because": "method POST, got \"GET\""
        }
      ]
    }
  ],
  "request": {
    "host": "cart.shop.local",
    "path": "/1?beta=1",
    "headersAdded": {}
  },
  "targets": [
    {
      "virtualNode": "cart-v1",
      "port": 8080,
      "share": 0.9
    },
    {
      "virtualNode": "cart-v2",
      "port": 8080,
      "share": 0.1
    }
  ],
  "timeouts": {
    "perRequest": "10s",
    "idle": "300s"
  },
  "retries": {
    "max": 2,
    "on": [
      "server-error"
    ]
  }
}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}
