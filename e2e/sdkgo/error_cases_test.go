package sdkgo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

// blockers are the resources that setUpBlockers creates in addition to those of setUp.
var blockers = []struct {
	kind, name string
	spec       any
}{
	{"VirtualNode", "provider", &types.VirtualNodeSpec{}},
	{"VirtualRouter", "provider", &types.VirtualRouterSpec{Listeners: routerListeners(80)}},
	{"VirtualRouter", "two-listeners", &types.VirtualRouterSpec{Listeners: routerListeners(80, 81)}},
	{"VirtualGateway", "two-listeners", &types.VirtualGatewaySpec{Listeners: gatewayListeners(80, 81)}},
	{"VirtualService", "by node", &types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualNode{
		Value: types.VirtualNodeServiceProvider{VirtualNodeName: p("provider")},
	}}},
	{"VirtualService", "by router",
		&types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualRouter{
			Value: types.VirtualRouterServiceProvider{VirtualRouterName: p("provider")},
		}}},
	{"VirtualNode", "caller", &types.VirtualNodeSpec{Backends: []types.Backend{
		&types.BackendMemberVirtualService{Value: types.VirtualServiceBackend{VirtualServiceName: p("implicit")}},
	}}},
	{"Route", "route", tcpRoute("node")},
	{"GatewayRoute", "b", gatewayRoute("service")},
	{"GatewayRoute", "a", gatewayRoute("service")},
}

// setUpBlockers creates a mesh in which each resource prevents the deletion of another.
func setUpBlockers(t *testing.T, s sdk) {
	t.Helper()
	setUp(t, s, "parent")
	for _, each := range blockers {
		k := kindNamed(each.kind)
		s.must(t, "Create"+k.name, k.names("parent", each.name).with("Spec", each.spec))
	}
}

func tcpRoute(node string) *types.RouteSpec {
	return &types.RouteSpec{TcpRoute: &types.TcpRoute{
		Action: &types.TcpRouteAction{WeightedTargets: []types.WeightedTarget{{VirtualNode: &node, Weight: 1}}},
	}}
}

func gatewayRoute(service string) *types.GatewayRouteSpec {
	return &types.GatewayRouteSpec{HttpRoute: &types.HttpGatewayRoute{
		Action: &types.HttpGatewayRouteAction{Target: &types.GatewayRouteTarget{
			VirtualService: &types.GatewayRouteVirtualService{VirtualServiceName: &service},
		}},
		Match: &types.HttpGatewayRouteMatch{Prefix: p("/")},
	}}
}

func nodeProvider(node string) *types.VirtualServiceSpec {
	return &types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualNode{
		Value: types.VirtualNodeServiceProvider{VirtualNodeName: &node},
	}}
}

func routerProvider(router string) *types.VirtualServiceSpec {
	return &types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualRouter{
		Value: types.VirtualRouterServiceProvider{VirtualRouterName: &router},
	}}
}

func dns() types.ServiceDiscovery {
	return &types.ServiceDiscoveryMemberDns{Value: types.DnsServiceDiscovery{Hostname: p("node.example")}}
}

// errorCase is an operation after setUpBlockers and its error. ACCOUNT stands for the account. Of a
// message that ends in "…", only the beginning is compared: App Mesh's wording is not known.
type errorCase struct {
	what      string
	operation string
	in        fields
	want      error // an error of the type of the exception
	status    int
	rule      string
	message   string
}

var errorCases = []errorCase{
	// Not found.
	{"a mesh that is not there comes before its gateway", "DescribeGatewayRoute",
		fields{"MeshName": "no", "VirtualGatewayName": "no", "GatewayRouteName": "no"},
		&types.NotFoundException{}, 404, "3", "Mesh with name no is not present for account ACCOUNT"},
	{"a gateway that is not there comes before its route", "DescribeGatewayRoute", at("GatewayRoute", "no", "no"),
		&types.NotFoundException{}, 404, "3",
		"VirtualGateway with name no is not present under mesh mesh for account ACCOUNT"},
	{"a router that is not there comes before its route", "DeleteRoute", at("Route", "no", "no"),
		&types.NotFoundException{}, 404, "3",
		"VirtualRouter with name no is not present under mesh mesh for account ACCOUNT"},
	{"a virtual node that is not there", "DescribeVirtualNode", at("VirtualNode", "", "no"),
		&types.NotFoundException{}, 404, "43",
		"VirtualNode with name no is not present under mesh mesh for account ACCOUNT"},
	{"a create in a mesh that is not there", "CreateVirtualNode",
		fields{"MeshName": "no", "VirtualNodeName": "n", "Spec": &types.VirtualNodeSpec{}},
		&types.NotFoundException{}, 404, "3", "Mesh with name no is not present for account ACCOUNT"},
	{"a list in a router that is not there", "ListRoutes", fields{"MeshName": "mesh", "VirtualRouterName": "no"},
		&types.NotFoundException{}, 404, "3",
		"VirtualRouter with name no is not present under mesh mesh for account ACCOUNT"},
	{"the mesh of an owner who shared nothing", "DescribeMesh", fields{"MeshName": "mesh", "MeshOwner": "999999999999"},
		&types.NotFoundException{}, 404, "3", "Mesh with name mesh is not present for account 999999999999"},
	{"a route's target that is not there", "CreateRoute", at("Route", "parent", "r").with("Spec", tcpRoute("no")),
		&types.NotFoundException{}, 404, "44", "VirtualNode with name no is missing"},
	{"an updated route's target that is not there", "UpdateRoute",
		at("Route", "parent", "route").with("Spec", tcpRoute("no")),
		&types.NotFoundException{}, 404, "44", "VirtualNode with name no is missing"},
	{"a provider node that is not there", "CreateVirtualService",
		at("VirtualService", "", "s").with("Spec", nodeProvider("no")),
		&types.NotFoundException{}, 404, "7", "VirtualNode with name no is missing"},
	{"a provider router that is not there", "UpdateVirtualService",
		at("VirtualService", "", "service").with("Spec", routerProvider("no")),
		&types.NotFoundException{}, 404, "7", "VirtualRouter with name no is missing"},
	{"a gateway route's service that is not there", "CreateGatewayRoute",
		at("GatewayRoute", "parent", "g").with("Spec", gatewayRoute("no")),
		&types.NotFoundException{}, 404, "7", "VirtualService with name no is missing"},
	{"a gateway route's service that is implicit", "UpdateGatewayRoute",
		at("GatewayRoute", "parent", "a").with("Spec", gatewayRoute("implicit")),
		&types.NotFoundException{}, 404, "9", "VirtualService with name implicit is missing"},
	{"an implicit service", "DescribeVirtualService", at("VirtualService", "", "implicit"),
		&types.NotFoundException{}, 404, "3",
		"VirtualService with name implicit is not present under mesh mesh for account ACCOUNT"},
	{"tags of what is not there", "ListTagsForResource",
		fields{"ResourceArn": "arn:aws:appmesh:us-east-1:ACCOUNT:mesh/mesh/virtualNode/no"},
		&types.NotFoundException{}, 404, "43",
		"VirtualNode with name no is not present under mesh mesh for account ACCOUNT"},

	// Conflicts of each kind.
	{"a second mesh", "CreateMesh", at("Mesh", "", "mesh"),
		&types.ConflictException{}, 409, "4", "Mesh with name mesh already exists for account ACCOUNT"},
	{"a second virtual node", "CreateVirtualNode", at("VirtualNode", "", "node").with("Spec", &types.VirtualNodeSpec{}),
		&types.ConflictException{}, 409, "4",
		"VirtualNode with name node already exists under mesh mesh for account ACCOUNT"},
	{"a second virtual router", "CreateVirtualRouter",
		at("VirtualRouter", "", "parent").with("Spec", &types.VirtualRouterSpec{}),
		&types.ConflictException{}, 409, "4",
		"VirtualRouter with name parent already exists under mesh mesh for account ACCOUNT"},
	{"a second virtual service", "CreateVirtualService",
		at("VirtualService", "", "service").with("Spec", &types.VirtualServiceSpec{}),
		&types.ConflictException{}, 409, "4",
		"VirtualService with name service already exists under mesh mesh for account ACCOUNT"},
	{"a second virtual gateway", "CreateVirtualGateway",
		at("VirtualGateway", "", "parent").with("Spec", &types.VirtualGatewaySpec{Listeners: gatewayListeners(1)}),
		&types.ConflictException{}, 409, "4",
		"VirtualGateway with name parent already exists under mesh mesh for account ACCOUNT"},
	{"a second route", "CreateRoute", at("Route", "parent", "route").with("Spec", tcpRoute("node")),
		&types.ConflictException{}, 409, "4",
		"Route with name route already exists under VirtualRouter parent in mesh mesh for account ACCOUNT"},
	{"a second gateway route", "CreateGatewayRoute",
		at("GatewayRoute", "parent", "a").with("Spec", gatewayRoute("service")),
		&types.ConflictException{}, 409, "4",
		"GatewayRoute with name a already exists under VirtualGateway parent in mesh mesh for account ACCOUNT"},

	// In use.
	{"a mesh with virtual nodes", "DeleteMesh", at("Mesh", "", "mesh"),
		&types.ResourceInUseException{}, 409, "45",
		"Mesh mesh for account ACCOUNT has active VirtualNodes, please delete VirtualNodes before deleting the Mesh"},
	{"a node that a route targets", "DeleteVirtualNode", at("VirtualNode", "", "node"),
		&types.ResourceInUseException{}, 409, "47",
		"VirtualNode with name node cannot be deleted because it is the target of one or more routes."},
	{"a node that is a provider", "DeleteVirtualNode", at("VirtualNode", "", "provider"),
		&types.ResourceInUseException{}, 409, "11",
		"VirtualNode with name provider cannot be deleted because it is a VirtualService provider"},
	{"a router that is a provider", "DeleteVirtualRouter", at("VirtualRouter", "", "provider"),
		&types.ResourceInUseException{}, 409, "46",
		"VirtualRouter with name provider cannot be deleted because it is a VirtualService provider"},
	{"a router with routes", "DeleteVirtualRouter", at("VirtualRouter", "", "parent"),
		&types.ResourceInUseException{}, 409, "11",
		"VirtualRouter with name parent cannot be deleted because it has active Routes"},
	{"a gateway with gateway routes", "DeleteVirtualGateway", at("VirtualGateway", "", "parent"),
		&types.ResourceInUseException{}, 409, "11",
		"VirtualGateway with name parent cannot be deleted because it has active GatewayRoutes"},
	{"a service that gateway routes target", "DeleteVirtualService", at("VirtualService", "", "service"),
		&types.ResourceInUseException{}, 409, "48",
		"VirtualService service is being referenced in the following: GATEWAY_ROUTE: [a, b]"},

	// Bad requests.
	{"service discovery without a listener", "CreateVirtualNode",
		at("VirtualNode", "", "n").with("Spec", &types.VirtualNodeSpec{ServiceDiscovery: dns()}),
		&types.BadRequestException{}, 400, "50", "Service Discovery can't be set without a listener."},
	{"a listener without service discovery", "CreateVirtualNode",
		at("VirtualNode", "", "n").with("Spec", &types.VirtualNodeSpec{Listeners: nodeListeners(80)}),
		&types.BadRequestException{}, 400, "28", "spec.serviceDiscovery…"},
	{"a gRPC health check of an HTTP listener", "UpdateVirtualGateway",
		at("VirtualGateway", "", "parent").with("Spec",
			&types.VirtualGatewaySpec{Listeners: []types.VirtualGatewayListener{{
				PortMapping: gatewayListeners(80)[0].PortMapping,
				HealthCheck: &types.VirtualGatewayHealthCheckPolicy{
					HealthyThreshold: p(int32(2)), IntervalMillis: p(int64(5000)),
					Protocol:      types.VirtualGatewayPortProtocolGrpc,
					TimeoutMillis: p(int64(2000)), UnhealthyThreshold: p(int32(2)),
				},
			}}}),
		&types.BadRequestException{}, 400, "51", "GRPC HealthCheck requires listener type of HTTP2 or GRPC."},
	{"a route without a port where the router has several", "CreateRoute",
		at("Route", "two-listeners", "r").with("Spec", tcpRoute("node")),
		&types.BadRequestException{}, 400, "52",
		"Route must define a port match criteria if the Virtual Router has multiple listeners"},
	{"a second listener where a route has no port", "UpdateVirtualRouter",
		at("VirtualRouter", "", "parent").with("Spec", &types.VirtualRouterSpec{Listeners: routerListeners(80, 81)}),
		&types.BadRequestException{}, 400, "53",
		"All Routes for this Virtual Router must define a port match before adding multiple listeners " +
			"to this Virtual Router. 1 Route(s) are missing port. Listing up to 5 route names: [route]"},
	{"a gateway route without a port where the gateway has several", "CreateGatewayRoute",
		at("GatewayRoute", "two-listeners", "g").with("Spec", gatewayRoute("service")),
		&types.BadRequestException{}, 400, "54", "GatewayRoute must define a port match…"},
	{"a port out of range", "CreateVirtualGateway",
		at("VirtualGateway", "", "g").with("Spec", &types.VirtualGatewaySpec{Listeners: gatewayListeners(70000)}),
		&types.BadRequestException{}, 400, "13",
		"1 validation error detected: Value '70000' at 'spec.listeners.1.member.portMapping.port' " +
			"failed to satisfy constraint: Member must have value less than or equal to 65535"},
	{"several violations", "CreateVirtualGateway",
		at("VirtualGateway", "", "g").with("Spec", &types.VirtualGatewaySpec{Listeners: []types.VirtualGatewayListener{
			{PortMapping: &types.VirtualGatewayPortMapping{Port: p(int32(0)), Protocol: "zzz"}},
		}}),
		&types.BadRequestException{}, 400, "13",
		"2 validation errors detected: Value '0' at 'spec.listeners.1.member.portMapping.port' " +
			"failed to satisfy constraint: Member must have value greater than or equal to 1; Value 'zzz' at " +
			"'spec.listeners.1.member.portMapping.protocol' failed to satisfy constraint: Member must satisfy enum value set: [http, http2, grpc]"},
	{"a name of 256 characters", "CreateVirtualNode",
		at("VirtualNode", "", strings.Repeat("n", 256)).with("Spec", &types.VirtualNodeSpec{}),
		&types.BadRequestException{}, 400, "13", "1 validation error detected: Value '" + strings.Repeat("n", 256) +
			"' at 'virtualNodeName' failed to satisfy constraint: Member must have length less than or equal to 255"},
	{"a service's name of 256 characters", "CreateVirtualService",
		at("VirtualService", "", strings.Repeat("s", 256)).with("Spec", &types.VirtualServiceSpec{}),
		&types.BadRequestException{}, 400, "16", "virtualServiceName…"},
	{"a mesh's name with a space", "CreateMesh", fields{"MeshName": "a b"},
		&types.BadRequestException{}, 400, "15", `MeshName must match ^[a-zA-Z0-9\-_]+$`},
	{"an ARN as a mesh's name", "DescribeMesh", fields{"MeshName": "arn:aws:appmesh:us-east-1:123456789012:mesh/mesh"},
		&types.BadRequestException{}, 400, "15", ""},
	{"a limit of 101", "ListVirtualNodes", fields{"MeshName": "mesh", "Limit": int32(101)},
		&types.BadRequestException{}, 400, "17", "…limit…"},
	{"a limit of 0", "ListMeshes", fields{"Limit": int32(0)},
		&types.BadRequestException{}, 400, "17", "…limit…"},
	{"a limit of 51 tags", "ListTagsForResource",
		fields{"ResourceArn": "arn:aws:appmesh:us-east-1:ACCOUNT:mesh/mesh", "Limit": int32(51)},
		&types.BadRequestException{}, 400, "17", "…limit…"},
	{"a token that nobody gave", "ListMeshes", fields{"NextToken": "bm9ib2R5"},
		&types.BadRequestException{}, 400, "72", "…nextToken…"},
	{"what is no ARN", "ListTagsForResource", fields{"ResourceArn": "arn:aws:s3:::bucket"},
		&types.BadRequestException{}, 400, "19", "…arn:aws:s3:::bucket…"},
	{"51 tags at creation", "CreateVirtualNode",
		at("VirtualNode", "", "n").with("Spec", &types.VirtualNodeSpec{}).with("Tags", manyTags(51)),
		&types.BadRequestException{}, 400, "13",
		"…'tags' failed to satisfy constraint: Member must have length less than or equal to 50"},
	{"a reserved tag key", "TagResource", meshARN().with("Tags", []types.TagRef{{Key: p("aws:k"), Value: p("")}}),
		&types.BadRequestException{}, 400, "23", "…aws:k…"},
	{"a tag key twice", "TagResource",
		meshARN().with("Tags", []types.TagRef{{Key: p("twice"), Value: p("1")}, {Key: p("twice"), Value: p("2")}}),
		&types.BadRequestException{}, 400, "23", "…twice…"},
	{"an owner that is no account", "DescribeMesh", fields{"MeshName": "mesh", "MeshOwner": "twelve chars"},
		&types.BadRequestException{}, 400, "24", "…meshOwner…"},
	{"a client token with a space", "CreateMesh", fields{"MeshName": "new", "ClientToken": "a b"},
		&types.BadRequestException{}, 400, "63", "…clientToken…"},
	{"a client token of 37 characters", "CreateMesh", fields{"MeshName": "new", "ClientToken": strings.Repeat("t", 37)},
		&types.BadRequestException{}, 400, "63", "…clientToken…"},
}

// at returns the fields that name a resource in the mesh "mesh".
func at(kindName, parent, name string) fields { return kindNamed(kindName).names(parent, name) }

func meshARN() fields { return fields{"ResourceArn": "arn:aws:appmesh:us-east-1:ACCOUNT:mesh/mesh"} }

func manyTags(n int) (tags []types.TagRef) {
	for i := range n {
		tags = append(tags, types.TagRef{Key: p(fmt.Sprintf("key %02d", i)), Value: p("")})
	}
	return tags
}
