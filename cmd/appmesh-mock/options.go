package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// options answers what the server is made with.
func (s *settings) options(logger *slog.Logger) (server.Options, error) {
	o := server.Options{
		Account: s.account, Region: s.region,
		Logger: logger, Relax: s.relax, Journal: int(s.journal),
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
	o.Quotas = o.Quotas.With(map[string]int(s.quota))
	s.setTimeAndIDs(&o)
	if err := s.checkFlags(); err != nil || !s.verify {
		return o, err
	}
	var err error
	o.Credentials, err = readCredentials(s.credentials)
	return o, err
}

// setTimeAndIDs sets real time and identifiers, unless others are asked for. The server's own
// are those that repeat.
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

// checkFlags refuses flags that make no sense without others, or beside them.
func (s *settings) checkFlags() error {
	switch {
	case s.verify && len(s.credentials) == 0:
		return badUsage("--verify-signatures needs an access key to know: add --credentials KEYID:SECRET")
	case !s.verify && len(s.credentials) > 0:
		return badUsage("--credentials is for checking signatures: add --verify-signatures, or leave it out")
	case s.noAdmin && s.adminAddr != "":
		return badUsage("--admin-addr is for the routes that --no-admin leaves out: leave one of the two out")
	case (s.certFile == "") != (s.keyFile == ""):
		return badUsage("--cert and --key belong together: add the other one")
	case s.certFile != "" && s.tls:
		return badUsage("--tls makes a certificate, --cert and --key bring one: leave --tls out, or those")
	case s.caFile != "" && !s.tls:
		return badUsage("--ca-file is for the CA of the certificate that --tls makes: add --tls, or leave it out")
	}
	return nil
}

// logger answers the log.
func (s *settings) logger(to io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.logLevel.word)); err != nil {
		panic(err) // the flag takes no other word
	}
	options := &slog.HandlerOptions{Level: level}
	if s.logFormat.word == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
