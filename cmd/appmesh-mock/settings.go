package main

import (
	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
)

const defaultAddr = "127.0.0.1:4600"

// settings are what a serving command was told.
type settings struct {
	addrs               addresses
	adminAddr           address
	noAdmin             bool
	tls                 bool
	caFile              string
	certFile, keyFile   string
	readyFile           string
	account, region     string
	explicitNulls       bool
	relax               ruleNumbers
	quotas              choice
	quota               limits
	verify              bool
	credentials         []string
	world               choice
	seeds               []string
	stateFile           string
	clock               instant
	deterministic       bool
	faults              faultList
	faultProfile        choice
	journal             number
	logLevel, logFormat choice
	debugAddr           address
}

// flags adds a flag for each setting, in groups.
func (s *settings) flags(f *pflag.FlagSet) {
	f.SortFlags = false
	inGroup(f, "Where it listens", s.listenFlags)
	inGroup(f, "What it answers", s.answerFlags)
	inGroup(f, "What it begins with", s.beginFlags)
	inGroup(f, "What a test does to it", s.testFlags)
	inGroup(f, "What it tells", s.tellFlags)
}

func (s *settings) listenFlags(f *pflag.FlagSet) {
	s.addrs = addresses{all: []address{defaultAddr}}
	f.Var(&s.addrs, "addr", "host:port or unix:/path to listen on; port 0 takes a free one; repeatable")
	f.Var(&s.adminAddr, "admin-addr", "serve /_mock/ on an address of its own, and not on the others")
	f.BoolVar(&s.noAdmin, "no-admin", false, "serve App Mesh only, and nothing at /_mock/")
	f.BoolVar(&s.tls, "tls", false, "speak TLS, with a certificate made at the start")
	f.StringVar(&s.caFile, "ca-file", "", "`file` to write the CA of that certificate to, for AWS_CA_BUNDLE")
	f.StringVar(&s.certFile, "cert", "", "speak TLS with the certificate in this `file` (PEM)")
	f.StringVar(&s.keyFile, "key", "", "`file` with the key of --cert (PEM)")
	f.StringVar(&s.readyFile, "ready-file", "", "`file` to write the URL to when the port is open; removed at the end")
}

func (s *settings) answerFlags(f *pflag.FlagSet) {
	s.quotas = choice{"none", []string{"aws", "none"}}
	f.StringVar(&s.account, "account", server.DefaultAccount, "`account` of requests whose access key is not twelve digits")
	f.StringVar(&s.region, "region", server.DefaultRegion, "`region` of requests that are not signed")
	f.BoolVar(&s.explicitNulls, "explicit-nulls", false, "write absent members as null (rule 1)")
	f.Var(&s.relax, "relax", "assumed rules to switch off, as in 28,29")
	f.Var(&s.quotas, "quotas", "aws: the quotas that App Mesh had by default (rule 12)")
	f.Var(&s.quota, "quota", "one quota, as in virtualGatewaysPerMesh=5; repeatable, over --quotas")
	f.BoolVar(&s.verify, "verify-signatures", false, "refuse requests that no known access key signed (rule 26)")
	f.StringArrayVar(&s.credentials, "credentials", nil,
		"access key to know, as `KEYID:SECRET[:ACCOUNT]`, or a file with one on each line; repeatable")
}

func (s *settings) beginFlags(f *pflag.FlagSet) {
	s.world = choice{of: worlds.Names()}
	f.Var(&s.world, "world", "begin with a world that comes with appmesh-mock")
	f.StringArrayVar(&s.seeds, "seed", nil, "begin with what this `file` or folder says, in JSON or YAML; repeatable")
	f.StringVar(&s.stateFile, "state-file", "", "`file` to load the state from, if it is there, and to save it to at the end and on SIGHUP")
}

func (s *settings) testFlags(f *pflag.FlagSet) {
	s.clock = instant{said: wallClock}
	s.faultProfile = choice{of: server.ProfileNames()}
	f.Var(&s.clock, "clock", "what time it is: the machine's, or one that stands still, as in fixed:2024-02-29T12:00:00Z")
	f.BoolVar(&s.deterministic, "deterministic", false, "begin at 2019-01-25 with a millisecond to each write, and count identifiers up")
	f.Var(&s.faults, "fault", "fault to begin with, as JSON or as @FILE with JSON; repeatable")
	f.Var(&s.faultProfile, "fault-profile", "ready-made set of faults to begin with")
}

func (s *settings) tellFlags(f *pflag.FlagSet) {
	s.journal = server.DefaultJournal
	s.logLevel = choice{"info", []string{"debug", "info", "warn", "error"}}
	s.logFormat = choice{"text", []string{"text", "json"}}
	f.Var(&s.journal, "journal", "how many of the last calls are kept for /_mock/calls; 0: none")
	f.Var(&s.logLevel, "log-level", "least level of what is logged to stderr; debug has every request")
	f.Var(&s.logFormat, "log-format", "form of the log")
	f.Var(&s.debugAddr, "debug-addr", "serve Go's profiles (net/http/pprof) here; without a host, on loopback")
}
