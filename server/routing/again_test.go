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

func TestCommandHasTheRequestAsURLAndFlags(t *testing.T) {
	t.Parallel()
	const start = "appmesh-mock resolve --from mesh/m/virtualNode/n "
	for want, r := range map[string]routing.Request{
		"http://s.local/":                       {Host: "s.local"},
		"'https://s.local:8443/a?b=c'":          {Host: "s.local", Scheme: "HTTPS", Port: 8443, Path: "/a?b=c", Method: "GET"},
		"http://s/ -X POST --protocol http2":    {Host: "s", Method: "POST", Protocol: "http2"},
		"http://s/x -X GET --protocol grpc":     {Host: "s", Method: "GET", Protocol: "grpc", Path: "x"},
		"http://localhost/ -H 'host: '":         {},
		"http://localhost:80/ -H 'host: a:1'":   {Host: "a:1", Port: 80},
		"http://localhost/ -H 'host: it'\\''s'": {Host: "it's"},
		"http://s/ -H 'a: 1' -H 'x: `$y`' -H 'x: '": {Host: "s",
			Headers: map[string][]string{"x": {"`$y`", ""}, "a": {"1"}, "Host": {"no"}}},
	} {
		q := routing.Query{From: "mesh/m/virtualNode/n", Request: r}
		if got := q.Command(); got != start+want+"\n" {
			t.Errorf("got %swant %s%s", got, start, want)
		}
		if got := q.Command("--server", "http://a b"); got != start+want+" --server 'http://a b'\n" {
			t.Errorf("with a server: %s", got)
		}
	}
}
