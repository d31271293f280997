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

// No error case changes the state, so all share one setUpBlockers.
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

// of returns the fields with ACCOUNT replaced by the account.
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
	var response *awshttp.ResponseError
	if !errors.As(err, &response) {
		t.Fatalf("%v: has no response", err)
	}
	if got := response.Response.Header.Get("x-appmesh-mock-rule"); got != row.rule {
		t.Errorf("rule %s, want %s", got, row.rule)
	}
}

// App Mesh checks the kinds of children in the order of rule 11.
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

// If there are too many tags, none is set (rule 22).
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

// Operations on the tags of another account's resource are denied with the recorded message (rule
// 19). The exception is not part of the model, so it is identified by its code.
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

// Quotas apply only if they are set (rule 12).
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

// exceeded maps each quota to the end of its message.
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

// overrun creates two of the resources that a quota limits, and returns the error of the third.
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

// aws-sdk-go has types for the exceptions, too.
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
