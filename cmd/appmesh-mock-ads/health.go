package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// healthTimeout bounds a health check without -wait.
const healthTimeout = 2 * time.Second

// healthcheck runs the subcommand healthcheck with its arguments.
func healthcheck(arguments []string) error {
	flags := flag.NewFlagSet("appmesh-mock-ads healthcheck", flag.ExitOnError)
	listen := flags.String("listen", envOr("APPMESH_MOCK_ADS_LISTEN", defaultListen),
		"address that the bridge listens on")
	wait := flags.Duration("wait", 0, "time to wait for the bridge to become healthy")
	flags.Parse(arguments) //nolint:errcheck // it exits after an error
	ctx, cancel := context.WithTimeout(context.Background(), max(healthTimeout, *wait))
	defer cancel()
	return checkHealth(ctx, *listen, *wait > 0)
}

// checkHealth returns nil if a bridge serves at an address, HOST:PORT or unix:PATH. With wait it
// tries to connect until the context ends.
func checkHealth(ctx context.Context, address string, wait bool) error {
	target := address
	if !strings.HasPrefix(address, "unix:") {
		target = "passthrough:///" + address
	}
	client, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithNoProxy())
	if err != nil {
		return err
	}
	defer client.Close() //nolint:errcheck // nothing is lost
	response, err := grpc_health_v1.NewHealthClient(client).
		Check(ctx, &grpc_health_v1.HealthCheckRequest{}, grpc.WaitForReady(wait))
	if err != nil {
		return fmt.Errorf("no bridge responds at %s: %w", address, err)
	}
	if response.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		return fmt.Errorf("the bridge at %s is %s", address, response.GetStatus())
	}
	return nil
}
