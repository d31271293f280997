package xds_test

import (
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
)

func TestEndpointsAreCopies(t *testing.T) {
	t.Parallel()
	given := envoy.EndpointMap{"cart.local": {"127.0.0.1:1"}}
	service, err := xds.New(xds.Options{Endpoints: given})
	if err != nil {
		t.Fatal(err)
	}
	given["cart.local"][0] = "127.0.0.1:2"
	service.Endpoints()["cart.local"][0] = "127.0.0.1:3"
	if got := service.Endpoints()["cart.local"][0]; got != "127.0.0.1:1" {
		t.Errorf("got %s, want the address that was given", got)
	}
}
