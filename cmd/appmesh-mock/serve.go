package main

import (
	"context"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/appmesh-mock/appmesh-mock/server"
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
		Example: `  # serve on port 4600, and point this shell's AWS clients at it
  appmesh-mock &
  eval "$(appmesh-mock env)"

  # begin with a world, keep what clients make, and answer as the real service under load
  appmesh-mock --world storefront --state-file state.json --fault-profile throttling

  # any free port, with TLS, for a script that waits for the file
  appmesh-mock --addr 127.0.0.1:0 --ready-file ready --tls --ca-file ca.pem`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(&s, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

// serve serves until a signal comes. It answers nil if it came and all was saved.
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
	kept := &keeper{file: s.stateFile, api: api}
	if err := fill(s, api, kept, logger); err != nil {
		return err
	}
	defer kept.onHangup(logger)()
	removeStale(s.readyFile, logger)
	open, err := openDoors(s, api, kept, logger)
	if err != nil {
		return err
	}
	defer open.close()
	failed := open.serve()
	if err := tellReady(s, open, stdout); err != nil {
		return err
	}
	defer removeStale(s.readyFile, logger)
	select {
	case err := <-failed:
		return fmt.Errorf("serving stopped: %w", err)
	case <-stop.Done():
		cancel() // a second signal ends the program at once
		open.shutDown()
		return kept.save()
	}
}

func optionsError(err error) error {
	if strings.HasPrefix(err.Error(), "rule ") {
		return badUsage("--relax: %w; appmesh-mock rules lists them, and those that are assumed can be relaxed", err)
	}
	return usageError{err}
}
