package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// defaultShutdownTimeout leaves time to save the state before Docker kills a container, ten
// seconds after SIGTERM.
const defaultShutdownTimeout = 8 * time.Second

func serveCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "appmesh-mock",
		Short: "Serve AWS App Mesh from memory",
		Long: "appmesh-mock serves the AWS App Mesh API (2019-01-25) from memory.\n\n" +
			"Each flag is also an environment variable: --log-level is APPMESH_MOCK_LOG_LEVEL.\n" +
			"A flag has precedence over its variable.",
		Example: `  # serve on port 4600, and point the AWS clients of this shell at it
  appmesh-mock &
  eval "$(appmesh-mock env)"

  # start with a ready-made data set, keep changes in a file, and throttle as App Mesh did
  appmesh-mock --world storefront --state-file state.json --fault-profile throttling

  # serve TLS on any free port, and write the URL to a file for a script
  appmesh-mock --addr 127.0.0.1:0 --ready-file ready --tls --ca-file ca.pem`,
		Args:    noArguments,
		PreRunE: setFromEnv,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.changed = changedSettings(cmd.Flags())
			return serve(&s, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

// serve serves until it receives a signal. It returns nil if the state was saved after the
// signal.
func serve(s *settings, stdout, stderr io.Writer) error {
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	logger := s.logger(stderr)
	ready := &readyFile{path: s.readyFile, logger: logger}
	api, file, ls, err := prepare(s, ready, logger)
	if err != nil {
		ready.writeError(err)
		return err
	}
	defer file.saveOnHangup(logger)()
	failed := ls.serve(s, api, file)
	if err = announce(s, ls, ready, stdout); err == nil {
		logger.LogAttrs(stop, slog.LevelInfo, "started", slog.String("version", version()),
			slog.Attr{Key: "settings", Value: slog.GroupValue(s.changed...)})
		select {
		case err = <-failed:
			err = fmt.Errorf("serving stopped: %w", err)
		case <-stop.Done():
			cancel() // a second signal ends the process at once
			logger.Info("stopping", "timeout", s.shutdownTimeout.String())
		}
	}
	ready.remove()
	ls.shutDown(s.shutdownTimeout)
	return errors.Join(err, file.save())
}

// prepare opens the listeners of a new server and initializes its state. It opens listeners
// first, so that a process whose addresses are in use does not modify the files of the
// running server.
func prepare(s *settings, ready *readyFile, logger *slog.Logger) (*server.Server, *stateFile, *listeners, error) {
	options, err := s.options(logger)
	if err != nil {
		return nil, nil, nil, err
	}
	api, err := server.New(options)
	if err != nil {
		return nil, nil, nil, optionsError(err)
	}
	if err := s.dataPlane.start(api); err != nil {
		return nil, nil, nil, err
	}
	secure, ca, err := s.tlsConfig()
	if err != nil {
		return nil, nil, nil, err
	}
	ls, err := openListeners(s, secure, logger)
	if err != nil {
		return nil, nil, nil, err
	}
	ready.clear()
	file := &stateFile{path: s.stateFile, api: api}
	err = initState(s, api, file, logger)
	if err == nil && s.caFile != "" {
		if err = writeAtomic(s.caFile, ca); err != nil {
			err = fmt.Errorf("cannot write the CA file: %w", err)
		}
	}
	if err != nil {
		ls.close()
		return nil, nil, nil, err
	}
	return api, file, ls, nil
}

// changedSettings returns the flags with values other than their defaults, for the log.
func changedSettings(flags *pflag.FlagSet) []slog.Attr {
	const maxValue = 200 // bytes of a value; an inline seed may be long
	var all []slog.Attr
	flags.Visit(func(flag *pflag.Flag) {
		value := flag.Value.String()
		switch {
		case value == flag.DefValue:
			return
		case flag.Name == "credentials":
			value = "(not shown)"
		case len(value) > maxValue:
			value = strings.ToValidUTF8(value[:maxValue], "") + "…"
		}
		all = append(all, slog.String(flag.Name, value))
	})
	return all
}

func optionsError(err error) error {
	if text := err.Error(); strings.HasPrefix(text, "rule ") || strings.HasPrefix(text, "the basis of rule ") {
		return badUsage("--relax: %w (appmesh-mock rules lists the rules that can be relaxed)", err)
	}
	return usageError{err}
}
