package main

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheHealthCheckSucceedsWhenABridgeServes(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"tcp", "unix"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			address := "127.0.0.1:0"
			if network == "unix" {
				address = filepath.Join(t.TempDir(), "ads")
			}
			listener, err := net.Listen(network, address)
			if err != nil {
				t.Fatal(err)
			}
			s := newServer(newBridge("http://127.0.0.1:1", 50, true, slog.New(slog.DiscardHandler)))
			go s.Serve(listener) //nolint:errcheck // it ends with Stop
			t.Cleanup(s.Stop)
			if address = listener.Addr().String(); network == "unix" {
				address = "unix:" + address
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			for _, wait := range []bool{true, false} {
				if err := checkHealth(ctx, address, wait); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestTheHealthCheckFailsWithoutABridge(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := checkHealth(ctx, "127.0.0.1:1", false)
	if err == nil || !strings.HasPrefix(err.Error(), "no bridge responds at 127.0.0.1:1: ") {
		t.Error(err)
	}
}
