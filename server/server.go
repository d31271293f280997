// Package server serves the App Mesh API (2019-01-25) over HTTP from memory.
//
// A Server is an http.Handler:
//
//	srv, err := server.New(server.Options{})
//	...
//	http.ListenAndServe("127.0.0.1:4600", srv)
//
// Package internal/api runs the operations. This package adds the parts that belong to HTTP
// and to tests: callers and signatures, headers, faults, the journal of calls, the clock,
// checkpoints and seeds.
package server

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/rules"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Defaults of Options, and limits of requests.
const (
	DefaultAccount = "123456789012"
	DefaultRegion  = "us-east-1"
	MaxBody        = 1 << 20 // bytes of a request's body (rule 62)
	MaxPath        = 8 << 10 // bytes of a request's path and query (rule 62)
)

// Options configures a server. The zero Options gives a deterministic server.
type Options struct {
	Account string // of callers whose access key is not twelve digits (rule 35); DefaultAccount if empty
	Region  string // of requests without a credential scope; DefaultRegion if empty

	Clock      *Clock           // if nil, a clock that starts at Epoch and advances a millisecond with each write
	UIDs       func() state.UID // source of resource uids; counting if nil
	RequestIDs func() state.UID // source of request ids; counting if nil
	Logger     *slog.Logger     // discards if nil

	// Relax lists the numbers of assumed rules that are switched off. Without rule 1,
	// absent members are written as null.
	Relax []int

	// Strict refuses unknown members of requests (rule 110), which are ignored otherwise.
	Strict bool

	// NoCompanions disables the operations of other services (rules 120 to 124). Requests for
	// them are refused like those for unknown paths.
	NoCompanions bool

	Quotas state.Quotas // none if empty (rule 12)

	Journal int // number of calls that the journal keeps; DefaultJournal if 0, none if negative

	// Credentials holds the access keys whose signatures are checked (rule 26), by key id.
	// If nil, signatures are not checked.
	Credentials map[string]Credential
}

// Credential describes an access key.
type Credential struct {
	Secret  string
	Account string // if empty, rule 35 determines the account
}

// Server is an App Mesh control plane in memory and an http.Handler. Its methods may be
// called concurrently.
type Server struct {
	options  Options
	rules    rules.Set
	store    *state.Store
	api      *api.API
	verifier *sigv4.Verifier // nil: signatures are not checked
	journal  journal
	faults   faultSet
	stats    statistics
	start    startState
}

// New returns a server without resources. It returns an error if an option is invalid.
func New(options Options) (*Server, error) {
	options = options.withDefaults()
	if err := options.check(); err != nil {
		return nil, err
	}
	relaxed, err := rules.NewSet(options.Relax)
	if err != nil {
		return nil, err
	}
	s := &Server{options: options, rules: relaxed}
	s.store = state.New(state.Options{
		Stamp:               options.Clock.Stamp,
		UID:                 options.UIDs,
		Quotas:              options.Quotas,
		AllowDangling:       !s.InForce(7),
		AllowImplicit:       !s.InForce(9),
		AllowProtocolChange: !s.InForce(29),
		AllowMissingPorts:   !s.InForce(74),
	})
	s.api = api.New(s.store, relaxed)
	if options.Credentials != nil {
		s.verifier = &sigv4.Verifier{Secret: s.secret, Now: options.Clock.Now, Service: "appmesh"}
	}
	s.journal.size = max(0, options.Journal)
	s.start.snapshot = s.store.Snapshot()
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Account == "" {
		o.Account = DefaultAccount
	}
	if o.Region == "" {
		o.Region = DefaultRegion
	}
	if o.Clock == nil {
		o.Clock = SteppingClock(Epoch, time.Millisecond)
	}
	if o.UIDs == nil {
		o.UIDs = CountingIDs(countedUIDs)
	}
	if o.RequestIDs == nil {
		o.RequestIDs = CountingIDs(countedRequestIDs)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Journal == 0 {
		o.Journal = DefaultJournal
	}
	return o
}

func (o Options) check() error {
	if !state.IsAccount(o.Account) {
		return fmt.Errorf("account %q: must be 12 digits", o.Account)
	}
	if !state.IsRegion(o.Region) {
		return fmt.Errorf("region %q: must be letters, digits and hyphens", o.Region)
	}
	if err := o.Quotas.Check(); err != nil {
		return err
	}
	for id, credential := range o.Credentials {
		if credential.Account != "" && !state.IsAccount(credential.Account) {
			return fmt.Errorf("account %q of access key %s: must be 12 digits", credential.Account, id)
		}
	}
	return nil
}

// Clock returns the server's clock.
func (s *Server) Clock() *Clock { return s.options.Clock }

// Account returns the account of callers whose access key does not determine one.
func (s *Server) Account() string { return s.options.Account }

// Region returns the region of requests without a credential scope.
func (s *Server) Region() string { return s.options.Region }
