package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// healthTimeout is how long a server may take to say that it is well.
const healthTimeout = 2 * time.Second

func healthcheckCommand() *cobra.Command {
	addr := address(defaultAddr)
	cmd := &cobra.Command{
		Use:     "healthcheck",
		Short:   "Ask a running server whether it is well",
		Long:    "healthcheck asks the server at --addr, or APPMESH_MOCK_ADDR, and exits 0 if it answers and 1 if not.",
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if strings.HasSuffix(addr.String(), ":0") {
				return badUsage("--addr %s: port 0 stands for any free one; type the port that the server is on", addr.String())
			}
			return healthcheck(cmd.Context(), reachable(addr.String()))
		},
	}
	cmd.Flags().Var(&addr, "addr", "what the server listens on")
	return cmd
}

// healthcheck answers nil if an appmesh-mock answers at a URL. It goes by no proxy.
func healthcheck(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+admin.Prefix+"/health", nil)
	if err != nil {
		return err
	}
	answer, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w", url, err)
	}
	defer answer.Body.Close()
	// A server without admin routes answers for App Mesh, and is as well.
	withoutAdmin := answer.Header.Get("X-Amzn-Errortype") == "UnknownOperationException"
	if answer.StatusCode != http.StatusOK && !withoutAdmin {
		return fmt.Errorf("what answers at %s is not well, or no appmesh-mock: %s", url, answer.Status)
	}
	return nil
}
