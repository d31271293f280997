// Package harness has the shared parts of the end-to-end tests. It starts servers, in the process
// of the test or as the built binary, and gives each test an account that no other test uses:
//
//	harness.Each(t, func(t *testing.T, target harness.Target) { … }) // in process, and the binary
//	target := harness.InProcess(t)                                   // one server in this process
//	target := harness.Run(t, "--verify-signatures", …)               // the binary with flags
//	target := harness.Handler(api)                                   // any handler, without a socket
//
// A [Target] sends requests without an SDK, and returns status, exception and body:
//
//	response := target.Must(t, "CreateMesh", harness.Object{"meshName": "m"})
//	response, err := target.Send("GET", "/v20190125/meshes", nil)
//
// It also injects faults, reads the journal and shares meshes, in both kinds of servers.
// [Config] configures aws-sdk-go-v2 for a target. [Needs] returns the resources that must exist
// before another can be created. The TestMain of a package that uses the binary calls [Main].
package harness

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// Secret is the secret access key that goes with the account of every Target.
const Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

// Target is a server and an account in it (rule 35), which most tests do not share.
type Target struct {
	URL       string            // of the endpoint
	Region    string            // that a client should be set to
	Account   string            // twelve digits; the access key id that a client should be set to
	Live      bool              // the server uses the wall clock, not a deterministic one
	Transport http.RoundTripper // for requests without an SDK; nil: [Transport]

	api *appmeshtest.Server // nil: the server is the binary
}

// Mode is a way to run a server.
type Mode struct {
	Name   string
	Target func(t testing.TB) Target // starts the server if necessary
}

// Modes are the in-process server, which each test starts for itself, and the built binary,
// which all tests of a test binary share.
var Modes = []Mode{{"in-process", InProcess}, {"binary", Shared}}

// Alone are the same modes with a server for each test: its journal has no calls of others.
var Alone = []Mode{{"in-process", InProcess}, {"binary", func(t testing.TB) Target { return Run(t) }}}

// Relaxed returns the modes with a server for each test, where a rule is switched off.
func Relaxed(rule int) []Mode {
	return []Mode{
		{"in-process", func(t testing.TB) Target { return Started(appmeshtest.Start(t, appmeshtest.WithRelax(rule))) }},
		{"binary", func(t testing.TB) Target { return Run(t, "--relax", strconv.Itoa(rule)) }},
	}
}

// Each runs a test in each of the Modes, as parallel subtests.
func Each(t *testing.T, test func(t *testing.T, target Target)) {
	t.Helper()
	EachOf(t, Modes, test)
}

// EachOf runs a test in some modes, as parallel subtests.
func EachOf(t *testing.T, modes []Mode, test func(t *testing.T, target Target)) {
	t.Helper()
	for _, mode := range modes {
		t.Run(mode.Name, func(t *testing.T) {
			t.Parallel()
			test(t, mode.Target(t))
		})
	}
}

// InProcess starts a server in this process, which ends with the test.
func InProcess(t testing.TB) Target { return Started(appmeshtest.Start(t)) }

// Started returns a target in a running server.
func Started(s *appmeshtest.Server) Target {
	return Target{URL: s.URL, Region: s.Region, Account: Account(), api: s}
}

// Handler returns a target whose requests call a handler without a socket. They have no
// signature unless Account is set.
func Handler(h http.Handler) Target {
	return Target{URL: "http://appmesh.invalid", Region: server.DefaultRegion, Transport: handled{h}}
}

// Share shares a mesh of the target's account with another account.
func (target Target) Share(t testing.TB, mesh, with string) {
	t.Helper()
	share := server.Share{MeshName: mesh, MeshOwner: target.Account, Region: target.Region, Account: with}
	if target.api != nil {
		target.api.ShareMesh(share)
		return
	}
	target.admin(t, http.MethodPost, "/shares", share, nil)
}

var accounts atomic.Int64

// Account returns an account that this test binary has not used before.
func Account() string { return Accounts(1) }

// Accounts returns the first of n consecutive accounts that this test binary has not used before.
func Accounts(n int64) string {
	return fmt.Sprintf("%012d", 210_000_000_001+accounts.Add(n)-n)
}
