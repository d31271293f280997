package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// start starts a bridge in front of a server that has one cluster for each resource but those
// named missing and denied, and returns a client of it.
func start(t *testing.T, limit int, authorized bool) discovery.AggregatedDiscoveryServiceClient {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch resource := r.URL.Query().Get("resource"); {
		case r.Method == http.MethodPut:
			io.Copy(io.Discard, r.Body) //nolint:errcheck // the body is not needed
		case strings.Contains(resource, "missing"):
			w.WriteHeader(http.StatusNotFound)
		case strings.Contains(resource, "denied"):
			w.WriteHeader(http.StatusForbidden)
		default:
			fmt.Fprintf(w, `{"sets":{"clusters":[{"name":"c","resource":{"@type":%q,"name":"c"}}]}}`, envoy.Clusters.URL()) //nolint:errcheck // the bridge sees it
		}
	}))
	t.Cleanup(web.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(newBridge(web.URL, limit, authorized, slog.New(slog.DiscardHandler)))
	go s.Serve(listener) //nolint:errcheck // it ends with Stop
	t.Cleanup(s.Stop)
	c, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() }) //nolint:errcheck // the test is over
	return discovery.NewAggregatedDiscoveryServiceClient(c)
}

// firstResponse opens a stream, sends a request for a type, and returns the first response.
func firstResponse(t *testing.T, c discovery.AggregatedDiscoveryServiceClient, node, typeURL string, header ...string) (
	*discovery.DiscoveryResponse, error) {
	t.Helper()
	stream, err := c.StreamAggregatedResources(metadata.AppendToOutgoingContext(t.Context(), header...))
	if err == nil {
		err = stream.Send(&discovery.DiscoveryRequest{Node: &core.Node{Id: node}, TypeUrl: typeURL})
	}
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { panic("the bridge does not respond") })
	defer timer.Stop()
	return stream.Recv()
}

func TestStreamsEndWithTheStatusesOfAppMesh(t *testing.T) {
	t.Parallel()
	clusters := envoy.Clusters.URL()
	for name, c := range map[string]struct {
		node, typeURL string
		limit         int
		authorized    bool
		want          codes.Code
	}{
		"a resource that does not exist": {"mesh/m/virtualNode/missing", clusters, 50, false, codes.InvalidArgument},
		"a resource that is denied":      {"mesh/m/virtualNode/denied", clusters, 50, false, codes.PermissionDenied},
		"a node without an id":           {"", clusters, 50, false, codes.InvalidArgument},
		"too many Envoys":                {"mesh/m/virtualNode/n", clusters, 0, false, codes.ResourceExhausted},
		"no credentials":                 {"mesh/m/virtualNode/n", clusters, 50, true, codes.Unauthenticated},
		"an unknown type": {"mesh/m/virtualNode/n", "type.googleapis.com/x", 50, false,
			codes.InvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response, err := firstResponse(t, start(t, c.limit, c.authorized), c.node, c.typeURL)
			if status.Code(err) != c.want {
				t.Errorf("%v, %v, want %v", response, err, c.want)
			}
		})
	}
}

func TestStreamWithCredentialsGetsItsClusters(t *testing.T) {
	t.Parallel()
	response, err := firstResponse(t, start(t, 50, true), "mesh/m/virtualNode/n", envoy.Clusters.URL(), "authorization", "any")
	if err != nil || len(response.GetResources()) != 1 || response.GetVersionInfo() == "" || response.GetNonce() == "" {
		t.Errorf("%v, %v", response, err)
	}
}
