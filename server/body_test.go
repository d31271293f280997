package server_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// Rule 14: an invalid body is refused, and the message has the member with the mistake.
func TestInvalidBodyIsRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.populate()
	const path = "/meshes/m/virtualGateways"
	port := func(value string) string {
		return `{"spec":{"listeners":[{"portMapping":{"port":` + value +
			`,"protocol":"http"}}]},"virtualGatewayName":"x"}`
	}
	const at = "'spec.listeners.1.member.portMapping.port'"
	for _, c := range []struct{ name, body, member string }{
		{"empty", "", ""}, {"white space", " \n", ""}, {"an array", "[]", ""}, {"null", "null", ""},
		{"a string", `"x"`, ""}, {"a number", "1", ""},
		{"half", `{"spec":{`, ""}, {"garbage behind it", port("80") + "x", ""},
		{"two documents", port("80") + "{}", ""}, {"a comma too many", `{"virtualGatewayName":"x",}`, ""},
		{"a comment", `{/**/}`, ""}, {"single quotes", `{'a':1}`, ""}, {"a byte order mark", "\ufeff{}", ""},
		{"NaN", port("NaN"), ""}, {"+1", port("+1"), ""}, {"01", port("01"), ""},
		{"0x50", port("0x50"), ""}, {".5", port(".5"), ""}, {"a raw NUL", "{\"virtualGatewayName\":\"a\x00b\"}", ""},
		{"a raw line end in a string", "{\"virtualGatewayName\":\"a\nb\"}", ""},
		{"1.5", port("1.5"), at}, {"1.0", port("1.0"), at}, {"8e1", port("8e1"), at},
		{"2147483648", port("2147483648"), at}, {"1e999", port("1e999"), at},
		{"an integer of 400 digits", port(strings.Repeat("9", 400)), at}, {"a string for an integer", port(`"80"`), at},
		{"a list for an integer", port(`[80]`), at}, {"true for an integer", port("true"), at},
		{"null for what is required", port("null"), at}, {"0", port("0"), at}, {"-1", port("-1"), at},
		{"65536", port("65536"), at},
		{"a member twice", `{"virtualGatewayName":"x","spec":{"listeners":[]},"virtualGatewayName":"y"}`,
			"'virtualGatewayName'"},
		{"a member twice, inside", `{"virtualGatewayName":"x","spec":{"listeners":[],"listeners":[]}}`,
			"'spec.listeners'"},
		{"an escaped NUL", `{"virtualGatewayName":"a\u0000b","spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"half a surrogate pair", `{"virtualGatewayName":"a\ud800b","spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"invalid UTF-8", "{\"virtualGatewayName\":\"a\xffb\",\"spec\":{\"listeners\":[]}}", "'virtualGatewayName'"},
		{"a structure for a list", `{"virtualGatewayName":"x","spec":{"listeners":{}}}`, "'spec.listeners'"},
		{"a list for a structure", `{"virtualGatewayName":"x","spec":[]}`, "'spec'"},
		{"a number for a string", `{"virtualGatewayName":1,"spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"no spec", `{"virtualGatewayName":"x"}`, "'spec'"},
		{"no name", `{"spec":{"listeners":[]}}`, "'virtualGatewayName'"},
		{"null in a list", `{"virtualGatewayName":"x","spec":{"listeners":[null]}}`, "'spec.listeners.1.member'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			got := a.put(path, c.body)
			got.refused("BadRequestException", got.rule(), "")
			if n := got.rule(); !slices.Contains([]int{13, 14, 75, 76}, n) {
				t.Errorf("rule %d", n)
			}
			if message := got.text("message"); message == "" || !strings.Contains(message, c.member) {
				t.Errorf("%q does not name %s", message, c.member)
			}
			a.describe("virtualGateway", "x").refused("NotFoundException", 3, "")
		})
	}
}

// Rule 34: operations that have no body in the model ignore one.
func TestBodyOfAReadIsIgnored(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.make("mesh", "m", "")
	a.do("GET", "/meshes/m", "not JSON").ok()
	a.do("GET", "/meshes", `{"limit":0}`).ok()
	a.do("DELETE", "/meshes/m", "[]").ok()
}

// Rule 62, at the limit and one byte above it.
func TestRequestsAboveASizeLimitAreRefused(t *testing.T) {
	t.Parallel()
	a := start(t)
	body := func(size int) string {
		const frame = `{"meshName":"m","ignored":""}`
		return `{"meshName":"m","ignored":"` + strings.Repeat("x", size-len(frame)) + `"}`
	}
	a.put("/meshes", body(server.MaxBody+1)).refused("RequestEntityTooLargeException", 62, "")
	a.get("/meshes/m").refused("NotFoundException", 3, "")
	a.put("/meshes", body(server.MaxBody)).ok()
	path := func(size int) string { return "/meshes?x=" + strings.Repeat("a", size-len("/v20190125/meshes?x=")+1) }
	a.get(path(server.MaxPath)).ok()
	a.get(path(server.MaxPath+1)).refused("RequestUriTooLongException", 62, "")

	// Without a Content-Length, the server reaches the limit while it reads the body.
	r := httptest.NewRequest("PUT", "/v20190125/meshes",
		struct{ *strings.Reader }{strings.NewReader(body(server.MaxBody + 1))})
	r.ContentLength = -1
	w := httptest.NewRecorder()
	a.srv.Handler().ServeHTTP(w, r)
	if w.Code != 413 || w.Header().Get("x-amzn-errortype") != "RequestEntityTooLargeException" {
		t.Errorf("without a content-length: %d %s", w.Code, w.Body)
	}
}
