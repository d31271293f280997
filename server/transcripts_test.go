package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The transcripts in testdata are the bytes on the wire: for each kind the operations from
// create to delete, and for each error one request with its response.

const token = `"clientToken":"5f0c9b1e-3c7a-4d77-9f4e-1f1f6f0a2b11",`

func TestTranscriptOfEachKind(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, a *api, k kind) {
		w := dial(t, a.srv)
		path := "/v20190125" + k.path("x")
		w.send("PUT", "/v20190125"+k.collection, k.body("x", "", token))
		w.send("GET", path, "")
		w.send("PUT", path, `{`+strings.Replace(token, "5f", "6f", 1)+`"spec":`+k.other+`}`)
		w.send("GET", path, "")
		w.send("GET", "/v20190125"+k.collection+"?limit=1", "")
		w.send("DELETE", path, "")
		w.send("GET", path, "")
		w.transcript()
	})
}

func TestTranscriptOfTags(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	w := dial(t, a.srv)
	const arn = "?resourceArn=arn%3Aaws%3Aappmesh%3Aus-east-1%3A123456789012%3Amesh%2Fm"
	w.send("PUT", "/v20190125/tag"+arn, `{"tags":[{"key":"team","value":"colors"},{"key":"stage","value":""}]}`)
	w.send("GET", "/v20190125/tags"+arn, "")
	w.send("PUT", "/v20190125/untag"+arn, `{"tagKeys":["team"]}`)
	w.send("GET", "/v20190125/tags"+arn, "")
	w.transcript()
}

func TestTranscriptOfExplicitNulls(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithRelax(1))
	a.populate()
	w := dial(t, a.srv)
	w.send("PUT", "/v20190125/meshes/m/virtualRouters", `{"spec":{},"virtualRouterName":"nulls"}`)
	w.send("GET", "/v20190125/meshes/m/virtualRouters/nulls", "")
	w.send("GET", "/v20190125/meshes", "")
	w.send("GET", "/v20190125/meshes/none", "")
	w.transcript()
}

func TestTranscriptOfAnError(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		var tags []string
		for i := range n {
			tags = append(tags, fmt.Sprintf(`{"key":"k%d","value":"v"}`, i))
		}
		return strings.Join(tags, ",")
	}
	const meshARN = "arn%3Aaws%3Aappmesh%3Aus-east-1%3A123456789012%3Amesh%2Fm"
	for _, c := range []struct {
		name               string
		method, path, body string
		headers            []string
	}{
		{name: "NotFoundException", method: "GET", path: "/meshes/m/virtualNodes/none"},
		{name: "NotFoundException of a reference", method: "PUT", path: "/meshes/m/virtualRouter/r/routes",
			body: `{"routeName":"x","spec":` + strings.Replace(routeSpec, `"n"`, `"none"`, 1) + `}`},
		{name: "ConflictException", method: "PUT", path: "/meshes", body: `{"clientToken":"another","meshName":"m"}`},
		{name: "ConflictException of a client token", method: "PUT", path: "/meshes/m",
			body: `{"clientToken":"used","spec":{"egressFilter":{"type":"DROP_ALL"}}}`},
		{name: "ResourceInUseException", method: "DELETE", path: "/meshes/m"},
		{name: "LimitExceededException", method: "PUT", path: "/meshes/m/virtualGateways",
			body: `{"spec":{"listeners":[` + listener + `]},"virtualGatewayName":"one-more"}`},
		{name: "TooManyTagsException", method: "PUT", path: "/tag?resourceArn=" + meshARN,
			body: `{"tags":[` + many(50) + `]}`},
		{name: "ForbiddenException", method: "GET", path: "/meshes/theirs/virtualGateways?meshOwner=111122223333"},
		{name: "AccessDeniedException", method: "GET",
			path: "/tags?resourceArn=arn%3Aaws%3Aappmesh%3Aeu-west-1%3A111111111111%3Amesh%2Fdefault"},
		{name: "BadRequestException of a rule between fields", method: "PUT", path: "/meshes/m/virtualNodes",
			body: `{"spec":{` + dns + `},"virtualNodeName":"x"}`},
		{name: "BadRequestException of several violations", method: "PUT",
			path: "/meshes/m/virtualGateways?meshOwner=12345",
			body: `{"spec":{"listeners":[{"portMapping":{"port":70000,"protocol":"tcp"}},{"tls":{"mode":"OFF"}}]},"tags":[{"key":""}]}`},
		{name: "BadRequestException of a wrong type", method: "PUT", path: "/meshes/m/virtualGateways",
			body: `{"spec":{"listeners":[{"portMapping":{"port":1.5,"protocol":"http"}}]},"virtualGatewayName":7}`},
		{name: "BadRequestException of no JSON", method: "PUT", path: "/meshes", body: `{"meshName":`},
		{name: "BadRequestException of a page token", method: "GET", path: "/meshes?nextToken=made-up"},
		{name: "BadRequestException with no message", method: "GET",
			path: "/meshes/arn%3Aaws%3Aappmesh%3Aus-east-1%3A123456789012%3Amesh%2Fm"},
		{name: "UnknownOperationException", method: "POST", path: "/meshes", body: `{}`},
		{name: "UnknownOperationException of a path", method: "GET", path: "/meshes/m/virtualNodes/"},
		{name: "RequestUriTooLongException", method: "GET",
			path: "/meshes?nextToken=" + strings.Repeat("a", server.MaxPath)},
		{name: "preflight", method: "OPTIONS", path: "/meshes/x/virtualGateway/y/gatewayRoutes", headers: []string{
			"Origin: https://example.com", "Access-Control-Request-Method: PUT",
			"Access-Control-Request-Headers: authorization,content-type,x-amz-date"}},
		{name: "preflight without headers", method: "OPTIONS", path: "/meshes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := start(t, appmeshtest.WithQuotas(state.Quotas{"virtualGatewaysPerMesh": 1}))
			a.populate()
			a.put("/meshes/m", `{"clientToken":"used"}`).ok()
			a.put(byARN("/tag", kindOf("mesh").arnOf("m")), `{"tags":[{"key":"first","value":""}]}`).ok()
			a.as("111122223333", "us-east-1").put("/meshes", `{"meshName":"theirs"}`).ok()
			a.share("111122223333", "theirs", "123456789012")
			w := dial(t, a.srv)
			w.send(c.method, "/v20190125"+c.path, c.body, c.headers...)
			w.transcript()
		})
	}
}

// Rule 38: the duration in the header is the time by which the clock advanced, and Date is its time.
func TestHeadersShowTheServersOwnClock(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t,
		appmeshtest.WithClock(server.SteppingClock(time.Date(2019, 2, 27, 23, 59, 54, 0, time.UTC),
			56*time.Millisecond)))
	w := dial(t, srv)
	got := w.send("PUT", "/v20190125/meshes", `{"meshName":"m"}`)
	for _, want := range []string{"\r\nx-envoy-upstream-service-time: 56\r\n",
		"\r\ndate: Wed, 27 Feb 2019 23:59:54 GMT\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	if got := w.send("GET", "/v20190125/meshes/m", ""); !strings.Contains(got,
		"\r\nx-envoy-upstream-service-time: 0\r\n") {
		t.Errorf("a read advanced the clock: %s", got)
	}
}

// Rule 38: a response has the headers of the recordings, once and in lower case, and no others.
func TestHeadersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	w := dial(t, start(t).srv)
	for _, c := range []struct{ method, path, body, want string }{
		{"PUT", "/v20190125/meshes", `{"meshName":"m"}`,
			"Connection content-length content-type date server x-amzn-requestid x-envoy-upstream-service-time"},
		{"GET", "/v20190125/meshes/none", "",
			"Connection content-length content-type date server x-amzn-errortype x-amzn-requestid x-appmesh-mock-hint x-appmesh-mock-rule x-envoy-upstream-service-time"},
		{"GET", "/nowhere", "",
			"Connection content-length content-type date server x-amzn-errortype x-amzn-requestid x-appmesh-mock-hint x-appmesh-mock-rule x-envoy-upstream-service-time"},
		{"OPTIONS", "/v20190125/meshes", "",
			"access-control-allow-origin access-control-expose-headers access-control-max-age content-length date server x-amzn-requestid x-envoy-upstream-service-time"},
	} {
		head, _, _ := strings.Cut(w.send(c.method, c.path, c.body), "\r\n\r\n")
		var names []string
		for _, line := range strings.Split(head, "\r\n")[1:] {
			name, _, _ := strings.Cut(line, ":")
			if name == "Content-Length" { // written by net/http if the handler does not set it
				name = "content-length"
			}
			names = append(names, name)
		}
		same(t, c.method+" "+c.path, strings.Join(sorted(names), " "), c.want)
	}
}
