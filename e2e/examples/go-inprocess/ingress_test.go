package ingress

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// start returns a server of the test's own with the mesh shop, and a client of it.
func start(t *testing.T) (*appmeshtest.Server, *appmesh.Client) {
	t.Helper()
	srv := appmeshtest.Start(t)
	client := appmesh.New(appmesh.Options{
		BaseEndpoint: &srv.URL, Region: srv.Region, Credentials: aws.AnonymousCredentials{},
	})
	if _, err := client.CreateMesh(t.Context(), &appmesh.CreateMeshInput{MeshName: aws.String("shop")}); err != nil {
		t.Fatal(err)
	}
	return srv, client
}

func TestEnsureCreatesUpdatesAndLeavesAlone(t *testing.T) {
	t.Parallel()
	srv, client := start(t)
	for i, step := range []struct {
		port    int32
		version int64 // of the gateway, afterwards
	}{{8080, 1}, {8080, 1}, {9090, 2}} {
		if err := Ensure(t.Context(), client, "shop", "ingress", step.port); err != nil {
			t.Fatal(err)
		}
		if got := srv.View().Get(state.VirtualGateway, "shop", "ingress"); got == nil || got.Version != step.version {
			t.Errorf("step %d: got %v, want version %d", i, got, step.version)
		}
	}
	srv.AssertCalled(t, appmeshtest.CallFilter{Operation: server.CreateVirtualGateway}, appmeshtest.Times(1))
	srv.AssertCalled(t, appmeshtest.CallFilter{
		Operation: server.UpdateVirtualGateway, Request: `{"spec":{"listeners":[{"portMapping":{"port":9090}}]}}`,
	}, appmeshtest.Times(1))
}

func TestEnsureSucceedsInSpiteOfThrottling(t *testing.T) {
	t.Parallel()
	srv, client := start(t)
	srv.Inject(appmeshtest.Fault{
		Calls: appmeshtest.CallFilter{
			Operation: server.CreateVirtualGateway,
		},
		Code:  server.TooManyRequestsException,
		First: 1,
	})
	if err := Ensure(t.Context(), client, "shop", "ingress", 8080); err != nil {
		t.Error(err)
	}
}

func TestEnsureSucceedsWhenAResponseIsLost(t *testing.T) {
	t.Parallel()
	srv, client := start(t)
	srv.Inject(appmeshtest.Fault{
		Calls: appmeshtest.CallFilter{
			Operation: server.CreateVirtualGateway,
		},
		After: true,
		Cut:   server.CutBefore,
		First: 1,
	})
	if err := Ensure(t.Context(), client, "shop", "ingress", 8080); err != nil {
		t.Error(err)
	}
	if got := srv.View().Get(state.VirtualGateway, "shop", "ingress"); got == nil || got.Version != 1 {
		t.Errorf("got %v, want version 1", got)
	}
}

func TestEnsureReturnsTheExceptionsOfAppMesh(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	var missing *types.NotFoundException
	if err := Ensure(t.Context(), client, "nowhere", "ingress", 8080); !errors.As(err, &missing) {
		t.Errorf("a missing mesh: %v", err)
	}
	var bad *types.BadRequestException
	if err := Ensure(t.Context(), client, "shop", "ingress", 70000); !errors.As(err, &bad) {
		t.Errorf("port 70000: %v", err)
	}
}
