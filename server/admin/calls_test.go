package admin_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// callJSON is a call in the response of an admin route.
type callJSON struct {
	Number                                                       int64
	RequestID, Operation, Account, Region                        string
	Time                                                         time.Time
	DurationSeconds                                              float64
	Mesh, Resource, Method, Path, Request, Response, Code, Fault string
	RequestBase64, ResponseBase64                                []byte
	Status, Rule                                                 int
}

type journal struct{ Calls []callJSON }

// busy returns a server with four calls: a create, a describe of an absent mesh, a list by
// another account, and an unknown path.
func busy(t *testing.T) *mock {
	m := stopped(t)
	m.makeMesh("m")
	m.call("GET", "/v20190125/meshes/gone?meshOwner="+owner, "", owner)
	m.call("GET", "/v20190125/meshes?limit=5", "", consumer)
	m.call("GET", "/v20190125/nothing", "", owner)
	return m
}

func TestCallsAreReturnedComplete(t *testing.T) {
	t.Parallel()
	m := busy(t)
	const head = `"time":"2019-01-25T00:00:00Z","durationSeconds":0,`
	body := m.send("GET", "/_mock/calls?since=1", "").Body.String()
	want := `{"number":2,"requestId":"REQUEST",` + head + `"operation":"DescribeMesh","account":"` + owner +
		`","region":"us-east-1","mesh":"gone","resource":"gone",` +
		`"method":"GET","path":"/v20190125/meshes/gone?meshOwner=` + owner + `","status":404,` +
		`"response":"{\"message\":\"Mesh with name gone is not present for account ` + owner +
		`\"}","code":"NotFoundException","rule":`
	calls := decoded[journal](m, "GET", "/_mock/calls", "").Calls
	if len(calls) != 4 {
		t.Fatalf("%d calls", len(calls))
	}
	if want = strings.Replace(want, "REQUEST", calls[1].RequestID, 1); !strings.Contains(body, want) {
		t.Errorf("%s\nhas not\n%s", body, want)
	}
	if first := calls[0]; first.Request != `{"meshName":"m"}` || first.Status != 200 || first.Code != "" ||
		!strings.HasPrefix(first.Response, `{"meshName":"m"`) {
		t.Errorf("%+v", first)
	}
	if last := calls[3]; last.Operation != "" || last.Code != "UnknownOperationException" {
		t.Errorf("%+v", last)
	}
}

func TestCallsAreFiltered(t *testing.T) {
	t.Parallel()
	m := busy(t)
	for query, want := range map[string]int{
		"":                               4,
		"?operation=*Mesh":               2,
		"?operation=List*,Create*":       2,
		"?mesh=m":                        1,
		"?resource=gone":                 1,
		"?account=" + consumer:           1,
		"?region=us-*":                   3, // a call without an operation has no region
		"?region=eu-*":                   0,
		"?code=-":                        2,
		"?code=NotFound*":                1,
		"?since=2":                       2,
		"?since=4":                       0,
		"?number=2":                      1,
		"?number=5":                      0,
		"?number=0":                      0,
		"?number=2&since=2":              0,
		"?since=0&code=-&mesh=m":         1,
		"?operation=DescribeMesh&code=-": 0,
	} {
		if got := len(decoded[journal](m, "GET", "/_mock/calls"+query, "").Calls); got != want {
			t.Errorf("%s: %d calls, want %d", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"?operations=x":  "there is no parameter operations; there are operation, mesh, resource, account, region, code, since, number and format",
		"?since=-1":      `since must be the number of a call, not \"-1\"`,
		"?since=today":   `since must be the number of a call, not \"today\"`,
		"?number=a":      `number must be the number of a call, not \"a\"`,
		"?format=xml":    `format must be json, ndjson, aws or curl, not \"xml\"`,
		"?mesh=a&mesh=b": "the parameter mesh is there more than once",
	} {
		m.want(m.send("GET", "/_mock/calls"+query, ""), http.StatusBadRequest, `{"message":"`+want+`"}`)
	}
}

func TestCallsAreCleared(t *testing.T) {
	t.Parallel()
	m := busy(t)
	m.want(m.send("DELETE", "/_mock/calls", ""), http.StatusOK, `{}`)
	m.want(m.send("GET", "/_mock/calls", ""), http.StatusOK, `{"calls":[]}`)
	if calls, err := m.api.Calls(server.CallFilter{}); err != nil || len(calls) != 0 {
		t.Errorf("the journal still has %v", calls)
	}
	m.call("GET", "/v20190125/meshes", "", owner)
	if calls := decoded[journal](m, "GET", "/_mock/calls", "").Calls; len(calls) != 1 || calls[0].Number != 5 {
		t.Errorf("%+v", calls)
	}
}

func TestCallsAreReturnedOnePerLine(t *testing.T) {
	t.Parallel()
	m := busy(t)
	for _, c := range []struct {
		path, accept string
		lines        bool
	}{
		{"/_mock/calls?format=ndjson", "", true},
		{"/_mock/calls?format=ndjson", "application/json", true},
		{"/_mock/calls", "application/x-ndjson", true},
		{"/_mock/calls", "text/html, Application/X-NDJSON;q=0.9", true},
		{"/_mock/calls?format=json", "application/x-ndjson", false},
		{"/_mock/calls", "*/*", false},
		{"/_mock/calls", "application/x-ndjson-like", false},
	} {
		w := m.raw("GET", c.path, "", "Accept", c.accept)
		if !c.lines {
			if got := w.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("%+v: %s", c, got)
			}
			continue
		}
		if got := w.Header().Get("Content-Type"); got != "application/x-ndjson" || w.Code != http.StatusOK {
			t.Errorf("%+v: %d %s", c, w.Code, got)
		}
		var n int64
		for scan := bufio.NewScanner(w.Body); scan.Scan(); {
			n++
			var call callJSON
			if err := json.Unmarshal(scan.Bytes(), &call); err != nil || call.Number != n {
				t.Errorf("line %d: %v %s", n, err, scan.Text())
			}
		}
		if n != 4 {
			t.Errorf("%d lines", n)
		}
	}
	if w := m.raw("GET", "/_mock/calls?format=ndjson&mesh=none", ""); w.Body.Len() != 0 {
		t.Errorf("no calls: %q", w.Body)
	}
}

func TestBinaryBodiesAreReturnedInBase64(t *testing.T) {
	t.Parallel()
	m := stopped(t)
	m.call("PUT", "/v20190125/meshes", "{\"meshName\":\"\xff\"}", owner)
	long := `{"meshName":"` + strings.Repeat("ü", server.MaxJournalBody) + `"}`
	m.call("PUT", "/v20190125/meshes", long, owner)
	m.call("PUT", "/v20190125/meshes", " "+long, owner)
	calls := decoded[journal](m, "GET", "/_mock/calls", "").Calls
	if c := calls[0]; c.Request != "" || string(c.RequestBase64) != "{\"meshName\":\"\xff\"}" || c.Response == "" ||
		c.ResponseBase64 != nil {
		t.Errorf("%+v", c)
	}
	for i, c := range calls[1:] {
		// The limit is within a character of one of the two requests.
		if whole := strings.Repeat(" ", i) + long; c.RequestBase64 != nil || !strings.HasPrefix(whole, c.Request) ||
			len(c.Request) < server.MaxJournalBody-1 || len(c.Request) > server.MaxJournalBody {
			t.Errorf("request has %d bytes, requestBase64 %d", len(c.Request), len(c.RequestBase64))
		}
	}
	if a, b := len(calls[1].Request), len(calls[2].Request); a == b {
		t.Errorf("the limit is within no character: %d", a)
	}
}

func TestCallsAreReturnedAsCommands(t *testing.T) {
	t.Parallel()
	m := start(t, server.Options{Account: owner})
	m.call("PUT", "/v20190125/meshes", `{"meshName":"it's"}`, owner) // refused, and repeated too
	m.makeMesh("m")
	m.call("GET", "/v20190125/meshes/m", "", consumer)
	m.call("GET", "/elsewhere", "", owner)
	const local = " \\\n  --region us-east-1 \\\n  --endpoint-url http://127.0.0.1:4600\n"
	authorization := func(account string) string {
		return " -H 'Authorization: AWS4-HMAC-SHA256 Credential=" + account +
			"/20190125/us-east-1/appmesh/aws4_request, SignedHeaders=host, Signature=0'"
	}
	for query, want := range map[string]string{
		"format=aws&operation=Create*": "aws appmesh create-mesh \\\n  --mesh-name 'it'\\''s'" + local +
			"aws appmesh create-mesh \\\n  --mesh-name m" + local,
		"format=aws&number=3": "AWS_ACCESS_KEY_ID=" + consumer + " AWS_SECRET_ACCESS_KEY=secret " +
			"aws appmesh describe-mesh \\\n  --mesh-name m" + local,
		"format=aws&since=3": "# GET /elsewhere: no operation of App Mesh\n",
		"format=curl&code=-": "curl -X PUT http://127.0.0.1:4600/v20190125/meshes" + authorization(owner) +
			` -H 'Content-Type: application/json' -d '{"meshName":"m"}'` + "\n",
		"format=curl&number=9": "",
	} {
		w := m.raw("GET", "/_mock/calls?"+query, "")
		got := w.Body.String()
		if w.Code != http.StatusOK || got != want || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: %d %s\nwant %s", query, w.Code, got, want)
		}
	}
}
