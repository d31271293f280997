// Package harness starts servers for end-to-end tests, in the process of the test or as the
// built binary, and gives each test an account that no other test uses.
package harness

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// Secret is the secret access key that goes with the account of every Target.
const Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

// Target is a server and an account in it that only this test uses (rule 35).
type Target struct {
	URL     string // of the endpoint
	Region  string // that a client should be set to
	Account string // twelve digits; the access key id that a client should be set to
	Live    bool   // the server shows the time of the wall clock, not a deterministic one

	api *appmeshtest.Server // nil: the server is the binary
}

// Place is where a server can run.
type Place struct {
	Name   string
	Target func(t testing.TB) Target
}

// Places are the in-process server, which each test starts for itself, and the built
// binary, which all tests of a test binary share.
var Places = []Place{{"in-process", InProcess}, {"binary", Shared}}

// Each runs a test in each place, as parallel subtests.
func Each(t *testing.T, test func(t *testing.T, target Target)) {
	t.Helper()
	for _, place := range Places {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			test(t, place.Target(t))
		})
	}
}

// EachAlone is Each with a server of the test's own in each place: its journal has the
// test's calls and no others.
func EachAlone(t *testing.T, test func(t *testing.T, target Target)) {
	t.Helper()
	alone := func(t testing.TB) Target { return Run(t) }
	for _, place := range []Place{{"in-process", InProcess}, {"binary", alone}} {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			test(t, place.Target(t))
		})
	}
}

// EachRelaxed is EachAlone with a rule switched off, by its number.
func EachRelaxed(t *testing.T, rule int, test func(t *testing.T, target Target)) {
	t.Helper()
	for _, place := range []Place{
		{"in-process", func(t testing.TB) Target { return Started(appmeshtest.Start(t, appmeshtest.WithRelax(rule))) }},
		{"binary", func(t testing.TB) Target { return Run(t, "--relax", strconv.Itoa(rule)) }},
	} {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			test(t, place.Target(t))
		})
	}
}

// InProcess starts a server in this process, which ends with the test.
func InProcess(t testing.TB) Target { return Started(appmeshtest.Start(t)) }

// Started returns a target in a server that was started already.
func Started(s *appmeshtest.Server) Target {
	return Target{URL: s.URL, Region: s.Region, Account: Account(), api: s}
}

// Share shares a mesh of the target's account with another account: in the process by
// a call, in the binary by its administration.
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

// Account returns an account that this test binary has not had before.
func Account() string { return Accounts(1) }

// Accounts returns the first of n accounts in a row that this test binary has not had before.
func Accounts(n int64) string {
	return fmt.Sprintf("%012d", 210_000_000_001+accounts.Add(n)-n)
}

// transport is shared by all clients, with connections enough for tests in parallel.
var transport = func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.MaxIdleConnsPerHost = 64
	return t
}()

// Transport returns the transport for the clients of a test.
func Transport() http.RoundTripper { return atOnce{transport} }

// atOnce sends a request and its body in one piece. aws-sdk-go-v2 closes the body of a request
// as soon as the answer begins. A net/http that is still about to see that the body has ended
// takes this for an error and closes the connection, so that the rest of an answer of more
// than 4 KB is lost: "use of closed network connection" (aws-sdk-go-v2, issue 2737). The SDK
// then tries again, but not for a test that has it try once.
type atOnce struct{ http.RoundTripper }

func (a atOnce) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.ContentLength <= 0 {
		return a.RoundTripper.RoundTrip(r)
	}
	defer r.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	sent := *r
	sent.Body = io.NopCloser(bytes.NewReader(body))
	return a.RoundTripper.RoundTrip(&sent)
}
