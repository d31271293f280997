package main

import (
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const defaultAddr = "127.0.0.1:4600"

// settings holds the flags of the serving command.
type settings struct {
	addrs               addresses
	adminAddr           address
	noAdmin             bool
	noUI                bool
	tls                 bool
	caFile              string
	certFile, keyFile   string
	readyFile           string
	shutdownTimeout     time.Duration
	account, region     string
	strict              bool
	noCompanions        bool
	explicitNulls       bool
	relax               []int
	quotas              choice
	quota               map[string]int
	verify              bool
	credentials         []string
	world               choice
	seeds               []string
	dataPlane           dataPlane
	stateFile           string
	clock               instant
	deterministic       bool
	faults              faultList
	faultProfile        choice
	journal             uint
	logLevel, logFormat choice

	changed []slog.Attr // the flags with values other than their defaults
}

// flags adds all flags, in the order of help and reference.
func (s *settings) flags(f *pflag.FlagSet) {
	f.SortFlags = false
	s.listenFlags(f)
	s.apiFlags(f)
	s.stateFlags(f)
	s.testFlags(f)
	s.logFlags(f)
}

func (s *settings) listenFlags(f *pflag.FlagSet) {
	s.addrs = addresses{all: []address{defaultAddr}}
	f.Var(&s.addrs, "addr", "host:port or unix:/path to listen on; port 0 is any free port; repeatable")
	f.Var(&s.adminAddr, "admin-addr", "serve /_mock/ on this address only")
	f.BoolVar(&s.noAdmin, "no-admin", false, "do not serve /_mock/")
	f.BoolVar(&s.noUI, "no-ui", false, "do not serve the web page at /_mock/ui/")
	f.BoolVar(&s.tls, "tls", false, "serve TLS with a certificate created at the start")
	f.StringVar(&s.caFile, "ca-file", "", "`file` to write the CA of that certificate to, for AWS_CA_BUNDLE")
	f.StringVar(&s.certFile, "cert", "", "serve TLS with the certificate in this `file` (PEM)")
	f.StringVar(&s.keyFile, "key", "", "`file` with the private key of --cert (PEM)")
	f.StringVar(&s.readyFile, "ready-file", "",
		"`file` to write the URL to when the server is ready, or the error if it does not start; removed at the end")
	f.DurationVar(&s.shutdownTimeout, "shutdown-timeout", defaultShutdownTimeout,
		"`time` that requests in flight have to end after SIGTERM or SIGINT")
}

func (s *settings) apiFlags(f *pflag.FlagSet) {
	s.quotas = choice{"none", []string{"aws", "none"}}
	f.StringVar(&s.account, "account", server.DefaultAccount,
		"`account` of requests whose access key is not twelve digits")
	f.StringVar(&s.region, "region", server.DefaultRegion, "`region` of requests that are not signed")
	f.BoolVar(&s.strict, "strict", false, "refuse requests with members that the API does not have")
	f.BoolVar(&s.noCompanions, "no-companions", false,
		"do not serve sts:GetCallerIdentity and tag:GetResources (rules 120 to 124)")
	f.BoolVar(&s.explicitNulls, "explicit-nulls", false, "write absent members as null (rule 1)")
	f.IntSliceVar(&s.relax, "relax", nil, "`numbers` of assumed rules to switch off, as in 28,29")
	f.Var(&s.quotas, "quotas", "aws: the default quotas of App Mesh (rule 12)")
	f.StringToIntVar(&s.quota, "quota", nil,
		"`name=number` of a quota, as in virtualGatewaysPerMesh=5; repeatable, has precedence over --quotas")
	f.BoolVar(&s.verify, "verify-signatures", false,
		"refuse requests that are not signed with a known access key (rule 26)")
	f.StringArrayVar(&s.credentials, "credentials", nil,
		"known access key as `KEYID:SECRET[:ACCOUNT]`, or a file with one on each line; repeatable")
}

func (s *settings) stateFlags(f *pflag.FlagSet) {
	s.world = choice{of: worlds.Names()}
	f.Var(&s.world, "world", "start with a predefined data set")
	s.dataPlane.flags(f)
	f.StringArrayVar(&s.seeds, "seed", nil,
		"start with the resources in this `file` or folder, or in a text that begins with [ or {; "+
			"JSON or YAML; repeatable")
	f.StringVar(&s.stateFile, "state-file", "",
		"`file` to load the state from, if it exists, and to save it to at the end and on SIGHUP")
}

func (s *settings) testFlags(f *pflag.FlagSet) {
	s.clock = instant{text: wallClock}
	s.faultProfile = choice{of: server.ProfileNames()}
	f.Var(&s.clock, "clock", "time of the server: the system time, or a fixed one, as in fixed:2024-02-29T12:00:00Z")
	f.BoolVar(&s.deterministic, "deterministic", false,
		"start at 2019-01-25, advance a millisecond with each write, and count identifiers up")
	f.Var(&s.faults, "fault", "fault to start with, as JSON or as @FILE with JSON; repeatable")
	f.Var(&s.faultProfile, "fault-profile", "predefined set of faults to start with")
}

func (s *settings) logFlags(f *pflag.FlagSet) {
	s.logLevel = choice{"info", []string{"debug", "info", "warn", "error"}}
	s.logFormat = choice{"text", []string{"text", "json"}}
	f.UintVar(&s.journal, "journal", server.DefaultJournal, "`number` of calls kept for /_mock/calls; 0 keeps none")
	f.Var(&s.logLevel, "log-level", "lowest level that is logged to stderr; debug has every request")
	f.Var(&s.logFormat, "log-format", "format of the log")
}

// quotaNames returns the names of the quotas, for messages.
func quotaNames() string { return strings.Join(sortedKeys(state.AWSQuotas()), ", ") }
