// Command appmesh-mock-ads serves the configuration of Envoys over gRPC, as App Mesh did. It
// fetches the configuration from a running appmesh-mock.
//
// The bridge also serves the gRPC health checking protocol. appmesh-mock-ads healthcheck uses it,
// and exits with 0 if the bridge serves and 1 if not.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
)

const (
	defaultListen = "127.0.0.1:4601"

	usage = `appmesh-mock-ads serves Envoys over gRPC from a running appmesh-mock.

  appmesh-mock-ads [flags]
  appmesh-mock-ads healthcheck [-listen ADDRESS] [-wait TIME]   exit with 0 if a bridge serves, else with 1

`
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "healthcheck" {
		exit(healthcheck(os.Args[2:]))
	}
	listen := flag.String("listen", envOr("APPMESH_MOCK_ADS_LISTEN", defaultListen),
		"address to listen on: HOST:PORT or unix:PATH")
	server := flag.String("endpoint", envOr("APPMESH_MOCK_SERVER", "http://127.0.0.1:4600"), "URL of appmesh-mock")
	limit := flag.Int("max-envoys", 50, "largest number of connected Envoys for one resource, as in App Mesh")
	authorized := flag.Bool("require-authorization", false, "refuse streams without an authorization header")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage) //nolint:errcheck // there is no other place to report it
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 {
		exit(fmt.Errorf("unknown argument %q: the only subcommand is healthcheck", flag.Arg(0)))
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	b := newBridge(*server, *limit, *authorized, logger)
	exit(run(*listen, b))
}

// exit ends the process: with exit code 1 if there is an error, which it prints.
func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "appmesh-mock-ads:", err) //nolint:errcheck // there is no other place to report it
		os.Exit(1)
	}
	os.Exit(0)
}

func envOr(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// run serves until it receives a signal.
func run(address string, b *bridge) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		network, address = "unix", path
		if err := removeSocket(path); err != nil {
			return err
		}
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	s := newServer(b)
	go b.follow(ctx)
	go func() {
		<-ctx.Done()
		s.Stop()
	}()
	b.logger.Info("serving ADS", "address", listener.Addr().String(), "from", b.server)
	return s.Serve(listener)
}

// newServer returns a server with the bridge and a health service.
func newServer(b *bridge) *grpc.Server {
	// AWS's agent sends a ping every ten seconds, even without a stream.
	s := grpc.NewServer(grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{
		MinTime: 5 * time.Second, PermitWithoutStream: true,
	}))
	discovery.RegisterAggregatedDiscoveryServiceServer(s, b)
	grpc_health_v1.RegisterHealthServer(s, health.NewServer())
	return s
}

// removeSocket removes a socket that an earlier process left behind.
func removeSocket(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && info.Mode()&os.ModeSocket == 0 {
		err = fmt.Errorf("%s exists and is not a socket", path)
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}
