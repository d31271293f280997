// Package client shows how a test gets a client of the AWS SDK for Go v2. Copy newClient into
// your tests.
package client

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// newClient returns a client that calls the server as an account in a region, by default
// those of the server.
func newClient(c appmeshtest.Caller) *appmesh.Client {
	key := credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.SecretAccessKey, "")
	return appmesh.New(appmesh.Options{BaseEndpoint: &c.URL, Region: c.Region, Credentials: key})
}

// A test needs three lines: the server, the client, and a call.
func TestAClientInOneLine(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t, appmeshtest.WithLogOnFailure())
	client := newClient(srv.As("", ""))
	_, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: aws.String("shop")})
	if err != nil {
		t.Fatal(err)
	}
	srv.AssertCalled(t, appmeshtest.CallFilter{Operation: server.CreateMesh, Mesh: "shop"}, appmeshtest.Times(1))
	if meshes := srv.Resources(state.Mesh); len(meshes) != 1 {
		t.Error(meshes)
	}
}

func TestClientsOfTwoAccounts(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t, appmeshtest.WithWorld("storefront"))
	consumer := newClient(srv.As("111122223333", ""))
	mesh := &appmesh.DescribeMeshInput{MeshName: aws.String("storefront"), MeshOwner: &srv.Account}
	var missing *types.NotFoundException
	if _, err := consumer.DescribeMesh(t.Context(), mesh); !errors.As(err, &missing) {
		t.Errorf("a mesh that is not shared: %v", err)
	}
	srv.Share("storefront", "111122223333")
	if _, err := consumer.DescribeMesh(t.Context(), mesh); err != nil {
		t.Error(err)
	}
}

// Signatures are checked with the keys of WithCredentials, and As returns one of them.
func TestAClientWhoseSignaturesAreChecked(t *testing.T) {
	t.Parallel()
	keys := map[string]server.Credential{"AKIDEXAMPLE": {Secret: "secret", Account: "111122223333"}}
	srv := appmeshtest.Start(t, appmeshtest.WithCredentials(keys))
	if _, err := newClient(srv.As("111122223333", "")).ListMeshes(t.Context(), &appmesh.ListMeshesInput{}); err != nil {
		t.Error(err)
	}
}

// Code that loads its own configuration is pointed at the server by the environment.
func TestAProgramThatLoadsItsConfiguration(t *testing.T) {
	srv := appmeshtest.Start(t)
	srv.Setenv(t)
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := appmesh.NewFromConfig(cfg).ListMeshes(t.Context(), &appmesh.ListMeshesInput{}); err != nil {
		t.Error(err)
	}
}
