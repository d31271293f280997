package sdkgo

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	appmeshv1 "github.com/aws/aws-sdk-go/service/appmesh"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// blockers are what setUpBlockers makes besides what setUp makes.
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

// setUpBlockers makes a mesh in which everything holds something else.
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

// errorCase is an operation in the setUpBlockers, and what App Mesh says to it. ACCOUNT stands for
// the account. A message that ends in … is the beginning of one: its words are ours.
type errorCase struct {
	what      string
	operation string
	in        fields
	want      error // of the exception's type
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

	// Conflict, of every kind.
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

// None of the errorCases changes anything, so that they share a setUpBlockers.
func TestErrorsHaveTheTypeAndMessageOfAppMesh(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		s := v2(newClient(target))
		setUpBlockers(t, s)
		for _, row := range errorCases {
			t.Run(row.what, func(t *testing.T) {
				t.Parallel()
				_, err := s.call(t.Context(), row.operation, row.in.of(target.Account))
				row.check(t, err, target.Account)
			})
		}
	})
}

// of returns the fields with the account in them.
func (f fields) of(account string) fields {
	both := fields{}
	for name, value := range f {
		if text, ok := value.(string); ok {
			value = strings.ReplaceAll(text, "ACCOUNT", account)
		}
		both[name] = value
	}
	return both
}

func (row *errorCase) check(t *testing.T, err error, account string) {
	t.Helper()
	as := reflect.New(reflect.TypeOf(row.want))
	if !errors.As(err, as.Interface()) {
		t.Fatalf("%v: want a %T", err, row.want)
	}
	_, _, message, _ := errorFields(err)
	want := strings.ReplaceAll(row.message, "ACCOUNT", account)
	if parts := strings.Split(want, "…"); len(parts) > 1 {
		from := 0
		for _, part := range parts {
			at := strings.Index(message[from:], part)
			if at < 0 {
				t.Errorf("checkError %q, want %q", message, want)
				break
			}
			from += at + len(part)
		}
		want = message
	}
	code := as.Elem().MethodByName("ErrorCode").Call(nil)[0].String()
	checkError(t, row.operation, err, row.status, code, want)
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		t.Fatalf("%v: has no response", err)
	}
	if got := answer.Response.Header.Get("x-appmesh-mock-rule"); got != row.rule {
		t.Errorf("rule %s, want %s", got, row.rule)
	}
}

// The order in which a mesh is asked for inhabitants is that of rule 11.
func TestDeleteMeshReportsChildrenInOrder(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		s := v2(newClient(target))
		setUp(t, s, "parent")
		for _, left := range []struct{ kind, name string }{
			{"VirtualNode", "node"}, {"VirtualRouter", "parent"}, {"VirtualService", "service"},
			{"VirtualGateway", "parent"},
		} {
			k := kindNamed(left.kind)
			_, err := s.call(t.Context(), "DeleteMesh", fields{"MeshName": "mesh"})
			checkError(t, "DeleteMesh", err, 409, "ResourceInUseException", fmt.Sprintf(
				"Mesh mesh for account %s has active %s, please delete %s before deleting the Mesh", target.Account,
				k.plural, k.plural))
			s.must(t, "Delete"+k.name, k.names("", left.name))
		}
		s.must(t, "DeleteMesh", fields{"MeshName": "mesh"})
	})
}

// Too many tags: none of them is set (rule 22).
func TestTooManyTagsIsTypedAndSetsNone(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		client := newClient(target)
		s := v2(client)
		mesh := s.must(t, "CreateMesh", fields{"MeshName": "mesh", "Tags": manyTags(49)})
		arn := get(mesh, "Mesh", "Metadata", "Arn").(string)
		_, err := client.TagResource(t.Context(), &appmesh.TagResourceInput{
			ResourceArn: &arn, Tags: []types.TagRef{{Key: p("one"), Value: p("")}, {Key: p("two"), Value: p("")}},
		})
		var tooMany *types.TooManyTagsException
		if !errors.As(err, &tooMany) {
			t.Fatalf("%v: want a TooManyTagsException", err)
		}
		s.must(t, "TagResource",
			fields{"ResourceArn": arn, "Tags": append(manyTags(49), types.TagRef{Key: p("one"), Value: p("")})})
		out := s.must(t, "ListTagsForResource", fields{"ResourceArn": arn})
		if d := diff(append(manyTags(49), types.TagRef{Key: p("one"), Value: p("")}),
			out.FieldByName("Tags").Interface()); d != "" {
			t.Errorf("tags (-want +got):\n%s", d)
		}
	})
}

// Tags of another account's resource are denied in the recorded words (rule 19). The
// exception is no part of the model, so it is known by its code.
func TestTagsOfAnotherAccountAreDenied(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		_, err := v2(newClient(target)).call(t.Context(), "ListTagsForResource",
			fields{"ResourceArn": "arn:aws:appmesh:us-east-1:111111111111:mesh/default"})
		checkError(t, "ListTagsForResource", err, 403, "AccessDeniedException",
			"arn:aws:appmesh:us-east-1:111111111111:mesh/default "+
				"is an invalid ARN. Invalid account id in the ARN provided : 111111111111")
	})
}

// Quotas are kept where they are set, and by no server where they are not (rule 12).
func TestAnExceededQuotaIsTyped(t *testing.T) {
	t.Parallel()
	for _, q := range state.AllQuotas() {
		t.Run(q.Name, func(t *testing.T) {
			t.Parallel()
			target := harness.Started(appmeshtest.Start(t, appmeshtest.WithQuotas(state.Quotas{q.Name: 2})))
			s := v2(newClient(target))
			s.must(t, "CreateMesh", fields{"MeshName": "mesh"})
			err := overrun(t.Context(), t, s, q.Name)
			var limit *types.LimitExceededException
			if !errors.As(err, &limit) {
				t.Fatalf("%v: want a LimitExceededException", err)
			}
			checkError(t, q.Name, err, 400, "LimitExceededException", "You've reached the limit on number of "+
				strings.ReplaceAll(exceeded[q.Name], "ACCOUNT", target.Account))
		})
	}
}

// exceeded holds the ends of the messages by quota.
var exceeded = map[string]string{
	"meshesPerAccount":               "Meshes(2) for the account ACCOUNT.",
	"virtualServicesPerMesh":         "VirtualServices(2) for the mesh mesh.",
	"virtualNodesPerMesh":            "VirtualNodes(2) for the mesh mesh.",
	"virtualRoutersPerMesh":          "VirtualRouters(2) for the mesh mesh.",
	"virtualGatewaysPerMesh":         "VirtualGateways(2) for the mesh mesh.",
	"routesPerVirtualRouter":         "Routes(2) for the VirtualRouter parent.",
	"gatewayRoutesPerVirtualGateway": "GatewayRoutes(2) for the VirtualGateway parent.",
	"backendsPerVirtualNode":         "Backends(2) for the VirtualNode node.",
}

// overrun creates two of the resources that a quota counts, and returns the error of the third.
func overrun(ctx context.Context, t *testing.T, s sdk, quota string) error {
	t.Helper()
	if quota == "backendsPerVirtualNode" {
		spec := &types.VirtualNodeSpec{Backends: []types.Backend{}}
		for _, service := range []string{"a", "b", "c"} {
			spec.Backends = append(spec.Backends,
				&types.BackendMemberVirtualService{Value: types.VirtualServiceBackend{VirtualServiceName: &service}})
		}
		two := *spec
		two.Backends = spec.Backends[:2]
		s.must(t, "CreateVirtualNode", at("VirtualNode", "", "node").with("Spec", &two))
		_, err := s.call(ctx, "UpdateVirtualNode", at("VirtualNode", "", "node").with("Spec", spec))
		return err
	}
	for _, k := range kinds {
		if !strings.HasPrefix(quota, segment(k.plural)+"Per") {
			continue
		}
		already := 0
		if k.name == "Mesh" {
			already = 1
		} else if k.name == "Route" || k.name == "GatewayRoute" {
			s.must(t, "CreateVirtualNode", at("VirtualNode", "", "node").with("Spec", nodeSpecs[2]))
			s.must(t, "CreateVirtualService", at("VirtualService", "", "service").with("Spec", serviceSpecs[2]))
			s.must(t, "CreateVirtualRouter", at("VirtualRouter", "", "parent").with("Spec", routerSpecs[1]))
			s.must(t, "CreateVirtualGateway", at("VirtualGateway", "", "parent").with("Spec", gatewaySpecs[3]))
		}
		spec := map[string]any{
			"Mesh": meshSpecs[2], "VirtualNode": nodeSpecs[2], "VirtualService": serviceSpecs[2],
			"VirtualRouter":  routerSpecs[2],
			"VirtualGateway": gatewaySpecs[3], "Route": tcpRoute("node"), "GatewayRoute": gatewayRoute("service"),
		}[k.name]
		for i := already; i < 2; i++ {
			s.must(t, "Create"+k.name, k.names("parent", fmt.Sprint("number", i)).with("Spec", spec))
		}
		_, err := s.call(ctx, "Create"+k.name, k.names("parent", "number2").with("Spec", spec))
		return err
	}
	t.Fatalf("no kind has the quota %s", quota)
	return nil
}

// aws-sdk-go knows the exceptions as types too.
func TestErrorsOfV1AreTyped(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		setUpBlockers(t, v2(newClient(target)))
		client := newClientV1(target)
		name := p("no")
		mesh := p("mesh")
		_, err := client.DescribeVirtualNodeWithContext(t.Context(),
			&appmeshv1.DescribeVirtualNodeInput{MeshName: mesh, VirtualNodeName: name})
		if missing := (*appmeshv1.NotFoundException)(nil); !errors.As(err, &missing) {
			t.Errorf("%v: want a NotFoundException", err)
		}
		checkError(t, "DescribeVirtualNode", err, 404, "NotFoundException",
			notPresent(kindNamed("VirtualNode"), "", "no", target.Account))
		_, err = client.CreateMeshWithContext(t.Context(), &appmeshv1.CreateMeshInput{MeshName: mesh})
		if conflict := (*appmeshv1.ConflictException)(nil); !errors.As(err, &conflict) {
			t.Errorf("%v: want a ConflictException", err)
		}
		checkError(t, "CreateMesh", err, 409, "ConflictException",
			"Mesh with name mesh already exists for account "+target.Account)
		_, err = client.DeleteVirtualNodeWithContext(t.Context(),
			&appmeshv1.DeleteVirtualNodeInput{MeshName: mesh, VirtualNodeName: p("node")})
		if inUse := (*appmeshv1.ResourceInUseException)(nil); !errors.As(err, &inUse) {
			t.Errorf("%v: want a ResourceInUseException", err)
		}
		checkError(t, "DeleteVirtualNode", err, 409, "ResourceInUseException",
			"VirtualNode with name node cannot be deleted because it is the target of one or more routes.")
		_, err = client.CreateMeshWithContext(t.Context(), &appmeshv1.CreateMeshInput{MeshName: p("a.b")})
		if bad := (*appmeshv1.BadRequestException)(nil); !errors.As(err, &bad) {
			t.Errorf("%v: want a BadRequestException", err)
		}
		checkError(t, "CreateMesh", err, 400, "BadRequestException", `MeshName must match ^[a-zA-Z0-9\-_]+$`)
	})
}
