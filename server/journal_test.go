package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// callsOf returns the calls in the journal.
func callsOf(t testing.TB, s *server.Server) []server.Call {
	t.Helper()
	calls, err := s.Calls(server.CallFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

// The journal overwrites its oldest call with a new one. Calls that it returned before do not change.
func TestReturnedCallsDoNotChange(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Journal: 3})
	send := newSender(t, s)
	create := func(name string) {
		send("PUT", "/v20190125/meshes", "", fmt.Sprintf(`{"meshName":%q}`, name))
	}
	for i := range 3 {
		create(strings.Repeat("a", i+1))
	}
	calls := callsOf(t, s)
	for i := range 7 {
		create(strings.Repeat("b", i+1))
	}
	for i, c := range calls {
		name := strings.Repeat("a", i+1)
		if want := fmt.Sprintf(`{"meshName":%q}`, name); c.Number != int64(i+1) || c.Mesh != name ||
			c.Request != want || !strings.Contains(c.Response, want[1:len(want)-1]) {
			t.Errorf("call %d became %d: %s %s", i+1, c.Number, c.Request, c.Response)
		}
	}
	for i, c := range callsOf(t, s) {
		if name := strings.Repeat("b", i+5); c.Number != int64(i+8) || c.Mesh != name ||
			!strings.Contains(c.Response, `"meshName":"`+name+`"`) {
			t.Errorf("the journal has %d: %s %s", c.Number, c.Request, c.Response)
		}
	}
}

// The journal reuses the memory of a call with a body for one without.
func TestCallWithoutABodyHasNone(t *testing.T) {
	t.Parallel()
	s := newServer(t, server.Options{Journal: 1})
	send := newSender(t, s)
	send("PUT", "/v20190125/meshes", "", `{"meshName":"m"}`)
	send("GET", "/v20190125/meshes", "", "")
	if calls := callsOf(t, s); len(calls) != 1 || calls[0].Request != "" {
		t.Errorf("got %+v", calls)
	}
}
