// Package server answers what is said: the App Mesh API (2019-01-25) over HTTP.
package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/rules"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// What a server is when nothing else is said.
const (
	DefaultAccount = "123456789012"
	DefaultRegion  = "us-east-1"
	MaxBody        = 1 << 20 // bytes of a request's body (rule 62)
	MaxPath        = 8 << 10 // bytes of a request's path and query (rule 62)
)

// Options are what a server is made with. The zero Options make a deterministic server.
type Options struct {
	Account string // of requests whose access key is not twelve digits (rule 35); DefaultAccount if empty
	Region  string // of requests without a credential scope; DefaultRegion if empty

	Clock      *Clock           // one that begins at Epoch and steps a millisecond with each write, if nil
	UIDs       func() state.UID // counting if nil
	RequestIDs func() state.UID // counting if nil
	Logger     *slog.Logger     // discards if nil

	Strict        bool         // refuse requests with members that the API does not have
	ExplicitNulls bool         // write absent members as null (rule 1)
	Relax         []int        // numbers of assumed rules that are switched off
	Quotas        state.Quotas // none if empty (rule 12)

	Journal int // how many of the last calls are kept; DefaultJournal if 0, none if negative

	// Credentials are the access keys whose signatures are checked (rule 26). If nil, no
	// signature is.
	Credentials map[string]Credential
}

// Credential is what the server knows of an access key.
type Credential struct {
	Secret  string
	Account string // if empty, as rule 35 says
}

// Server is an App Mesh control plane in memory. It is an http.Handler; all its methods
// may be called at the same time.
type Server struct {
	options  Options
	rules    rules.Set
	store    *state.Store
	verifier *sigv4.Verifier // nil: signatures are not checked
	dates    dateCache
	journal  journal
	faults   faults
	measures measures
}

// New makes a server with no resources. It fails on options that contradict the rules.
func New(options Options) (*Server, error) {
	options = options.filled()
	s := &Server{options: options}
	var err error
	if s.rules, err = rules.NewSet(options.Relax); err != nil {
		return nil, err
	}
	if !isAccount(options.Account) {
		return nil, fmt.Errorf("account %q: must be 12 digits", options.Account)
	}
	if !isRegion(options.Region) {
		return nil, fmt.Errorf("region %q: must be letters, digits and hyphens", options.Region)
	}
	if err := options.Quotas.Check(); err != nil {
		return nil, err
	}
	for id, credential := range options.Credentials {
		if credential.Account != "" && !isAccount(credential.Account) {
			return nil, fmt.Errorf("account %q of access key %s: must be 12 digits", credential.Account, id)
		}
	}
	s.store = state.New(state.Options{
		Stamp:               options.Clock.Stamp,
		UID:                 options.UIDs,
		Quotas:              options.Quotas,
		AllowDangling:       !s.inForce(7),
		AllowImplicit:       !s.inForce(9),
		AllowProtocolChange: !s.inForce(29),
	})
	if options.Credentials != nil {
		s.verifier = &sigv4.Verifier{Secret: s.secret, Now: options.Clock.Now, Service: "appmesh"}
	}
	s.journal.size = max(0, options.Journal)
	return s, nil
}

func (o Options) filled() Options {
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
	if o.ExplicitNulls {
		o.Relax = append([]int{1}, o.Relax...)
	}
	return o
}

// Clock answers the server's clock.
func (s *Server) Clock() *Clock { return s.options.Clock }

// Account answers the account of requests that name none.
func (s *Server) Account() string { return s.options.Account }

// Region answers the region of requests that name none.
func (s *Server) Region() string { return s.options.Region }

// Reset removes everything that clients have made, in all worlds.
func (s *Server) Reset() { s.store.Clear() }

// ServeHTTP implements http.Handler. Whatever comes, the answer is in JSON and carries a request id.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := s.begin(w, r)
	defer x.end()
	switch {
	case r.Method == http.MethodOptions:
		x.preflight()
	case tooLong(r.URL) && s.inForce(62):
		x.refuse(pathTooLong)
	default:
		x.dispatch()
	}
}

// secret answers the secret of an access key to the verifier of signatures.
func (s *Server) secret(keyID string) (string, bool) {
	credential, ok := s.options.Credentials[keyID]
	return credential.Secret, ok
}
