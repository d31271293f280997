package harness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// Call is an entry of the journal.
type Call struct {
	Operation string
	Status    int    // 0: the connection was cut
	Code      string // the exception; "" for a success
	Fault     string // the name of the applied fault; "" for none
}

// Inject injects a fault until the test ends. It applies to calls of the target's account only.
func (target Target) Inject(t testing.TB, f server.Fault) {
	t.Helper()
	f.Calls.Account = target.Account
	if target.api != nil {
		t.Cleanup(target.api.Inject(f).Remove)
		return
	}
	var injected struct{ Number int64 }
	target.admin(t, http.MethodPost, "/faults", f, &injected)
	t.Cleanup(func() { target.admin(t, http.MethodDelete, fmt.Sprint("/faults/", injected.Number), nil, nil) })
}

// Calls returns the calls of an operation by the target's account, in order. Calls of other
// tests can displace them in the journal unless the server is for this test alone.
func (target Target) Calls(t testing.TB, operation string) (calls []Call) {
	t.Helper()
	if target.api != nil {
		for _, c := range target.api.Calls(appmeshtest.CallFilter{Operation: server.OperationName(operation),
			Account: target.Account}) {
			calls = append(calls, Call{string(c.Operation), c.Status, string(c.Code), c.Fault})
		}
		return calls
	}
	var journal struct{ Calls []Call }
	query := url.Values{"operation": {operation}, "account": {target.Account}}
	target.admin(t, http.MethodGet, "/calls?"+query.Encode(), nil, &journal)
	return journal.Calls
}

// Outcomes returns the result of each of the Calls: its exception, "" for a success, and "cut"
// for a connection that was cut.
func (target Target) Outcomes(t testing.TB, operation string) (all []string) {
	t.Helper()
	for _, c := range target.Calls(t, operation) {
		if c.Code == "" && c.Status == 0 {
			c.Code = "cut"
		}
		all = append(all, c.Code)
	}
	return all
}

// admin sends a request to the binary's admin routes, and decodes the response into a non-nil result.
func (target Target) admin(t testing.TB, method, path string, send, into any) {
	t.Helper()
	var body []byte
	if send != nil {
		var err error
		if body, err = json.Marshal(send); err != nil {
			t.Fatal(err)
		}
	}
	header := http.Header{"Content-Type": {"application/json"}}
	status, _, text, err := target.exchange(method, "/_mock"+path, header, body)
	if err != nil {
		t.Fatal(err)
	}
	if status != http.StatusOK && status != http.StatusCreated {
		t.Fatalf("harness: %s %s: %d %s", method, path, status, text)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("harness: %s %s: %v in %s", method, path, err, text)
	}
}
