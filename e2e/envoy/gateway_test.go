package envoy

import (
	"fmt"
	"strings"
	"testing"
)

// mesh returns a seed with the mesh m, the gateway g, a virtual node for each name with the
// host name NAME.local and a virtual service NAME.svc in front of it, and more entries.
func mesh(names []string, more ...string) string {
	var b strings.Builder
	b.WriteString("- meshName: m\n  spec: {}\n- {meshName: m, virtualGatewayName: g, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}}\n")
	for _, name := range names {
		fmt.Fprintf(&b, "- {meshName: m, virtualNodeName: %s, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}], serviceDiscovery: {dns: {hostname: %s.local}}}}\n", name, name)
		fmt.Fprintf(&b, "- {meshName: m, virtualServiceName: %s.svc, spec: {provider: {virtualNode: {virtualNodeName: %s}}}}\n", name, name)
	}
	for _, entry := range more {
		b.WriteString(entry + "\n")
	}
	return b.String()
}

// gatewayRoute returns a gateway route of the gateway g to SERVICE.svc. Match has the members of
// the match, rewrite those of the rewrite.
func gatewayRoute(name, priority, match, service, rewrite string) string {
	if priority != "" {
		priority = "priority: " + priority + ", "
	}
	if rewrite != "" {
		rewrite = ", rewrite: {" + rewrite + "}"
	}
	return fmt.Sprintf("- {meshName: m, virtualGatewayName: g, gatewayRouteName: %s, spec: {%shttpRoute: {match: {%s}, action: {target: {virtualService: {virtualServiceName: %s.svc}}%s}}}}",
		name, priority, match, service, rewrite)
}

func TestGatewayRoutesEachRequestAsSpecified(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c", "d", "e", "f"}
	endpoints := map[string]string{}
	for _, name := range names {
		endpoints[name+".local"] = upstream(t, name)
	}
	g := startGateway(t, mesh(names,
		gatewayRoute("first", "0", "prefix: /first", "a", ""),
		gatewayRoute("second", "1", "path: {exact: /first/exact}", "b", ""),
		gatewayRoute("prefix", "10", "prefix: /pre", "a", ""),
		gatewayRoute("longer", "10", "prefix: /pre/longer", "b", ""),
		gatewayRoute("exact", "10", "path: {exact: /pre/exact}", "c", "path: {exact: /rewritten}"),
		gatewayRoute("slashes", "10", "path: {exact: /slashes}", "a", "path: {exact: /x//y/./z}"),
		gatewayRoute("regex", "10", "path: {regex: '/pre/r[0-9]+'}", "d", ""),
		gatewayRoute("value", "10", "prefix: /value/", "a", "prefix: {value: /new/}"),
		gatewayRoute("unwritten", "10", "prefix: /kept", "a", "prefix: {defaultPrefix: DISABLED}, hostname: {defaultTargetHostname: DISABLED}"),
		gatewayRoute("method", "20", "prefix: /m, method: POST", "a", ""),
		gatewayRoute("anymethod", "20", "prefix: /m", "b", ""),
		gatewayRoute("header", "30", "prefix: /h, headers: [{name: X-Kind, match: {exact: one}}]", "a", ""),
		gatewayRoute("headerprefix", "31", "prefix: /h, headers: [{name: x-kind, match: {prefix: tw}}]", "b", ""),
		gatewayRoute("headerregex", "32", "prefix: /h, headers: [{name: x-kind, match: {regex: '[0-9]{3}'}}]", "c", ""),
		gatewayRoute("headerrange", "33", "prefix: /h, headers: [{name: x-number, match: {range: {start: 5, end: 7}}}]", "d", ""),
		gatewayRoute("headernot", "34", "prefix: /h, headers: [{name: x-kind, invert: true, match: {suffix: z}}]", "e", ""),
		gatewayRoute("headerabsent", "35", "prefix: /h, headers: [{name: x-kind, invert: true}]", "f", ""),
		gatewayRoute("query", "40", "prefix: /q, queryParameters: [{name: page, match: {exact: '1'}}]", "a", ""),
		gatewayRoute("querypresent", "41", "prefix: /q, queryParameters: [{name: page}]", "b", ""),
		gatewayRoute("host", "50", "prefix: /, hostname: {exact: shop.test}", "a", ""),
		gatewayRoute("suffix", "51", "prefix: /, hostname: {suffix: .test}", "b", ""),
	), endpoints)
	for _, c := range []struct {
		request string // METHOD PATH, then header lines
		want    string // UPSTREAM PATH HOST, or a status
	}{
		{"GET /first/exact", "a /exact a.svc"},
		{"GET /pre", "a / a.svc"},
		{"GET /pre/x?q=1", "a /x?q=1 a.svc"},
		{"GET /prex", "a /x a.svc"},
		{"GET /pre/longer/y", "b /y b.svc"},
		{"GET /pre/longest", "a /longest a.svc"},
		{"GET /pre/exact?q", "c /rewritten?q c.svc"},
		{"GET /slashes", "a /x/y/z a.svc"},
		{"GET /pre/r12", "d /pre/r12 d.svc"},
		{"GET /pre/r12x", "a /r12x a.svc"},
		{"GET /value/x", "a /new/x a.svc"},
		{"GET /kept/x|Host: b.svc", "a /kept/x b.svc"},
		{"GET /kept/x|Host: other|x-app-mesh-virtual-service: b.svc", "a /kept/x other"},
		{"POST /m", "a / a.svc"},
		{"GET /m", "b / b.svc"},
		{"GET /h|X-KIND: one", "a / a.svc"},
		{"GET /h|x-kind: two", "b / b.svc"},
		{"GET /h|x-kind: 123", "c / c.svc"},
		{"GET /h|x-kind: 1234z", "404"},
		{"GET /h|x-kind: z|x-number: 5", "d / d.svc"},
		{"GET /h|x-kind: z|x-number: 7", "404"},
		{"GET /h|x-kind: z|x-number: 5.5", "404"},
		{"GET /h|x-kind: y", "e / e.svc"},
		{"GET /h", "f / f.svc"},
		{"GET /h|x-kind: z|x-kind: one", "a / a.svc"},
		{"GET /q?page=1", "a /?page=1 a.svc"},
		{"GET /q?page=2&page=1", "b /?page=2&page=1 b.svc"},
		{"GET /q?other", "404"},
		{"GET /x|Host: SHOP.test:81", "a /x a.svc"},
		{"GET /x|Host: cart.test", "b /x b.svc"},
		{"GET /x|Host: test", "404"},
		{"GET /nothing|Host: a.svc", "404"},
	} {
		t.Run(c.request, func(t *testing.T) {
			parts := strings.Split(c.request, "|")
			method, path, _ := strings.Cut(parts[0], " ")
			got, status := g.get(method, path, parts[1:]...)
			result := fmt.Sprint(got.Upstream, " ", got.Path, " ", got.Host)
			if got.Upstream == "" {
				result = fmt.Sprint(status)
			}
			if result != c.want {
				t.Errorf("got %s, want %s", result, c.want)
			}
			if leaked := got.Header.Get("x-app-mesh-virtual-service"); leaked != "" {
				t.Errorf("the upstream sees x-app-mesh-virtual-service: %s", leaked)
			}
		})
	}
}
