package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Parts of the specs below.
const (
	weighted = `"action":{"weightedTargets":[{"virtualNode":"n","weight":1}]}`
	toward   = `"action":{"target":{"virtualService":{"virtualServiceName":"s"}}}`
	dns      = `"serviceDiscovery":{"dns":{"hostname":"h"}}`
)

func node(listener string) string { return `{"listeners":[{` + listener + `}],` + dns + `}` }

func mapping(port int, protocol string) string {
	return fmt.Sprintf(`"portMapping":{"port":%d,"protocol":"%s"}`, port, protocol)
}

func health(protocol, more string) string {
	return `"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,` + more + `"protocol":"` + protocol +
		`","timeoutMillis":2000,"unhealthyThreshold":2},`
}

func gatewayHTTP(match string) string {
	return `{"httpRoute":{` + toward + `,"match":` + match + `}}`
}

func gatewayRewrite(rewrite, match string) string {
	return `{"http2Route":{"action":{"rewrite":` + rewrite +
		`,"target":{"virtualService":{"virtualServiceName":"s"}}},"match":` + match + `}}`
}

func routeHTTP(match string) string { return `{"httpRoute":{` + weighted + `,"match":` + match + `}}` }

func retry(events string) string {
	return `{"http2Route":{` + weighted + `,"match":{"prefix":"/"},"retryPolicy":{` + events +
		`"maxRetries":1,"perRetryTimeout":{"unit":"s","value":1}}}}`
}

const (
	certARN = "arn:aws:acm:us-east-1:123456789012:certificate/a"
	caARN   = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a"
)

// listenerTLS returns the TLS of a listener; trust may be empty.
func listenerTLS(arn, trust string) string {
	if trust != "" {
		trust = `,"validation":{"trust":` + trust + `}`
	}
	return `,"tls":{"certificate":{"acm":{"certificateArn":"` + arn + `"}},"mode":"STRICT"` + trust + `}`
}

func policy(trust string) string {
	return `"clientPolicy":{"tls":{"validation":{"trust":` + trust + `}}}`
}

func clientTLS(trust, more string) string {
	return `{"backendDefaults":{` + policy(trust) + `}` + more + `}`
}

func cloudMap(namespace, service string) string {
	return `{"listeners":[{` + port80 + `}],"serviceDiscovery":{"awsCloudMap":{"namespaceName":"` +
		namespace + `","serviceName":"` + service + `"}}}`
}

type ruleCase struct {
	kind   string
	rule   int
	member string
	spec   string // refused
	near   string // its neighbour, accepted
}

var ruleCases = []ruleCase{
	{"virtualNode", 73, "spec.backends.2.member.virtualService.virtualServiceName",
		`{"backends":[{"virtualService":{"virtualServiceName":"a"}},{"virtualService":{"virtualServiceName":""}}]}`,
		`{"backends":[{"virtualService":{"virtualServiceName":"a"}},{"virtualService":{"virtualServiceName":"b"}}]}`},
	{"virtualNode", 73, "spec.backends.1.member.virtualService.virtualServiceName",
		`{"backends":[{"virtualService":{"virtualServiceName":"` + strings.Repeat("x", 256) + `"}}]}`,
		`{"backends":[{"virtualService":{"virtualServiceName":"` + strings.Repeat("x", 255) + `"}}]}`},
	{"virtualNode", 28, "spec.serviceDiscovery", `{"listeners":[{` + port80 + `}]}`, node(port80)},
	{"virtualNode", 50, "spec.serviceDiscovery", `{` + dns + `}`, node(port80)},
	{"virtualNode", 50, "spec.serviceDiscovery", `{"listeners":[],` + dns + `}`, `{"listeners":[]}`},
	{"virtualNode", 28, "spec.listeners.1.member.healthCheck.port",
		node(health("http", `"port":81,`) + port80), node(health("http", `"port":80,`) + port80)},
	{"virtualNode", 51, "spec.listeners.1.member.healthCheck.protocol",
		node(health("grpc", "") + mapping(80, "http")), node(health("grpc", "") + mapping(80, "http2"))},
	{"virtualNode", 51, "spec.listeners.1.member.healthCheck.protocol",
		node(health("grpc", "") + mapping(80, "tcp")), node(health("grpc", "") + mapping(80, "grpc"))},
	{"virtualNode", 28, "spec.listeners.1.member.connectionPool.tcp",
		node(`"connectionPool":{"tcp":{"maxConnections":1}},` + mapping(80, "http")),
		node(`"connectionPool":{"tcp":{"maxConnections":1}},` + mapping(80, "tcp"))},
	{"virtualNode", 28, "spec.listeners.1.member.connectionPool.http2",
		node(`"connectionPool":{"http2":{"maxRequests":1}},` + mapping(80, "grpc")),
		node(`"connectionPool":{"grpc":{"maxRequests":1}},` + mapping(80, "grpc"))},
	{"virtualNode", 28, "spec.listeners.1.member.timeout.http",
		node(mapping(80, "http2") + `,"timeout":{"http":{}}`), node(mapping(80, "http2") + `,"timeout":{"http2":{}}`)},
	{"virtualNode", 28, "spec.listeners.1.member.timeout.tcp",
		node(mapping(80, "grpc") + `,"timeout":{"tcp":{}}`), node(mapping(80, "grpc") + `,"timeout":{"grpc":{}}`)},
	{"virtualGateway", 28, "spec.listeners.1.member.connectionPool.http",
		listener(`"connectionPool":{"http":{"maxConnections":1}},` + mapping(80, "http2")),
		listener(`"connectionPool":{"http":{"maxConnections":1}},` + mapping(80, "http"))},
	{"virtualGateway", 28, "spec.listeners.2.member.healthCheck.port",
		`{"listeners":[{` + port80 + `},{` + health("http", `"port":82,`) + mapping(81, "http") + `}]}`,
		`{"listeners":[{` + port80 + `},{` + health("http", `"port":80,`) + mapping(81, "http") + `}]}`},
	{"virtualNode", 70, "spec.serviceDiscovery.awsCloudMap.namespaceName",
		cloudMap("na me", "s"), cloudMap("Name-1.5_x", "s")},
	{"virtualNode", 70, "spec.serviceDiscovery.awsCloudMap.serviceName",
		cloudMap("n", "a/b"), cloudMap("n", "api-1.5")},
	{"virtualNode", 67, "spec.listeners.1.member.tls.validation.trust",
		node(port80 + listenerTLS(certARN, `{}`)), node(port80 + listenerTLS(certARN, `{"sds":{"secretName":"s"}}`))},
	{"virtualNode", 67, "spec.backendDefaults.clientPolicy.tls.validation.trust",
		clientTLS(`{"acm":null}`, ``), clientTLS(`{"file":{"certificateChain":"c"}}`, ``)},
	{"virtualNode", 67, "spec.backends.1.member.virtualService.clientPolicy.tls.validation.trust",
		`{"backends":[{"virtualService":{` + policy(`{"unknown":{}}`) + `,"virtualServiceName":"a"}}]}`,
		`{"backends":[{"virtualService":{` + policy(`{"sds":{"secretName":"s"}}`) + `,"virtualServiceName":"a"}}]}`},
	{"virtualGateway", 67, "spec.listeners.1.member.tls.validation.trust", // as recorded: acm is no member there
		listener(port80 + listenerTLS(certARN, `{"acm":{"certificateAuthorityArns":["`+caARN+`"]}}`)),
		listener(port80 + listenerTLS(certARN, `{"file":{"certificateChain":"c"}}`))},
	{"virtualGateway", 67, "spec.backendDefaults.clientPolicy.tls.validation.trust",
		clientTLS(`{}`, `,"listeners":[]`), clientTLS(`{"sds":{"secretName":"s"}}`, `,"listeners":[]`)},
	{"virtualNode", 68, "spec.listeners.1.member.tls.certificate.acm.certificateArn",
		node(port80 + listenerTLS("my-certificate", ``)), node(port80 + listenerTLS("arn:aws-cn:acm:x:y:z", ``))},
	{"virtualGateway", 68, "spec.listeners.1.member.tls.certificate.acm.certificateArn",
		listener(port80 + listenerTLS(caARN, ``)), listener(port80 + listenerTLS(certARN, ``))},
	{"virtualNode", 68, "spec.backendDefaults.clientPolicy.tls.validation.trust.acm.certificateAuthorityArns.2.member",
		clientTLS(`{"acm":{"certificateAuthorityArns":["`+caARN+`","`+certARN+`"]}}`, ``),
		clientTLS(`{"acm":{"certificateAuthorityArns":["`+caARN+`"]}}`, ``)},
	{"virtualGateway", 68,
		"spec.backendDefaults.clientPolicy.tls.validation.trust.acm.certificateAuthorityArns.1.member",
		clientTLS(`{"acm":{"certificateAuthorityArns":["arn:aws:acm-pca:us-east-1:1:"]}}`, `,"listeners":[]`),
		clientTLS(`{"acm":{"certificateAuthorityArns":["arn:aws:acm-pca:us-east-1:1:x"]}}`, `,"listeners":[]`)},
	{"virtualGateway", 51, "spec.listeners.1.member.healthCheck.protocol",
		listener(health("grpc", "") + mapping(80, "http")), listener(health("grpc", "") + mapping(80, "grpc"))},

	{"route", 28, "spec", `{}`, `{"tcpRoute":{` + weighted + `}}`},
	{"route", 28, "spec", `{"priority":1}`, `{"priority":1,"tcpRoute":{` + weighted + `,"match":{}}}`},
	{"route", 28, "spec", `{"grpcRoute":{` + weighted + `,"match":{}},"tcpRoute":{` + weighted + `}}`,
		`{"grpcRoute":{` + weighted + `,"match":{}}}`},
	{"route", 28, "spec.httpRoute.match", routeHTTP(`{}`), routeHTTP(`{"port":80}`)},
	{"route", 28, "spec.httpRoute.match.prefix", routeHTTP(`{"prefix":"a/"}`), routeHTTP(`{"prefix":"/a"}`)},
	{"route", 28, "spec.httpRoute.match.prefix", routeHTTP(`{"prefix":""}`), routeHTTP(`{"prefix":"/"}`)},
	{"route", 28, "spec.httpRoute.match.prefix", routeHTTP(`{"path":{"exact":"/a"},"prefix":"/"}`),
		routeHTTP(`{"path":{"exact":"/a"}}`)},
	{"route", 28, "spec.httpRoute.match.path", routeHTTP(`{"path":{}}`), routeHTTP(`{"path":{"regex":".*"}}`)},
	{"route", 28, "spec.httpRoute.match.path", routeHTTP(`{"path":{"exact":"/a","regex":"b"}}`),
		routeHTTP(`{"path":{"exact":"/a"}}`)},
	{"route", 28, "spec.httpRoute.match.headers.2.member.match.range.end",
		routeHTTP(`{"headers":[{"name":"a"},{"match":{"range":{"end":5,"start":5}},"name":"b"}]}`),
		routeHTTP(`{"headers":[{"name":"a"},{"match":{"range":{"end":6,"start":5}},"name":"b"}]}`)},
	{"route", 28, "spec.grpcRoute.match.metadata.1.member.match.range.end",
		`{"grpcRoute":{` + weighted + `,"match":{"metadata":[{"match":{"range":{"end":-2,"start":-1}},"name":"b"}]}}}`,
		`{"grpcRoute":{` + weighted + `,"match":{"metadata":[{"match":{"range":{"end":-1,"start":-2}},"name":"b"}]}}}`},
	{"route", 28, "spec.grpcRoute.match.serviceName",
		`{"grpcRoute":{` + weighted + `,"match":{"methodName":"m"}}}`,
		`{"grpcRoute":{` + weighted + `,"match":{"methodName":"m","serviceName":"s"}}}`},
	{"route", 28, "spec.http2Route.retryPolicy", retry(``), retry(`"tcpRetryEvents":["connection-error"],`)},
	{"route", 28, "spec.grpcRoute.retryPolicy",
		`{"grpcRoute":{` + weighted + `,"match":{},"retryPolicy":{"maxRetries":0,"perRetryTimeout":{}}}}`,
		`{"grpcRoute":{` + weighted +
			`,"match":{},"retryPolicy":{"grpcRetryEvents":["cancelled"],"maxRetries":0,"perRetryTimeout":{}}}}`},

	{"gatewayRoute", 28, "spec", `{}`, gatewayHTTP(`{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec",
		`{"grpcRoute":{` + toward + `,"match":{}},"httpRoute":{` + toward + `,"match":{"prefix":"/"}}}`,
		`{"grpcRoute":{` + toward + `,"match":{}}}`},
	{"gatewayRoute", 28, "spec.httpRoute.match", gatewayHTTP(`{}`), gatewayHTTP(`{"port":80}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.hostname", gatewayHTTP(`{"hostname":{}}`),
		gatewayHTTP(`{"hostname":{"exact":"a"}}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.hostname", gatewayHTTP(`{"hostname":{"exact":"a","suffix":"b"}}`),
		gatewayHTTP(`{"hostname":{"suffix":"b"}}`)},
	{"gatewayRoute", 28, "spec.grpcRoute.match.hostname",
		`{"grpcRoute":{` + toward + `,"match":{"hostname":{}}}}`,
		`{"grpcRoute":{` + toward + `,"match":{"hostname":{"exact":"a"}}}}`},
	{"gatewayRoute", 28, "spec.grpcRoute.match.metadata.1.member.match.range.end",
		`{"grpcRoute":{` + toward + `,"match":{"metadata":[{"match":{"range":{"end":1,"start":2}},"name":"b"}]}}}`,
		`{"grpcRoute":{` + toward + `,"match":{"metadata":[{"match":{"range":{"end":2,"start":1}},"name":"b"}]}}}`},
	{"gatewayRoute", 28, "spec.grpcRoute.match.serviceName",
		`{"grpcRoute":{` + toward + `,"match":{"serviceName":"aws.appmesh.x"}}}`,
		`{"grpcRoute":{` + toward + `,"match":{"serviceName":"aws.app"}}}`},
	{"gatewayRoute", 28, "spec.grpcRoute.match.serviceName",
		`{"grpcRoute":{` + toward + `,"match":{"serviceName":"/aws.app-mesh"}}}`,
		`{"grpcRoute":{` + toward + `,"match":{"serviceName":"x.aws.app-mesh"}}}`},
	{"gatewayRoute", 28, "spec.httpRoute.match.prefix", gatewayHTTP(`{"path":{"exact":"/"},"prefix":"/"}`),
		gatewayHTTP(`{"path":{"exact":"/"}}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.prefix", gatewayHTTP(`{"prefix":"/aws-appmesh/x"}`),
		gatewayHTTP(`{"prefix":"/aws-apps"}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.prefix", gatewayHTTP(`{"prefix":"/aws-app-mesh"}`),
		gatewayHTTP(`{"prefix":"/x/aws-app-mesh"}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.path", gatewayHTTP(`{"path":{}}`),
		gatewayHTTP(`{"path":{"regex":"a"}}`)},
	{"gatewayRoute", 28, "spec.httpRoute.match.headers.1.member.match.range.end",
		gatewayHTTP(`{"headers":[{"match":{"range":{"end":1,"start":1}},"name":"b"}]}`),
		gatewayHTTP(`{"headers":[{"match":{"range":{"end":2,"start":1}},"name":"b"}]}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix",
		gatewayRewrite(`{"path":{"exact":"/a"},"prefix":{"value":"/b/"}}`, `{"prefix":"/"}`),
		gatewayRewrite(`{"prefix":{"value":"/b/"}}`, `{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix",
		gatewayRewrite(`{"prefix":{"defaultPrefix":"DISABLED","value":"/b/"}}`, `{"prefix":"/"}`),
		gatewayRewrite(`{"prefix":{"defaultPrefix":"DISABLED"}}`, `{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix", gatewayRewrite(`{"prefix":{}}`, `{"prefix":"/"}`),
		gatewayRewrite(`{}`, `{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix.value",
		gatewayRewrite(`{"prefix":{"value":"/b"}}`, `{"prefix":"/"}`),
		gatewayRewrite(`{"prefix":{"value":"/"}}`, `{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix.value",
		gatewayRewrite(`{"prefix":{"value":"b/"}}`, `{"prefix":"/"}`),
		gatewayRewrite(`{"prefix":{"value":"/b/"}}`, `{"prefix":"/"}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.path",
		gatewayRewrite(`{"path":{"exact":"/a"}}`, `{"path":{"regex":"x"}}`),
		gatewayRewrite(`{"path":{"exact":"/a"}}`, `{"path":{"exact":"/x"}}`)},
	{"gatewayRoute", 28, "spec.http2Route.action.rewrite.prefix",
		gatewayRewrite(`{"prefix":{"value":"/b/"}}`, `{"path":{"regex":"x"}}`),
		gatewayRewrite(`{"hostname":{"defaultTargetHostname":"DISABLED"}}`, `{"path":{"regex":"x"}}`)},
}

func TestEveryRuleBetweenFieldsRefusesAndItsNeighbourIsAccepted(t *testing.T) {
	t.Parallel()
	for _, c := range ruleCases {
		t.Run(fmt.Sprintf("%d %s %s", c.rule, c.kind, c.member), func(t *testing.T) {
			t.Parallel()
			spec := mustCreate(t, c.kind, c.spec)
			broken := spec.Check(always)
			if broken == nil {
				t.Fatalf("%s is accepted", c.spec)
			}
			if broken.Rule != c.rule || broken.Member != c.member || broken.Error() != broken.Text {
				t.Errorf("%s\n got rule %d at %s: %s\nwant rule %d at %s", c.spec, broken.Rule, broken.Member,
					broken.Text, c.rule, c.member)
			}
			if slices.Contains([]int{28, 68, 70, 73}, c.rule) && !strings.HasPrefix(broken.Text, c.member+" must ") {
				t.Errorf("%q does not begin with the member", broken.Text)
			}
			if broken := spec.Check(func(rule int) bool { return rule != c.rule }); broken != nil {
				t.Errorf("with rule %d not in force: %v", c.rule, broken)
			}
			if broken := mustCreate(t, c.kind, c.near).Check(always); broken != nil {
				t.Errorf("the valid spec %s: %v", c.near, broken)
			}
		})
	}
}

func TestRecordedSentencesAreWordForWord(t *testing.T) {
	t.Parallel()
	for want, spec := range map[string]string{
		"Service Discovery can't be set without a listener.":        `{` + dns + `}`,
		"One type of TLS Validation Context Trust must be set.":     clientTLS(`{}`, ``),
		"GRPC HealthCheck requires listener type of HTTP2 or GRPC.": node(health("grpc", "") + mapping(80, "http")),
	} {
		if broken := mustCreate(t, "virtualNode", spec).Check(always); broken == nil || broken.Text != want ||
			broken.Error() != want {
			t.Errorf("got %v, want %s", broken, want)
		}
	}
}

func TestTheFirstBrokenRuleInForceIsReturned(t *testing.T) {
	t.Parallel()
	spec := mustCreate(t, "virtualNode", `{"backends":[{"virtualService":{"virtualServiceName":""}}],"listeners":[{`+
		health("grpc", `"port":9,`)+mapping(80, "http")+`}]}`)
	off := map[int]bool{}
	for _, want := range []int{73, 28, 51} {
		broken := spec.Check(func(rule int) bool { return !off[rule] })
		if broken == nil || broken.Rule != want {
			t.Errorf("with %v off: got %v, want rule %d", off, broken, want)
		}
		off[want] = true
	}
	if broken := spec.Check(never); broken != nil {
		t.Errorf("with nothing in force: %v", broken)
	}
}

func TestSpecsThatAppMeshAcceptedAreAccepted(t *testing.T) {
	t.Parallel()
	targets := func(list string) string {
		return `{"priority":0,"tcpRoute":{"action":{"weightedTargets":[` + list + `]}}}`
	}
	for _, c := range [][2]string{
		{"route", targets(`{"virtualNode":"a","weight":100},{"virtualNode":"b","weight":100}`)},
		{"route", targets(`{"virtualNode":"a","weight":0}`)},
		{"route", targets(`{"virtualNode":"a","weight":8},{"virtualNode":"a","weight":2}`)},
		{"route", routeHTTP(`{"headers":[{"name":"a"}]}`)},
		{"route", routeHTTP(`{"queryParameters":[{"name":"a"}]}`)},
		{"route", routeHTTP(`{"method":"GET"}`)},
		{"route", routeHTTP(`{"scheme":"https"}`)},
		{"route", retry(`"httpRetryEvents":["server-error","5xx"],`)},
		{"route", `{"http2Route":{` + weighted + `,"match":{"port":80}}}`},
		{"gatewayRoute", gatewayHTTP(`{"headers":[{"name":"a"}]}`)},
		{"gatewayRoute", gatewayHTTP(`{"queryParameters":[{"match":{},"name":"a"}]}`)},
		{"gatewayRoute", gatewayHTTP(`{"prefix":"newprefix"}`)},
		{"gatewayRoute", gatewayHTTP(`{"prefix":""}`)},
		{"gatewayRoute", gatewayHTTP(`{"prefix":"/no-slash-at-the-end"}`)},
		{"gatewayRoute", `{"grpcRoute":{` + toward + `,"match":{"port":80}}}`},
		{"virtualNode", `{}`},
		{"virtualNode", `{"backends":[{"virtualService":{"virtualServiceName":"a"}},{"virtualService":{"virtualServiceName":"a"}}]}`},
		{"virtualNode", `{"backends":[{"virtualService":{"virtualServiceName":"no DNS name!"}}]}`},
		{"virtualNode", node(health("tcp", "") + mapping(80, "http"))},
		{"virtualRouter", `{}`},
		{"virtualRouter", `{"listeners":[]}`},
		{"virtualService", `{}`},
		{"mesh", `{}`},
	} {
		if broken := mustCreate(t, c[0], c[1]).Check(always); broken != nil {
			t.Errorf("%s %s: %v", c[0], c[1], broken)
		}
	}
}
