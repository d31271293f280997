package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// stopped returns a server whose clock does not advance.
func stopped(t *testing.T) *mock {
	return start(t, server.Options{Account: owner, Clock: server.SteppingClock(server.Epoch, 0)})
}

func TestClockIsReadSetAndAdvanced(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.want(m.send("GET", "/_mock/clock", ""), http.StatusOK, `{"now":"2019-01-25T00:00:00Z","running":false}`)
	m.want(m.send("PUT", "/_mock/clock", `{"now":"2030-05-06T09:08:09.25+02:00"}`), http.StatusOK,
		`{"now":"2030-05-06T07:08:09.25Z","running":false}`)
	m.want(m.send("PUT", "/_mock/clock", `{"advance":"1h30m"}`), http.StatusOK,
		`{"now":"2030-05-06T08:38:09.25Z","running":false}`)
	m.want(m.send("PUT", "/_mock/clock", `{"advance":"-30m"}`), http.StatusOK,
		`{"now":"2030-05-06T08:08:09.25Z","running":false}`)
	w := m.call("PUT", "/v20190125/meshes", `{"meshName":"m"}`, owner)
	if !strings.Contains(w.Body.String(), `"createdAt":1.90428528925E9,`) {
		t.Errorf("made at another time: %s", w.Body)
	}
	m.api.Clock().Set(server.Epoch)
	m.want(m.send("GET", "/_mock/clock", ""), http.StatusOK, `{"now":"2019-01-25T00:00:00Z","running":false}`)
}

func TestClockIsFrozenAndResumed(t *testing.T) {
	t.Parallel()
	wall := server.SteppingClock(server.Epoch, time.Second) // advances by a second when it is read
	m := start(t, server.Options{Clock: server.RunningClock(wall.Stamp)})
	now := func() time.Time {
		t.Helper()
		return decoded[struct{ Now time.Time }](m, "GET", "/_mock/clock", "").Now
	}
	if a, b := now(), now(); !b.After(a) {
		t.Errorf("it does not run: %v, then %v", a, b)
	}
	m.want(m.send("PUT", "/_mock/clock", `{"frozen":true,"now":"2020-01-01T00:00:00Z"}`), http.StatusOK,
		`{"now":"2020-01-01T00:00:00Z","running":false}`)
	if a, b := now(), now(); a != b {
		t.Errorf("it is frozen and runs: %v, then %v", a, b)
	}
	if body := m.send("PUT", "/_mock/clock", `{"frozen":false}`).Body.String(); !strings.HasPrefix(body,
		`{"now":"2020-01-01T00:00:0`) || !strings.Contains(body, `"running":true`) {
		t.Errorf("it runs from another time: %s", body)
	}
	if a, b := now(), now(); !b.After(a) {
		t.Errorf("it does not run again: %v, then %v", a, b)
	}
}

func TestAFrozenClockDoesNotStepWithWrites(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.makeMesh("a")
	m.want(m.send("PUT", "/_mock/clock", `{"frozen":true}`), http.StatusOK,
		`{"now":"2019-01-25T00:00:00.001Z","running":false}`)
	m.makeMesh("b")
	m.want(m.send("GET", "/_mock/clock", ""), http.StatusOK, `{"now":"2019-01-25T00:00:00.001Z","running":false}`)
}

func TestRunningClockDoesNotStepWithWrites(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner},
		func(o *admin.Options) { o.Now = func() time.Time { return server.Epoch } })
	m.want(m.send("PUT", "/_mock/clock", `{"frozen":false}`), http.StatusOK,
		`{"now":"2019-01-25T00:00:00Z","running":true}`)
	m.makeMesh("m")
	m.want(m.send("GET", "/_mock/clock", ""), http.StatusOK, `{"now":"2019-01-25T00:00:00Z","running":true}`)
}

func TestInvalidTimesAre400AndChangeNothing(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	for body, want := range map[string]string{
		``:                                `the body must be a JSON object, and it is empty`,
		`{}`:                              `one of now, advance and frozen must be set`,
		`{"now":null}`:                    `one of now, advance and frozen must be set`,
		`{"time":"2020-01-01T00:00:00Z"}`: `the body must be a JSON object: unknown field "time"`,
		`{"now":"yesterday"}`:             `now must be a time such as 2019-01-25T12:00:00Z, not "yesterday"`,
		`{"now":1548374400}`:              `now must be of type string, not number`,
		`{"now":"1969-12-31T23:59:59Z"}`:  `the clock can be set to the years from 1970 to 2199, not to 1969-12-31T23:59:59Z`,
		`{"now":"2200-01-01T00:00:00Z"}`:  `the clock can be set to the years from 1970 to 2199, not to 2200-01-01T00:00:00Z`,
		`{"advance":"1 day"}`:             `advance must be a duration such as 150ms or 1h30m, not "1 day"`,
		`{"advance":60}`:                  `advance must be of type string, not number`,
		`{"advance":"2500000h"}`:          `the clock can be set to the years from 1970 to 2199, not to 2304-04-07T16:00:00Z`,
		`{"frozen":"yes"}`:                `frozen must be of type bool, not string`,
		`{"frozen":false,"now":"x"}`:      `now must be a time such as 2019-01-25T12:00:00Z, not "x"`,
		`{"now":"2020-01-01T00:00:00Z","advance":"1h"}`: `only one of now and advance can be set`,
	} {
		message, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		m.want(m.send("PUT", "/_mock/clock", body), http.StatusBadRequest, `{"message":`+string(message)+`}`)
	}
	m.want(m.send("GET", "/_mock/clock", ""), http.StatusOK, `{"now":"2019-01-25T00:00:00Z","running":false}`)
}
