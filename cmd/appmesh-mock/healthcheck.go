package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

const (
	healthTimeout  = 2 * time.Second        // of one request
	healthInterval = 100 * time.Millisecond // between two attempts with --wait
	// errorAge is the largest age of an error in a ready file. An older error is from an
	// earlier server than the one for which --wait is waiting.
	errorAge = 10 * time.Second
)

// healthcheck holds the flags of the command healthcheck.
type healthcheck struct {
	addrs     addresses
	readyFile string
	tls       bool
	certFile  string
	wait      time.Duration
	started   time.Time
}

func healthcheckCommand() *cobra.Command {
	h := healthcheck{addrs: addresses{all: []address{defaultAddr}}}
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Check whether a server is healthy, and report it by the exit code",
		Long: "healthcheck sends a request to a running server at each --addr, or at each URL in its\n" +
			"--ready-file, and exits with 0 if all respond and 1 if not. In the environment of a server\n" +
			"it checks that server.\n\n" +
			"With --wait it tries again until the server responds or the time is over. It ends at once\n" +
			"if the ready file contains the error of a server that did not start.",
		Example: `  appmesh-mock healthcheck
  appmesh-mock healthcheck --addr unix:/tmp/appmesh.sock
  appmesh-mock --addr 127.0.0.1:0 --ready-file ready & appmesh-mock healthcheck --wait 30s --ready-file ready`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE:    func(cmd *cobra.Command, _ []string) error { return h.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var(&h.addrs, "addr", "address that the server listens on; repeatable")
	f.StringVar(&h.readyFile, "ready-file", "", "`file` that the server writes its URLs to; has precedence over --addr")
	f.DurationVar(&h.wait, "wait", 0, "`time` to wait for the server to become healthy")
	f.BoolVar(&h.tls, "tls", false, "use TLS, and accept any certificate")
	f.StringVar(&h.certFile, "cert", "", "`file` with the server's certificate; implies --tls")
	return cmd
}

// run checks until the server is healthy, fails to start, or the time is over.
func (h *healthcheck) run(ctx context.Context) error {
	h.started = time.Now()
	deadline := h.started.Add(h.wait)
	for {
		err := h.check(ctx)
		if err == nil || !time.Now().Before(deadline) || h.failed(err) {
			return err
		}
		time.Sleep(healthInterval)
	}
}

// failed reports whether further attempts are useless.
func (h *healthcheck) failed(err error) bool {
	if usage := (usageError{}); errors.As(err, &usage) {
		return true
	}
	if start := (*startError)(nil); !errors.As(err, &start) {
		return false
	}
	info, err := os.Stat(h.readyFile)
	return err == nil && info.ModTime().After(h.started.Add(-errorAge))
}

// check checks all addresses once.
func (h *healthcheck) check(ctx context.Context) error {
	urls, err := h.urls()
	if err != nil {
		return err
	}
	for _, url := range urls {
		if err := checkHealth(ctx, url); err != nil {
			return err
		}
	}
	return nil
}

func (h *healthcheck) urls() ([]string, error) {
	if h.readyFile != "" {
		urls, err := readReadyFile(h.readyFile)
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("the server is not ready: there is no ready file %s", h.readyFile)
		}
		return urls, err
	}
	all, err := h.addrs.dialable()
	var urls []string
	for _, a := range all {
		urls = append(urls, a.url(scheme(h.tls || h.certFile != "")))
	}
	return urls, err
}

// checkHealth returns nil if an appmesh-mock responds at a URL, or at unix: and a path. It
// does not use a proxy.
func checkHealth(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	target, transport := url, &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // no secrets are exchanged
	}
	if path, isSocket := address(url).socket(); isSocket {
		target = "http://localhost"
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target+admin.Prefix+"/health", nil)
	if err != nil {
		return err
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return fmt.Errorf("no response from %s: %w", url, err)
	}
	defer response.Body.Close()
	// Without admin routes at this address, App Mesh refuses the path. The server is healthy
	// nevertheless.
	withoutAdmin := response.Header.Get("X-Amzn-Errortype") == "UnknownOperationException"
	if response.StatusCode != http.StatusOK && !withoutAdmin {
		return fmt.Errorf("the server at %s is not healthy, or is not appmesh-mock: %s", url, response.Status)
	}
	return nil
}
