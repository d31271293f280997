package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// healthTimeout is how long a server may take to say that it is well.
const healthTimeout = 2 * time.Second

func healthcheckCommand() *cobra.Command {
	addrs := addresses{all: []address{defaultAddr}}
	var secure bool
	var cert string
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask a running server whether it is well",
		Long: "healthcheck asks the server at each --addr, or at what APPMESH_MOCK_ADDR has, and exits 0\n" +
			"if it answers everywhere and 1 if not. So with the server's environment it asks that server.",
		Example: `  appmesh-mock healthcheck
  appmesh-mock healthcheck --addr 127.0.0.1:4601 --tls
  appmesh-mock healthcheck --addr unix:/tmp/appmesh.sock`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := addrs.dialable()
			if err != nil {
				return err
			}
			for _, a := range all {
				if err := healthcheck(cmd.Context(), a, secure || cert != ""); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().Var(&addrs, "addr", "what the server listens on; repeatable")
	cmd.Flags().BoolVar(&secure, "tls", false, "speak TLS; whose certificate it is does not matter")
	cmd.Flags().StringVar(&cert, "cert", "", "`file` that the server has its certificate from: speak TLS")
	return cmd
}

// healthcheck answers nil if an appmesh-mock answers at an address. It goes by no proxy.
func healthcheck(ctx context.Context, a address, secure bool) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	url, transport := a.url(scheme(secure)), &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // nothing secret is asked or said
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+admin.Prefix+"/health", nil)
	if path, isSocket := a.socket(); isSocket {
		request, err = http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+admin.Prefix+"/health", nil)
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
	}
	if err != nil {
		return err
	}
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w", url, err)
	}
	defer answer.Body.Close()
	// A server without admin routes, or with them elsewhere, answers for App Mesh and is as well.
	withoutAdmin := answer.Header.Get("X-Amzn-Errortype") == "UnknownOperationException"
	if answer.StatusCode != http.StatusOK && !withoutAdmin {
		return fmt.Errorf("what answers at %s is not well, or no appmesh-mock: %s", url, answer.Status)
	}
	return nil
}
