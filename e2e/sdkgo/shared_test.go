package sdkgo

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// forbidden is the message in the model.
const forbidden = "You don't have permissions to perform this action."

// The consumer of a shared mesh uses it with meshOwner. It can read all resources and change its own,
// and is forbidden to change others (rules 24, 57, 58 and 59).
func TestAConsumerWorksInASharedMesh(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		owner := v2(newClient(target))
		setUpBlockers(t, owner)
		guest := target
		guest.Account = harness.Account()
		consumer := v2(newClient(guest))
		_, err := consumer.call(t.Context(), "DescribeMesh", fields{"MeshName": "mesh", "MeshOwner": target.Account})
		checkError(t, "DescribeMesh before it is shared", err, 404, "NotFoundException",
			"Mesh with name mesh is not present for account "+target.Account)
		target.Share(t, "mesh", guest.Account)

		in := func(kindName, parent, name string) fields {
			return at(kindName, parent, name).with("MeshOwner", target.Account)
		}
		node := &types.VirtualNodeSpec{Backends: []types.Backend{}}
		made := consumer.must(t, "CreateVirtualNode", in("VirtualNode", "", "guest").with("Spec", node))
		for member, want := range map[string]any{
			"Arn": fmt.Sprintf("arn:aws:appmesh:us-east-1:%s:mesh/mesh@%s/virtualNode/guest", guest.Account,
				target.Account),
			"MeshOwner": target.Account, "ResourceOwner": guest.Account, "Version": int64(1),
		} {
			if got := get(made, "VirtualNode", "Metadata", member); got != want {
				t.Errorf("%s is %v, want %v", member, got, want)
			}
		}
		consumer.must(t, "UpdateVirtualNode", in("VirtualNode", "", "guest").with("Spec", node))
		consumer.must(t, "CreateVirtualRouter",
			in("VirtualRouter", "", "guest").with("Spec", &types.VirtualRouterSpec{}))
		consumer.must(t, "CreateRoute", in("Route", "guest", "guest").with("Spec", tcpRoute("node")))
		consumer.must(t, "CreateVirtualService",
			in("VirtualService", "", "guest").with("Spec", routerProvider("guest")))
		consumer.must(t, "DescribeVirtualNode", in("VirtualNode", "", "node"))
		meshes := consumer.must(t, "ListMeshes", fields{}).FieldByName("Meshes")
		if meshes.Len() != 1 || get(meshes.Index(0), "MeshOwner") != target.Account {
			t.Errorf("the consumer got the meshes %v, want the shared one", meshes)
		}

		gateway := &types.VirtualGatewaySpec{Listeners: gatewayListeners(80)}
		for what, row := range map[string]struct {
			operation string
			in        fields
		}{
			"make a gateway": {"CreateVirtualGateway",
				in("VirtualGateway", "", "guest").with("Spec", gateway)},
			"describe a gateway":         {"DescribeVirtualGateway", in("VirtualGateway", "", "parent")},
			"list gateways":              {"ListVirtualGateways", in("VirtualGateway", "", "")},
			"delete a gateway route":     {"DeleteGatewayRoute", in("GatewayRoute", "parent", "a")},
			"change the owner's node":    {"UpdateVirtualNode", in("VirtualNode", "", "node").with("Spec", node)},
			"delete the owner's service": {"DeleteVirtualService", in("VirtualService", "", "by node")},
			"route in another's router":  {"CreateRoute", in("Route", "parent", "guest").with("Spec", tcpRoute("guest"))},
		} {
			_, err := consumer.call(t.Context(), row.operation, row.in)
			if is := (*types.ForbiddenException)(nil); !errors.As(err, &is) {
				t.Errorf("%s: %v, want a ForbiddenException", what, err)
				continue
			}
			checkError(t, what, err, 403, "ForbiddenException", forbidden)
		}
		_, err = owner.call(t.Context(), "UpdateVirtualNode", at("VirtualNode", "", "guest").with("Spec", node))
		checkError(t, "the owner changes the consumer's node", err, 403, "ForbiddenException", forbidden)
		owner.must(t, "DeleteVirtualNode", at("VirtualNode", "", "guest"))
	})
}
