package harness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
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
	Fault     string // the name of the fault that struck; "" for none
}

// Inject puts a fault in place until the test ends. It strikes calls of the target's
// account only.
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

// Calls returns the target's account's calls of an operation, in order, as far back as the
// journal goes: a server for this test alone remembers all of them.
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
	request, err := http.NewRequest(method, target.URL+"/_mock"+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	client := http.Client{Transport: transport, Timeout: patience}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusCreated {
		t.Fatalf("harness: %s %s: %s %s", method, path, answer.Status, text)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("harness: %s %s: %v in %s", method, path, err, text)
	}
}
