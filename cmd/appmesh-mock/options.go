package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// options returns the server options for the settings.
func (s *settings) options(logger *slog.Logger) (server.Options, error) {
	o := server.Options{
		Account: s.account, Region: s.region, Logger: logger,
		Strict: s.strict, NoCompanions: s.noCompanions, Relax: s.relax, Journal: int(min(s.journal, math.MaxInt32)),
	}
	if s.explicitNulls {
		o.Relax = append([]int{1}, o.Relax...)
	}
	if s.journal == 0 {
		o.Journal = -1
	}
	if s.quotas.word == "aws" {
		o.Quotas = state.AWSQuotas()
	}
	o.Quotas = o.Quotas.With(s.quota)
	s.setTimeAndIDs(&o)
	if err := s.check(); err != nil || !s.verify {
		return o, err
	}
	var err error
	o.Credentials, err = readCredentials(s.credentials)
	return o, err
}

// setTimeAndIDs sets the system time and random identifiers unless the settings specify
// others. The defaults of server.Options are deterministic.
func (s *settings) setTimeAndIDs(o *server.Options) {
	if !s.deterministic {
		o.UIDs, o.RequestIDs = server.RandomIDs(rand.Reader), server.RandomIDs(rand.Reader)
	}
	switch {
	case !s.clock.fixed.IsZero():
		o.Clock = server.SteppingClock(s.clock.fixed, 0)
	case !s.deterministic:
		o.Clock = server.RunningClock(time.Now)
	}
}

// check refuses flags that require or exclude another flag.
func (s *settings) check() error {
	for name, limit := range s.quota {
		if _, known := state.AWSQuotas()[name]; !known {
			return badUsage("--quota %q: the name must be one of %s", name, quotaNames())
		}
		if limit < 0 {
			return badUsage("--quota %s=%d: must not be negative", name, limit)
		}
	}
	switch {
	case s.verify && len(s.credentials) == 0:
		return badUsage("--verify-signatures needs an access key: add --credentials KEYID:SECRET")
	case !s.verify && len(s.credentials) > 0:
		return badUsage("--credentials needs --verify-signatures: add it, or remove --credentials")
	case s.noAdmin && s.adminAddr != "":
		return badUsage("--admin-addr and --no-admin exclude each other: remove one of them")
	case (s.certFile == "") != (s.keyFile == ""):
		return badUsage("--cert and --key belong together: add the other one")
	case s.certFile != "" && s.tls:
		return badUsage("--tls creates a certificate, --cert and --key name one: remove --tls, or both others")
	case s.caFile != "" && !s.tls:
		return badUsage("--ca-file is for the CA of the certificate that --tls creates: add --tls, or remove --ca-file")
	case s.shutdownTimeout < 0:
		return badUsage("--shutdown-timeout %s: must not be negative", s.shutdownTimeout)
	}
	return nil
}

// logger returns a logger for the log settings.
func (s *settings) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	level.UnmarshalText([]byte(s.logLevel.word)) //nolint:errcheck // the flag takes valid levels only
	options := &slog.HandlerOptions{Level: level}
	if s.logFormat.word == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
