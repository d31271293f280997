package sdks

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// sdk describes a client under test and its differences from the others.
type sdk struct {
	start func(t *testing.T) *driver // skips the test if the client is missing

	// retried are the codes on which the SDK tries again, by retry mode. Its first mode is the default.
	retried map[string][]string
	// local are the names of the error scenarios that the SDK refuses without a request.
	local []string
	// unsendable are the names that the SDK cannot send in a path.
	unsendable []string
}

// run is the test of one SDK: its driver, its servers, and the operations that succeeded.
type run struct {
	sdk
	scenarios
	*driver
	signed  harness.Target // verifies signatures
	counted harness.Target // permits two meshes

	mu     sync.Mutex
	called map[string]bool
	free   int64 // next account
}

// accounts is the number of accounts whose signatures a server verifies.
const accounts = 1000

// newRun starts the driver and the servers.
func newRun(t *testing.T, s sdk) *run {
	t.Helper()
	first := harness.Accounts(accounts)
	next, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return &run{
		sdk: s, scenarios: readScenarios(t), driver: s.start(t), called: map[string]bool{}, free: next,
		signed:  harness.Run(t, "--verify-signatures", "--credentials", keysFrom(t, first, accounts)),
		counted: harness.Run(t, "--quota", "meshesPerAccount=2"),
	}
}

// keysFrom writes a file of access keys for count accounts from the first one on.
func keysFrom(t *testing.T, first string, count int) (file string) {
	t.Helper()
	account, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	for i := range count {
		fmt.Fprintf(&lines, "%012d:%s\n", account+i, harness.Secret)
	}
	file = filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// client is a client of an account that no other test uses.
type client struct {
	*run
	harness.Target
	settings request
}

func (r *run) client(target harness.Target) client {
	r.mu.Lock()
	defer r.mu.Unlock()
	target.Account = fmt.Sprintf("%012d", r.free)
	r.free++
	return client{r, target, request{URL: target.URL, KeyID: target.Account, Secret: harness.Secret, Attempts: 1}}
}

// strict returns a client of the server that verifies signatures.
func (r *run) strict() client { return r.client(r.signed) }

// retrying returns a client that tries several times.
func (r *run) retrying(mode string, attempts int) client {
	c := r.client(r.counted)
	c.settings.Mode, c.settings.Attempts = mode, attempts
	return c
}

func (c client) try(t *testing.T, operation string, input members) response {
	t.Helper()
	r := c.settings
	r.Operation, r.Input = operation, with(input)
	return c.send(t, r)
}

// must makes a call that succeeds, and returns its output.
func (c client) must(t *testing.T, operation string, input members) members {
	t.Helper()
	out := c.try(t, operation, input)
	if out.Error != nil {
		t.Fatalf("%s %v: %v", operation, input, out.Error)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.run.called[operation] = true
	return out.Output
}

func (c client) all(t *testing.T, calls []call) {
	t.Helper()
	for _, each := range calls {
		c.must(t, each.Operation, each.Input)
	}
}

var requestID = regexp.MustCompile(`^[0-9a-f-]{36}$`)

// refused makes a call that fails with a modelled exception, and returns its message.
func (c client) refused(t *testing.T, code, operation string, input members) string {
	t.Helper()
	err := c.fails(t, operation, input)
	if err.Kind != code || err.Code != code || err.Status != c.Exceptions[code] ||
		!requestID.MatchString(err.RequestID) {
		t.Errorf("%s %v: %v, want a %s with status %d", operation, input, err, code, c.Exceptions[code])
	}
	return err.Message
}

// fails makes a call that fails, and returns its error.
func (c client) fails(t *testing.T, operation string, input members) *clientError {
	t.Helper()
	out := c.try(t, operation, input)
	if out.Error == nil {
		t.Fatalf("%s %v succeeded with %v", operation, input, out.Output)
	}
	return out.Error
}

// outcomes returns the result of each call of an operation: its code, "" for a success, and
// "cut" for a closed connection.
func (c client) outcomes(t *testing.T, operation string) []string {
	t.Helper()
	return outcomes(c.Calls(t, operation))
}

func outcomes(calls []harness.Call) (all []string) {
	for _, c := range calls {
		if c.Code == "" && c.Status == 0 {
			c.Code = "cut"
		}
		all = append(all, c.Code)
	}
	return all
}

// matches reports whether a message matches a pattern in which … stands for any text and
// ACCOUNT for the account.
func matches(pattern, account, message string) bool {
	pattern = regexp.QuoteMeta(strings.ReplaceAll(pattern, "ACCOUNT", account))
	return regexp.MustCompile("(?s)^" + strings.ReplaceAll(pattern, "…", ".*") + "$").MatchString(message)
}
