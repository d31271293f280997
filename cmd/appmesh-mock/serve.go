package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// Limits on a connection. Who says nothing, or stops in the middle, does not hold it for
// ever; a path that is too long for App Mesh (rule 62) is still read, and refused in JSON.
const (
	headerTimeout  = 10 * time.Second
	readTimeout    = 30 * time.Second
	writeTimeout   = 60 * time.Second
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 256 << 10
	grace          = 8 * time.Second // for requests in flight at the end; Docker kills after ten
)

func serveCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "appmesh-mock",
		Short: "AWS App Mesh in memory",
		Long: "appmesh-mock serves the App Mesh API (2019-01-25) from memory.\n\n" +
			"Each flag is also an environment variable: --log-level is APPMESH_MOCK_LOG_LEVEL.\n" +
			"Where both are given the flag holds.",
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(&s, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

// serve serves until a signal comes. It answers nil if it came.
func serve(s *settings, stdout, stderr io.Writer) error {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	logger := s.logger(stderr)
	options, err := s.options(logger)
	if err != nil {
		return err
	}
	api, err := server.New(options)
	if err != nil {
		return optionsError(err)
	}
	removeStale(s.readyFile, logger)
	listener, err := net.Listen("tcp", s.addr.String())
	if err != nil {
		return listenError(s.addr.String(), err)
	}
	web := newWeb(handler(s, api, listener.Addr()), logger)
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	defer web.Close()
	if err := tellReady(s, reachable(listener.Addr().String()), stdout); err != nil {
		return err
	}
	defer removeStale(s.readyFile, logger)
	select {
	case err := <-failed:
		return fmt.Errorf("serving stopped: %w", err)
	case <-stop.Done():
		cancel() // a second signal ends the program at once
		shutDown(web, logger)
		return nil
	}
}

// handler mounts the admin routes beside App Mesh.
func handler(s *settings, api *server.Server, on net.Addr) http.Handler {
	if s.noAdmin {
		return api
	}
	tcp, ok := on.(*net.TCPAddr)
	mock := admin.New(admin.Options{
		Server: api, Version: version(), Now: time.Now, Loopback: ok && tcp.IP.IsLoopback(),
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == admin.Prefix || strings.HasPrefix(r.URL.Path, admin.Prefix+"/") {
			mock.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	})
}

func newWeb(h http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// shutDown takes no more requests and lets those in flight end.
func shutDown(web *http.Server, logger *slog.Logger) {
	logger.Info("stopping: requests in flight may end")
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		logger.Warn("requests were cut off", "after", grace.String())
	}
}

func optionsError(err error) error {
	if strings.HasPrefix(err.Error(), "rule ") {
		return badUsage("--relax: %w; appmesh-mock rules lists them, and those that are assumed can be relaxed", err)
	}
	return usageError{err}
}

// listenError says why a port could not be opened, and what to do.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use: stop what listens there, or take another port with --addr (port 0 takes a free one)", addr)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be opened: take a port above 1023 with --addr", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s is no address of this machine: take 127.0.0.1 or 0.0.0.0 with --addr", addr)
	default:
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
}

// removeStale removes a ready file, so that nobody takes the one of a server that is gone
// for this one's.
func removeStale(file string, logger *slog.Logger) {
	if file == "" {
		return
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		logger.Warn("the ready file cannot be removed", "error", err.Error())
	}
}
