// Package ingress is an example of code that uses App Mesh.
package ingress

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

// Ensure creates a virtual gateway that listens for HTTP on a port, or updates the existing
// one to do so.
func Ensure(ctx context.Context, client *appmesh.Client, mesh, name string, port int32) error {
	spec := &types.VirtualGatewaySpec{Listeners: []types.VirtualGatewayListener{{
		PortMapping: &types.VirtualGatewayPortMapping{Port: aws.Int32(port),
			Protocol: types.VirtualGatewayPortProtocolHttp},
	}}}
	out, err := client.DescribeVirtualGateway(ctx,
		&appmesh.DescribeVirtualGatewayInput{MeshName: &mesh, VirtualGatewayName: &name})
	var missing *types.NotFoundException
	switch {
	case errors.As(err, &missing):
		_, err = client.CreateVirtualGateway(ctx,
			&appmesh.CreateVirtualGatewayInput{MeshName: &mesh, VirtualGatewayName: &name, Spec: spec})
	case err == nil && *out.VirtualGateway.Spec.Listeners[0].PortMapping.Port != port:
		_, err = client.UpdateVirtualGateway(ctx,
			&appmesh.UpdateVirtualGatewayInput{MeshName: &mesh, VirtualGatewayName: &name, Spec: spec})
	}
	if err != nil {
		return fmt.Errorf("virtual gateway %s of mesh %s: %w", name, mesh, err)
	}
	return nil
}
