package rules

import "slices"

// Requests that several examples use.
var (
	createMesh    = request("CreateMesh", `{"meshName":"m"}`)
	createNode    = request("CreateVirtualNode", `{"meshName":"m","virtualNodeName":"n","spec":{}}`)
	createRouter  = request("CreateVirtualRouter", `{"meshName":"m","virtualRouterName":"r","spec":{`+oneListener+`}}`)
	createService = request("CreateVirtualService", `{"meshName":"m","virtualServiceName":"s","spec":{}}`)
	createGateway = request("CreateVirtualGateway",
		`{"meshName":"m","virtualGatewayName":"g","spec":{`+oneListener+`}}`)
	createRoute    = routeRequest("n", `"prefix":"/"`)
	createGatewayX = gatewayRouteRequest("s", `"prefix":"/"`)
	listMeshes     = request("ListMeshes", `{}`)

	setupMesh         = []Request{createMesh}
	setupRouter       = []Request{createMesh, createNode, createRouter}
	setupRoute        = []Request{createMesh, createNode, createRouter, createRoute}
	setupGateway      = []Request{createMesh, createService, createGateway}
	setupGatewayRoute = []Request{createMesh, createService, createGateway, createGatewayX}
)

const (
	httpListener = `{"portMapping":{"port":8080,"protocol":"http"}}`
	oneListener  = `"listeners":[` + httpListener + `]`
	twoListeners = `"listeners":[` + httpListener + `,{"portMapping":{"port":9090,"protocol":"http"}}]`
	grpcHealth   = `"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"protocol":"grpc",` +
		`"timeoutMillis":2000,"unhealthyThreshold":2}`
	dnsDiscovery = `"serviceDiscovery":{"dns":{"hostname":"n.local"}}`
	meshARN      = "arn:aws:appmesh:us-east-1:123456789012:mesh/m"
	otherMeshARN = "arn:aws:appmesh:us-east-1:111122223333:mesh/m"
	longName     = "a123456789012345678901234567890123456789012345678901234567890123" // 64 characters
	veryLongName = longName + longName + longName + longName                          // 256 characters
)

// meshRequest returns a request to create a mesh.
func meshRequest(name string) Request { return request("CreateMesh", `{"meshName":"`+name+`"}`) }

// nodeRequest returns a request to create a virtual node with the members of its spec.
func nodeRequest(name, spec string) Request {
	return request("CreateVirtualNode", `{"meshName":"m","virtualNodeName":"`+name+`","spec":{`+spec+`}}`)
}

// serviceRequest returns a request to create a virtual service with the members of its spec.
func serviceRequest(name, spec string) Request {
	return request("CreateVirtualService", `{"meshName":"m","virtualServiceName":"`+name+`","spec":{`+spec+`}}`)
}

// withSetup returns the requests of a setup and more after them.
func withSetup(setup []Request, more ...Request) []Request { return slices.Concat(setup, more) }

// cloudMapNode returns a request to create a virtual node in a namespace of Cloud Map.
func cloudMapNode(namespace string) Request {
	return nodeRequest("x", oneListener+`,"serviceDiscovery":{"awsCloudMap":{"namespaceName":"`+
		namespace+`","serviceName":"cart"}}`)
}

// trustNode returns a request to create a virtual node whose backend TLS validation has the
// members of trust.
func trustNode(trust string) Request {
	return nodeRequest("x", `"backendDefaults":{"clientPolicy":{"tls":{"validation":{"trust":{`+trust+`}}}}}`)
}

// certificateNode returns a request to create a virtual node with a certificate of ACM.
func certificateNode(arn string) Request {
	return nodeRequest("x", `"listeners":[{"portMapping":{"port":80,"protocol":"http"},"tls":{"certificate":`+
		`{"acm":{"certificateArn":"`+arn+`"}},"mode":"STRICT"}}],`+dnsDiscovery)
}

// gatewayRequest returns a request for a virtual gateway with the members of its spec.
func gatewayRequest(operation, spec string) Request {
	return request(operation, `{"meshName":"m","virtualGatewayName":"g","spec":{`+spec+`}}`)
}

// routerRequest returns a request for a virtual router with the members of its spec.
func routerRequest(operation, spec string) Request {
	return request(operation, `{"meshName":"m","virtualRouterName":"r","spec":{`+spec+`}}`)
}

// routeRequest returns a request to create the route x to a virtual node, with the members
// of its match.
func routeRequest(node, match string) Request {
	return request("CreateRoute", `{"meshName":"m","virtualRouterName":"r","routeName":"x","spec":{"httpRoute":{`+
		`"action":{"weightedTargets":[{"virtualNode":"`+node+`","weight":1}]},"match":{`+match+`}}}}`)
}

// gatewayRouteRequest returns a request to create the gateway route x to a virtual
// service, with the members of its match.
func gatewayRouteRequest(service, match string) Request {
	return request("CreateGatewayRoute", `{"meshName":"m","virtualGatewayName":"g","gatewayRouteName":"x",`+
		`"spec":{"httpRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"`+service+`"}}},`+
		`"match":{`+match+`}}}}`)
}
