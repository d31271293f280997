package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
)

const defaultAddr = "127.0.0.1:4600"

// settings are what a serving command was told.
type settings struct {
	addr            address
	account, region string
	logLevel        choice
	logFormat       choice
	readyFile       string
	explicitNulls   bool
	relax           ruleNumbers
	quotas          choice
	quota           limits
	verify          bool
	credentials     []string
	noAdmin         bool
}

// flags adds a flag for each setting.
func (s *settings) flags(f *pflag.FlagSet) {
	s.addr = defaultAddr
	s.logLevel = choice{"info", []string{"debug", "info", "warn", "error"}}
	s.logFormat = choice{"text", []string{"text", "json"}}
	s.quotas = choice{"none", []string{"aws", "none"}}
	f.SortFlags = false
	f.Var(&s.addr, "addr", "what to listen on; port 0 takes a free one")
	f.StringVar(&s.account, "account", server.DefaultAccount, "`account` of requests whose access key is not twelve digits")
	f.StringVar(&s.region, "region", server.DefaultRegion, "`region` of requests that are not signed")
	f.Var(&s.logLevel, "log-level", "least level of what is logged to stderr; debug has every request")
	f.Var(&s.logFormat, "log-format", "form of the log")
	f.StringVar(&s.readyFile, "ready-file", "", "`file` to write the URL to when the port is open; removed at the end")
	f.BoolVar(&s.explicitNulls, "explicit-nulls", false, "write absent members as null (rule 1)")
	f.Var(&s.relax, "relax", "assumed rules to switch off, as in 28,29")
	f.Var(&s.quotas, "quotas", "aws: the quotas that App Mesh had by default (rule 12)")
	f.Var(&s.quota, "quota", "one quota, as in virtualGatewaysPerMesh=5; repeatable, over --quotas")
	f.BoolVar(&s.verify, "verify-signatures", false, "refuse requests that no known access key signed (rule 26)")
	f.StringArrayVar(&s.credentials, "credentials", nil,
		"access key to know, as `KEYID:SECRET[:ACCOUNT]`, or a file with one on each line; repeatable")
	f.BoolVar(&s.noAdmin, "no-admin", false, "serve App Mesh only, and nothing at /_mock/")
}

// options answers what the server is made with. Time and identifiers are real ones.
func (s *settings) options(logger *slog.Logger) (server.Options, error) {
	o := server.Options{
		Account: s.account, Region: s.region,
		Clock: server.RunningClock(time.Now), UIDs: server.RandomIDs(rand.Reader), RequestIDs: server.RandomIDs(rand.Reader),
		Logger: logger, ExplicitNulls: s.explicitNulls, Relax: s.relax,
	}
	if s.quotas.word == "aws" {
		o.Quotas = server.AWSQuotas()
	}
	o.Quotas = o.Quotas.With(map[string]int(s.quota))
	switch {
	case s.verify && len(s.credentials) == 0:
		return o, badUsage("--verify-signatures needs an access key to know: add --credentials KEYID:SECRET")
	case !s.verify && len(s.credentials) > 0:
		return o, badUsage("--credentials is for checking signatures: add --verify-signatures, or leave it out")
	case s.verify:
		var err error
		o.Credentials, err = readCredentials(s.credentials)
		return o, err
	}
	return o, nil
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
