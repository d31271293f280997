package routing_test

import (
	"go/format"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

func TestAssertionIsGoCode(t *testing.T) {
	t.Parallel()
	const from = "mesh/m/virtualGateway/g"
	for _, c := range []struct {
		query  routing.Query
		result routing.Result
		want   string
	}{
		{
			routing.Query{From: from, Request: routing.Request{
				Method: "GET", Scheme: "http", Host: "shop.local", Port: 8080, Path: `/a"b`,
				Headers: map[string][]string{"x-user": {"ann", "`b`\n"}, "a": {}},
			}},
			routing.Result{Outcome: routing.Routed, Targets: []routing.Target{
				{VirtualNode: "v1", Port: 1, Share: 0.5}, {VirtualNode: "v2", Share: 1.0 / 8},
				{VirtualNode: "v1", Port: 2, Share: 0.25}, {VirtualNode: "v3", Share: 0.125, Unhealthy: true},
			}},
			`request := appmeshtest.Request{
	From:    "mesh/m/virtualGateway/g",
	Method:  "GET",
	Scheme:  "http",
	Host:    "shop.local",
	Port:    8080,
	Path:    ` + "`/a\"b`" + `,
	Headers: map[string][]string{"a": {}, "x-user": {"ann", "` + "`b`" + `\n"}},
}
srv.AssertRoutesTo(t, request, "v1", 0.75)
srv.AssertRoutesTo(t, request, "v2", 0.125)
srv.AssertRoutesTo(t, request, "v3", 0)
`,
		},
		{
			routing.Query{From: from, Request: routing.Request{Protocol: "grpc"}},
			routing.Result{Outcome: routing.Unhealthy, Targets: []routing.Target{{VirtualNode: "n", Unhealthy: true}}},
			`request := appmeshtest.Request{
	From:     "mesh/m/virtualGateway/g",
	Protocol: "grpc",
}
if got := srv.Resolve(request).Outcome; got != "unhealthy" {
	t.Errorf("outcome %s, want %s", got, "unhealthy")
}
`,
		},
	} {
		got := c.query.Assertion(c.result)
		if got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
		if formatted, err := format.Source([]byte(got)); err != nil || string(formatted) != got {
			t.Errorf("%v: gofmt writes %s\nnot %s", err, formatted, got)
		}
	}
}
