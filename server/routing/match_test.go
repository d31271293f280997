package routing_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// The cases were observed with Envoy 1.40 (rules 84 to 88).
func TestCriteriaMatchAsEnvoyDoes(t *testing.T) {
	t.Parallel()
	header := func(values ...string) map[string][]string { return map[string][]string{"X-M": values} }
	for _, test := range []struct {
		match   string
		path    string
		headers map[string][]string
		want    bool
	}{
		{"prefix: /pre", "/prex", nil, true},
		{"prefix: /pre", "/Pre", nil, false},
		{"path: {exact: /a}", "/a?b=c", nil, true},
		{"path: {exact: /a}", "/a/", nil, false},
		{`path: {regex: "/a[0-9]+"}`, "/a12?x", nil, true},
		{`path: {regex: "/a[0-9]+"}`, "/a12/", nil, false},
		{"headers: [{name: x-m, match: {exact: a}}]", "/", header("b", "a"), true},
		{"headers: [{name: x-m, match: {exact: a}}]", "/", header("A"), false},
		{"headers: [{name: x-m, match: {exact: a}}]", "/", header("a,b"), false},
		{"headers: [{name: x-m, invert: true, match: {exact: a}}]", "/", header("b", "a"), false},
		{"headers: [{name: x-m, invert: true, match: {exact: a}}]", "/", header("b"), true},
		{"headers: [{name: x-m, invert: true, match: {exact: a}}]", "/", nil, false},
		{"headers: [{name: x-m}]", "/", header(""), true},
		{"headers: [{name: x-m}]", "/", nil, false},
		{"headers: [{name: x-m, invert: true}]", "/", nil, true},
		{"headers: [{name: x-m, invert: true}]", "/", header("a"), false},
		{"headers: [{name: x-m, match: {range: {start: 1, end: 10}}}]", "/", header("1"), true},
		{"headers: [{name: x-m, match: {range: {start: 1, end: 10}}}]", "/", header("10"), false},
		{"headers: [{name: x-m, match: {range: {start: 1, end: 10}}}]", "/", header("+5"), true},
		{"headers: [{name: x-m, match: {range: {start: 1, end: 10}}}]", "/", header("7.5"), false},
		{"headers: [{name: x-m, invert: true, match: {range: {start: 1, end: 10}}}]", "/", header("abc"), true},
		{"headers: [{name: x-m, match: {regex: b.*}}]", "/", header("ab"), false},
		{"headers: [{name: x-m, match: {suffix: b}}]", "/", header("ab"), true},
		{"queryParameters: [{name: q, match: {exact: '1'}}]", "/?q=1&q=2", nil, true},
		{"queryParameters: [{name: q, match: {exact: '1'}}]", "/?q=2&q=1", nil, false},
		{"queryParameters: [{name: q, match: {exact: '1'}}]", "/?q=%31", nil, false},
		{"queryParameters: [{name: q}]", "/?a&q", nil, true},
		{"method: POST", "/", nil, false},
		{"hostname: {exact: SHOP.example.com}", "/", nil, true},
		{"hostname: {suffix: .example.com}", "/", nil, true},
		{"hostname: {suffix: '*.example.com'}", "/", nil, true},
		{"hostname: {exact: example.com}", "/", nil, false},
	} {
		seed := strings.Replace(sound, "gatewayRouteName: all\n  spec: {httpRoute: {match: {prefix: /}",
			"gatewayRouteName: all\n  spec: {httpRoute: {match: {"+test.match+"}", 1)
		m := compile(t, newServer(t, seed), "m")
		r := resolve(t, m, "mesh/m/virtualGateway/g", routing.Request{
			Host: "shop.example.com:8080", Path: test.path, Headers: test.headers, Port: 80,
		})
		if got := r.Outcome == routing.Routed; got != test.want {
			t.Errorf("{%s} with path %s and %v: matches %v, want %v: %+v", test.match, test.path, test.headers, got,
				test.want, r)
		}
	}
}

func TestGatewayRoutesRewrite(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ match, rewrite, path, want string }{
		{"prefix: /x", "", "/x/y?q=1", "/y?q=1"},
		{"prefix: /x", "", "/xy", "/y"},
		{"prefix: /x", "", "/x", "/"},
		{"prefix: /x/", "", "/x/y", "/y"},
		{"prefix: /", "", "/x/y", "/x/y"},
		{"prefix: /x", "prefix: {value: /new/}", "/x/y", "/new/y"},
		{"prefix: /x", "prefix: {value: /new/}", "/x", "/new/"},
		{"prefix: /", "prefix: {value: /new/}", "/x", "/new/x"},
		{"prefix: /x", "prefix: {defaultPrefix: DISABLED}", "/x/y", "/x/y"},
		{"prefix: /x", "path: {exact: /whole}", "/x/y?q=1", "/whole?q=1"},
		{"path: {exact: /x}", "", "/x", "/x"},
		{"path: {exact: /x}", "path: {exact: /whole}", "/x?q", "/whole?q"},
		{"prefix: /x", "", "/a/../x//%61/./b", "/a/b"},
	} {
		action := "action: {target: {virtualService: {virtualServiceName: s.m.local}}"
		spec := "gatewayRouteName: all\n  spec: {httpRoute: {match: {"
		seed := strings.Replace(sound, spec+"prefix: /}, "+action,
			spec+test.match+"}, "+action+", rewrite: {"+test.rewrite+"}", 1)
		m := compile(t, newServer(t, seed), "m")
		r := resolve(t, m, "mesh/m/virtualGateway/g", routing.Request{Host: "x", Path: test.path})
		if r.Outcome != routing.Routed || r.Request.Path != test.want || r.Request.Host != "s.m.local" {
			t.Errorf("{%s} {%s} %s: got %+v, want %s", test.match, test.rewrite, test.path, r.Request, test.want)
		}
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	node := "mesh/m/virtualNode/client"
	gateway := "mesh/m/virtualGateway/g"
	allowAll := strings.Replace(sound, "m, spec: {}", "m, spec: {egressFilter: {type: ALLOW_ALL}}", 1)
	weightless := strings.ReplaceAll(sound, "weight: 1", "weight: 0")
	elsewhere := strings.Replace(sound, "{virtualNode: a, weight: 1}, {virtualNode: b, weight: 1}",
		"{virtualNode: a, weight: 1, port: 9}", 1)
	prefixed := strings.Replace(sound, "match: {prefix: /}", "match: {prefix: /x}", 1)
	for _, test := range []struct {
		name, seed, from string
		request          routing.Request
		want             routing.Outcome
		status           int
	}{
		{"a backend", sound, node, routing.Request{Host: "S.m.local"}, routing.Routed, 0},
		{"an unknown host on a port of the mesh", sound, node, routing.Request{Host: "o.m.local", Port: 8080},
			routing.NoBackend, 404},
		{"another port", sound, node, routing.Request{Host: "s.m.local", Port: 81}, routing.NoBackend, 0},
		{"another port with ALLOW_ALL", allowAll, node, routing.Request{Host: "s.m.local:81"}, routing.Passthrough, 0},
		{"a service of AWS", sound, node, routing.Request{Host: "sts.amazonaws.com", Port: 443}, routing.Passthrough,
			0},
		{"tcp to a backend that speaks http", sound, node, routing.Request{Host: "s.m.local", Protocol: "tcp"},
			routing.NoListener, 0},
		{"a port of no listener", sound, gateway, routing.Request{Port: 81}, routing.NoListener, 0},
		{"weights of 0", weightless, gateway, routing.Request{}, routing.NoTargets, 404},
		{"a port that the target does not have", elsewhere, gateway, routing.Request{}, routing.Unhealthy, 503},
		{"no route", prefixed, gateway, routing.Request{}, routing.NoRoute, 404},
	} {
		r := resolve(t, compile(t, newServer(t, test.seed), "m"), test.from, test.request)
		if r.Outcome != test.want || r.Status != test.status {
			t.Errorf("%s: got %s %d (%s), want %s %d", test.name, r.Outcome, r.Status, r.Message, test.want,
				test.status)
		}
	}
}

func TestQueriesThatCannotBeResolvedAreRefused(t *testing.T) {
	t.Parallel()
	m := compile(t, newServer(t, sound), "m")
	for from, want := range map[string]string{
		"":                            "is not a reference",
		"mesh/m":                      "must be a virtual gateway or a virtual node",
		"mesh/m/virtualRouter/r":      "must be a virtual gateway or a virtual node",
		"mesh/other/virtualGateway/g": "is not in mesh m",
		"mesh/m/virtualGateway/gone":  "there is no mesh/m/virtualGateway/gone",
		"mesh/m/route/r":              "is not a reference",
	} {
		if _, err := m.Resolve(routing.Query{From: from}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("from %q: got %v, want %q", from, err, want)
		}
	}
	for _, r := range []routing.Request{{Protocol: "ftp"}, {Port: 70000}, {Path: "x"}} {
		if _, err := m.Resolve(routing.Query{From: "mesh/m/virtualGateway/g", Request: r}); err == nil {
			t.Errorf("%+v is resolved", r)
		}
	}
}
