package envoy

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	health "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// healthService fails its first calls with UNAVAILABLE.
type healthService struct {
	health.UnimplementedHealthServer
	failures int32
	calls    atomic.Int32
}

func (s *healthService) Check(context.Context, *health.HealthCheckRequest) (*health.HealthCheckResponse, error) {
	if s.calls.Add(1) <= s.failures {
		return nil, status.Error(codes.Unavailable, "not yet")
	}
	return &health.HealthCheckResponse{Status: health.HealthCheckResponse_SERVING}, nil
}

// watched has the messages of a stream.
var watched = []health.HealthCheckResponse_ServingStatus{
	health.HealthCheckResponse_NOT_SERVING, health.HealthCheckResponse_SERVING,
}

// Watch sends the messages.
func (s *healthService) Watch(
	_ *health.HealthCheckRequest, stream grpc.ServerStreamingServer[health.HealthCheckResponse],
) error {
	for _, state := range watched {
		if err := stream.Send(&health.HealthCheckResponse{Status: state}); err != nil {
			return err
		}
	}
	return nil
}

// serveHealth serves gRPC until the test ends, and returns the address.
func serveHealth(t *testing.T, service *healthService) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer()
	health.RegisterHealthServer(s, service)
	go s.Serve(listener) //nolint:errcheck // it ends with Stop
	t.Cleanup(s.Stop)
	return listener.Addr().String()
}

// healthClient returns a client that calls through the gateway.
func healthClient(t *testing.T, g *gateway) health.HealthClient {
	t.Helper()
	connection, err := grpc.NewClient(strings.TrimPrefix(g.url, "http://"),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() }) //nolint:errcheck // the test is over
	return health.NewHealthClient(connection)
}

// grpcMesh has a route with retries for Check, and one for calls with the metadata kind: stream.
const grpcMesh = `
- {meshName: m, spec: {}}
- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 8080, protocol: grpc}}]}}
- {meshName: m, virtualNodeName: a, spec: {listeners: [{portMapping: {port: 9090, protocol: grpc}}], serviceDiscovery: {dns: {hostname: a.local}}}}
- {meshName: m, virtualRouterName: r, spec: {listeners: [{portMapping: {port: 9090, protocol: grpc}}]}}
- meshName: m
  virtualRouterName: r
  routeName: check
  spec:
    grpcRoute:
      match: {serviceName: grpc.health.v1.Health, methodName: Check}
      action: {weightedTargets: [{virtualNode: a, weight: 1}]}
      retryPolicy: {grpcRetryEvents: [unavailable], maxRetries: 2, perRetryTimeout: {unit: s, value: 5}}
- meshName: m
  virtualRouterName: r
  routeName: stream
  spec:
    grpcRoute:
      match: {metadata: [{name: kind, match: {exact: stream}}]}
      action: {weightedTargets: [{virtualNode: a, weight: 1}]}
- {meshName: m, virtualServiceName: a.svc, spec: {provider: {virtualRouter: {virtualRouterName: r}}}}
- meshName: m
  virtualGatewayName: g
  gatewayRouteName: health
  spec: {grpcRoute: {match: {serviceName: grpc.health.v1.Health}, action: {target: {virtualService: {virtualServiceName: a.svc}}}}}
`

func TestGRPCClientCallsThroughAGateway(t *testing.T) {
	t.Parallel()
	service := &healthService{failures: 2}
	g := startGateway(t, grpcMesh, map[string]string{"a.local": serveHealth(t, service)})
	ctx, cancel := context.WithTimeout(t.Context(), waitTimeout)
	defer cancel()
	client := healthClient(t, g)

	response, err := client.Check(ctx, &health.HealthCheckRequest{}, grpc.WaitForReady(true))
	if err != nil || response.Status != health.HealthCheckResponse_SERVING || service.calls.Load() != 3 {
		t.Errorf("a call that fails twice: %v, %v, after %d calls", response, err, service.calls.Load())
	}

	stream, err := client.Watch(metadata.AppendToOutgoingContext(ctx, "kind", "stream"), &health.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range watched {
		if got, err := stream.Recv(); err != nil || got.Status != want {
			t.Errorf("a stream: %v, %v, want %v", got, err, want)
		}
	}

	if stream, err = client.Watch(ctx, &health.HealthCheckRequest{}); err == nil {
		_, err = stream.Recv()
	}
	if status.Code(err) != codes.Unimplemented {
		t.Errorf("a method without a route: %v, want %v", err, codes.Unimplemented)
	}
}

// A server that always fails is called three times, and the client gets the server's status.
func TestGRPCRetriesEndWithTheStatusOfTheServer(t *testing.T) {
	t.Parallel()
	service := &healthService{failures: 1000}
	g := startGateway(t, grpcMesh, map[string]string{"a.local": serveHealth(t, service)})
	ctx, cancel := context.WithTimeout(t.Context(), waitTimeout)
	defer cancel()
	_, err := healthClient(t, g).Check(ctx, &health.HealthCheckRequest{}, grpc.WaitForReady(true))
	failure := status.Convert(err)
	if failure.Code() != codes.Unavailable || failure.Message() != "not yet" || service.calls.Load() != 3 {
		t.Errorf("%v after %d calls", err, service.calls.Load())
	}
}
