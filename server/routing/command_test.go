package routing_test

import (
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

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
