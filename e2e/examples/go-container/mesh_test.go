// Package mesh is an example of tests that share a server.
package mesh

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

// newClient returns a client in an account of its own.
func newClient(t *testing.T) *appmesh.Client {
	t.Helper()
	if os.Getenv("AWS_ENDPOINT_URL_APP_MESH") == "" {
		t.Skip("start appmesh-mock, and set AWS_ENDPOINT_URL_APP_MESH to its URL")
	}
	account := fmt.Sprintf("%012d", rand.Int64N(1e12))
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithRegion("us-east-1"),
		config.WithCredentialsProvider(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: account, SecretAccessKey: "secret"}, nil
		})))
	if err != nil {
		t.Fatal(err)
	}
	return appmesh.NewFromConfig(cfg)
}

func TestAMeshInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	client := newClient(t)
	mesh := aws.String("shop")
	if _, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: mesh}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateVirtualNode(t.Context(), &appmesh.CreateVirtualNodeInput{
		MeshName: mesh, VirtualNodeName: aws.String("cart"), Spec: &types.VirtualNodeSpec{},
	}); err != nil {
		t.Fatal(err)
	}
	var used *types.ResourceInUseException
	if _, err := client.DeleteMesh(t.Context(), &appmesh.DeleteMeshInput{MeshName: mesh}); !errors.As(err, &used) {
		t.Errorf("got %v, want a ResourceInUseException", err)
	}
}

func TestMeshesOfOtherTestsAreNotListed(t *testing.T) {
	t.Parallel()
	client := newClient(t)
	out, err := client.ListMeshes(t.Context(), &appmesh.ListMeshesInput{})
	if err != nil || len(out.Meshes) != 0 {
		t.Errorf("got %+v %v, want none", out, err)
	}
}
