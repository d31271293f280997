package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestAFilterSelectsTheBodiesThatContainItsJSON(t *testing.T) {
	t.Parallel()
	const body = `{"virtualNodeName":"n","spec":{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],"backends":[]},"tags":null}`
	for _, test := range []struct{ want, mismatches string }{
		{`{}`, ""},
		{`{"virtualNodeName":"n"}`, ""},
		{`{"spec":{"listeners":[{"portMapping":{"port":8080}}]}}`, ""},
		{`{"spec":{"listeners":[{"portMapping":{"port":8.08e3}}]}}`, ""},
		{`{"spec":{"backends":[]}}`, ""},
		{`{"tags":null,"spec":{"logging":null}}`, ""},
		{`{"spec":{"backends":null}}`, "- request.spec.backends: null\n+ request.spec.backends: []"},
		{`{"spec":{"listeners":[]}}`, "- request.spec.listeners: []\n" +
			`+ request.spec.listeners: [{"portMapping":{"port":8080,"protocol":"http"}}]`},
		{`{"spec":{"listeners":[{"portMapping":{"port":80,"protocol":"tcp"}}]}}`,
			"- request.spec.listeners[0].portMapping.port: 80\n+ request.spec.listeners[0].portMapping.port: 8080\n" +
				"- request.spec.listeners[0].portMapping.protocol: \"tcp\"\n+ request.spec.listeners[0].portMapping.protocol: \"http\""},
		{`{"spec":{"logging":{}}}`, "- request.spec.logging: {}\n+ request.spec.logging: absent"},
		{`{"spec":"text"}`, "- request.spec: \"text\"\n+ request.spec: {\"backends\":[],\"listeners\":[{\"portMapping\":{\"port\":8080,\"protocol\":\"http\"}}]}"},
		{`{"virtualNodeName":1}`, "- request.virtualNodeName: 1\n+ request.virtualNodeName: \"n\""},
		{`[]`, "- request: []\n+ request: {\"spec\":{\"backends\":[],\"listeners\":[{\"portMapping\":{\"port\":8080,\"protocol\":\"http\"}}]},\"tags\":null,\"virtualNodeName\":\"n\"}"},
	} {
		filter, call := server.CallFilter{Request: test.want}, server.Call{Number: 1, Request: body}
		if got := joined(filter.Mismatches(call)); got != test.mismatches {
			t.Errorf("%s\n got %s\nwant %s", test.want, got, test.mismatches)
		}
		if got := filter.Matches(call); got != (test.mismatches == "") {
			t.Errorf("%s: Matches returns %v", test.want, got)
		}
	}
}

func joined(mismatches []server.Mismatch) string {
	var lines []string
	for _, each := range mismatches {
		lines = append(lines, each.String())
	}
	return strings.Join(lines, "\n")
}

func TestAFilterExplainsBodiesThatItCannotCompare(t *testing.T) {
	t.Parallel()
	filter := server.CallFilter{Request: `{"spec":{}}`}
	for want, call := range map[string]server.Call{
		"absent":      {Number: 1},
		`"{\"spec\""`: {Number: 1, Request: `{"spec"`},
		`"{} {}"`:     {Number: 1, Request: `{} {}`},
		"more than 16384 bytes, which the journal does not keep": {Number: 1, Request: `{"spec`, Truncated: []string{"request"}},
		`"` + strings.Repeat("x", 299) + "… (1002 bytes)":        {Number: 1, Request: strings.Repeat("x", 1000)},
	} {
		if got := joined(filter.Mismatches(call)); got != "- request: {\"spec\":{}}\n+ request: "+want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAFilterSelectsCallsByAFunction(t *testing.T) {
	t.Parallel()
	filter := server.CallFilter{Since: 1, Where: func(c server.Call) bool {
		c.Ignored[0] = "changed"
		return c.Status == 200
	}}
	call := server.Call{Number: 2, Status: 200, Ignored: []string{"spec.x"}}
	if !filter.Matches(call) || call.Ignored[0] != "spec.x" {
		t.Errorf("the call is not selected, or was changed: %v", call.Ignored)
	}
	call.Status, call.Number = 404, 1
	if got, want := joined(
		filter.Mismatches(call),
	), "- number: more than 1\n+ number: 1\n- where: true\n+ where: false"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAFilterWithARequestThatIsNoJSONIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"{", "port", "{} {}"} {
		if err := (server.CallFilter{Request: text}).Check(); err == nil ||
			!strings.HasPrefix(err.Error(), fmt.Sprintf("request: %q is not JSON: ", text)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestCallsFiltersAndFaultsPrintAsOneLine(t *testing.T) {
	t.Parallel()
	fault := server.Fault{
		Name:  "x",
		Calls: server.CallFilter{Operation: "Describe*"},
		Code:  server.NotFoundException,
		First: 2,
	}
	for _, test := range []struct {
		value fmt.Stringer
		want  string
	}{
		{server.Call{Number: 3, Operation: server.CreateMesh, Mesh: "m", Resource: "m", Status: 200}, `#3 CreateMesh mesh "m" resource "m" → 200`},
		{server.Call{Number: 4, Method: "GET", Path: "/x", Status: 404, Code: "UnknownOperationException"},
			`#4 GET /x mesh "" resource "" → 404 UnknownOperationException`},
		{server.Call{Number: 5, Operation: server.ListMeshes, Fault: "cut"}, `#5 ListMeshes mesh "" resource "" → connection closed [cut]`},
		{server.CallFilter{}, "any operation"},
		{server.CallFilter{Operation: "Create*", Mesh: "m", Resource: "r", Account: "1*", Region: "eu-*", Code: "-", Since: 7,
			Request: "{}", Where: func(server.Call) bool { return true }},
			"Create* (mesh m, resource r, account 1*, region eu-*, code -, request {}, after call #7, where a function returns true)"},
		{fault, `{"name":"x","operation":"Describe*","code":"NotFoundException","first":2}`},
		{server.InjectedFault{Number: 1, Fault: fault, Matched: 3, Applied: 2},
			`fault 1, applied to 2 of 3 calls: {"name":"x","operation":"Describe*","code":"NotFoundException","first":2}`},
		{server.SteppingClock(server.Epoch, 0), "2019-01-25T00:00:00Z"},
	} {
		if got := test.value.String(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
