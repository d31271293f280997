// Package mesh is an example of tests that share a server in a container.
package mesh

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// endpoint starts the container for the first test, and returns the URL of the server. The
// container is removed after the last test.
var endpoint = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	container, err := testcontainers.Run(ctx, "appmesh-mock/appmesh-mock:latest",
		testcontainers.WithExposedPorts("4600/tcp"),
		testcontainers.WithEnv(map[string]string{"APPMESH_MOCK_SEED": `[{"meshName": "shop"}]`}),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/_mock/health").WithPort("4600/tcp")),
	)
	if err != nil {
		return "", err
	}
	return container.PortEndpoint(ctx, "4600/tcp", "http")
})

// newClient returns a client of an account. If the test fails, it logs the account's calls.
func newClient(t *testing.T, account string) *appmesh.Client {
	t.Helper()
	url, err := endpoint()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(calls(url, account))
		}
	})
	return appmesh.New(appmesh.Options{
		BaseEndpoint: &url,
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider(account, "secret", ""),
	})
}

// calls returns the calls of an account, one JSON object a line.
func calls(url, account string) string {
	response, err := http.Get(url + "/_mock/calls?format=ndjson&account=" + account)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return fmt.Sprintf("calls of %s: %v\n%s", account, err, text)
}

func TestTheSeedIsThere(t *testing.T) {
	t.Parallel()
	client := newClient(t, "123456789012")
	if _, err := client.DescribeMesh(t.Context(), &appmesh.DescribeMeshInput{MeshName: aws.String("shop")}); err != nil {
		t.Error(err)
	}
}

func TestAnotherAccountHasNoMeshes(t *testing.T) {
	t.Parallel()
	client := newClient(t, "111122223333")
	out, err := client.ListMeshes(t.Context(), &appmesh.ListMeshesInput{})
	if err != nil || len(out.Meshes) != 0 {
		t.Errorf("got %+v %v, want none", out, err)
	}
}
