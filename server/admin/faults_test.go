package admin_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// decoded sends a request that must succeed, and returns the decoded response.
func decoded[T any](m *mock, method, path, body string) T {
	m.t.Helper()
	var value T
	w := m.send(method, path, body)
	m.want(w, http.StatusOK, "")
	if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
		m.t.Fatalf("%s %s: %v", method, path, err)
	}
	return value
}

func TestFaultAppliesToCallsUntilItIsRemoved(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("m")
	m.want(m.send("POST", "/_mock/faults",
		`{"name":"busy","operation":"Describe*","mesh":"m","code":"TooManyRequestsException","message":"slowly"}`),
		http.StatusOK, `{"number":1}`)
	if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusTooManyRequests ||
		w.Body.String() != `{"message":"slowly"}` {
		t.Errorf("with the fault: %d %s", w.Code, w.Body)
	}
	if w := m.call("GET", "/v20190125/meshes", "", owner); w.Code != http.StatusOK {
		t.Errorf("an operation that does not match: %d", w.Code)
	}
	m.want(m.send("GET", "/_mock/faults", ""), http.StatusOK,
		`{"faults":[{"number":1,"name":"busy","operation":"Describe*","mesh":"m","code":"TooManyRequestsException","message":"slowly",`+
			`"summary":"TooManyRequestsException for Describe*, mesh m","matched":1,"applied":1}]}`)
	m.want(m.send("DELETE", "/_mock/faults/1", ""), http.StatusOK, `{}`)
	if w := m.call("GET", "/v20190125/meshes/m", "", owner); w.Code != http.StatusOK {
		t.Errorf("after it was removed: %d", w.Code)
	}
	m.want(m.send("DELETE", "/_mock/faults/1", ""), http.StatusNotFound, `{"message":"there is no fault 1"}`)
}

func TestEveryMemberOfAFaultIsRead(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	const fault = `"name":"all","operation":"Create*","account":"a","region":"r","mesh":"m","resource":"x","status":418,"body":"teapot","contentType":"text/plain",` +
		`"delay":"150ms","delayUpTo":"1.5s","nth":2,"every":3,"first":4,"share":0.5,"rate":6.5,"burst":7,"seed":8,"after":true`
	const other = `"name":"fault 2","cut":"middle"`
	m.want(m.send("POST", "/_mock/faults", "{"+fault+"}"), http.StatusOK, `{"number":1}`)
	m.want(m.send("POST", "/_mock/faults", `{"cut":"middle"}`), http.StatusOK, `{"number":2}`)
	m.want(m.send("GET", "/_mock/faults", ""), http.StatusOK,
		`{"faults":[{"number":1,`+fault+`,"summary":"delay 150ms to 1.5s, then status 418 for Create*, mesh m, resource x, account a, `+
			`region r: only call 2, every 3rd call, the first 4 calls, 50 % of calls, above 6.5 calls a second; `+
			`the operation is done first","matched":0,"applied":0},{"number":2,`+other+
			`,"summary":"connection cut in the middle of the response for all operations","matched":0,"applied":0}]}`)
}

func TestTheSummaryOfAFaultIsIgnoredWhenItIsSent(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	profile := decoded[struct {
		Profiles []struct{ Faults []json.RawMessage }
	}](
		m, "GET", "/_mock/faults/profiles", "").Profiles[0]
	sent := string(profile.Faults[0])
	if !strings.Contains(sent, `"summary":"InternalServerErrorException for all operations: 5 % of calls"`) {
		t.Error(sent)
	}
	m.want(m.send("POST", "/_mock/faults", strings.Replace(sent, "5 % of calls", "all calls", 1)), http.StatusOK, "")
	if got := m.send("GET", "/_mock/faults", "").Body.String(); !strings.Contains(got, sent[1:len(sent)-1]) {
		t.Errorf("%s does not contain %s", got, sent)
	}
}

func TestAdminRoutesListAndClearFaultsInjectedInGo(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	for range 2 {
		if _, err := m.api.Inject(server.Fault{Code: "ServiceUnavailableException"}); err != nil {
			t.Fatal(err)
		}
	}
	if w := m.call("GET", "/v20190125/meshes", "", owner); w.Code != http.StatusServiceUnavailable {
		t.Errorf("with the faults: %d", w.Code)
	}
	if body := m.send("GET", "/_mock/faults", "").Body.String(); strings.Count(body, `"number":`) != 2 ||
		!strings.Contains(body, `"applied":1`) {
		t.Error(body)
	}
	m.want(m.send("DELETE", "/_mock/faults", ""), http.StatusOK, `{}`)
	m.want(m.send("GET", "/_mock/faults", ""), http.StatusOK, `{"faults":[]}`)
	if w := m.call("GET", "/v20190125/meshes", "", owner); w.Code != http.StatusOK {
		t.Errorf("cleared: %d", w.Code)
	}
}

func TestInvalidFaultsAre400(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	for body, want := range map[string]string{
		``:                                `the body must be a JSON object, and it is empty`,
		`{}`:                              `one of code, status, cut and delay must be set`,
		`{"cod":"x"}`:                     `the body must be a JSON object: unknown field "cod"`,
		`{"number":1,"cut":"before"}`:     `the body must be a JSON object: unknown field "number"`,
		`{"code":"Nothing"}`:              `code "Nothing" is neither one of App Mesh's ten exceptions nor AccessDeniedException`,
		`{"status":99}`:                   `status 99 is not between 200 and 599`,
		`{"status":"500"}`:                `status must be of type int, not string`,
		`{"operation":5,"cut":"before"}`:  `operation must be of type string, not number`,
		`{"cut":"after"}`:                 `cut "after" is neither before nor middle`,
		`{"cut":"before","status":500}`:   `only one of code, status and cut can be set`,
		`{"delay":"soon"}`:                `delay must be a duration such as 150ms or 1h30m, not "soon"`,
		`{"delay":5}`:                     `delay must be of type string, not number`,
		`{"delay":"1s","delayUpTo":"5"}`:  `delayUpTo must be a duration such as 150ms or 1h30m, not "5"`,
		`{"delay":"2s","delayUpTo":"1s"}`: `delayUpTo is less than delay`,
		`{"delay":"-1s"}`:                 `the delay is negative`,
		`{"cut":"before","nth":-1}`:       `nth, every, first, rate and burst cannot be negative`,
		`{"cut":"before","nth":1.5}`:      `nth must be of type int, not number 1.5`,
		`{"cut":"before","seed":-1}`:      `seed must be of type uint64, not number -1`,
		`{"cut":"before","share":1.1}`:    `share 1.1 is not between 0 and 1`,
		`{"status":1,"share":2}`:          `status 1 is not between 200 and 599; share 2 is not between 0 and 1`,
	} {
		message, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		m.want(m.send("POST", "/_mock/faults", body), http.StatusBadRequest, `{"message":`+string(message)+`}`)
	}
	m.want(m.send("GET", "/_mock/faults", ""), http.StatusOK, `{"faults":[]}`)
	for _, number := range []string{"x", "1.5", "%2e", "profiles", "99999999999999999999"} {
		if w := m.send("DELETE", "/_mock/faults/"+number, ""); w.Code != http.StatusBadRequest ||
			!strings.Contains(w.Body.String(), "a fault is named by its number, not by ") {
			t.Errorf("%s: %d %s", number, w.Code, w.Body)
		}
	}
}

func TestEachProfileCanBeInjected(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{})
	type list struct {
		Profiles []struct {
			Name   string
			Faults []server.Fault
		}
		Faults []server.InjectedFault
	}
	profiles := decoded[list](m, "GET", "/_mock/faults/profiles", "").Profiles
	var names []string
	for _, profile := range profiles {
		names = append(names, profile.Name)
		m.want(m.send("DELETE", "/_mock/faults", ""), http.StatusOK, "")
		numbers := decoded[struct{ Numbers []int64 }](m, "POST", "/_mock/faults/profiles/"+profile.Name, "").Numbers
		in := decoded[list](m, "GET", "/_mock/faults", "").Faults
		if len(in) == 0 || len(in) != len(profile.Faults) || len(in) != len(numbers) {
			t.Fatalf("%s: %d faults, %d in place, numbers %v", profile.Name, len(profile.Faults), len(in), numbers)
		}
		for i, fault := range in {
			if !reflect.DeepEqual(fault.Fault, profile.Faults[i]) || fault.Number != numbers[i] {
				t.Errorf("%s: %+v, want %+v, number %d", profile.Name, fault, profile.Faults[i], numbers[i])
			}
		}
	}
	if !slices.Equal(names, []string{"flaky", "slow", "throttling"}) {
		t.Errorf("profiles %v", names)
	}
	m.want(m.send("POST", "/_mock/faults/profiles/calm", ""), http.StatusNotFound,
		`{"message":"there is no profile \"calm\"; there are flaky, slow, throttling"}`)
}

func TestTheThrottlingProfileThrottlesWrites(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.want(m.send("POST", "/_mock/faults/profiles/throttling", ""), http.StatusOK, `{"numbers":[1,2]}`)
	throttled := 0
	for range 12 {
		if m.call("DELETE", "/v20190125/meshes/none", "", owner).Code == http.StatusTooManyRequests {
			throttled++
		}
	}
	if throttled != 7 {
		t.Errorf("%d of 12 were throttled, want all but the burst of 5", throttled)
	}
}
