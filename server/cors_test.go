package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// The response is the same on every path, also on those without an operation.
func TestPreflightEchoesTheRequestedMethodAndHeaders(t *testing.T) {
	t.Parallel()
	a := start(t)
	for _, path := range []string{"/v20190125/meshes", "/nowhere", "/v20190125/meshes/a%2Fb"} {
		r := httptest.NewRequest(http.MethodOptions, path, nil)
		r.Header.Set("Access-Control-Request-Method", "DELETE")
		r.Header.Set("Access-Control-Request-Headers", "x-one, x-two")
		w := httptest.NewRecorder()
		a.srv.Handler().ServeHTTP(w, r)
		for name, want := range map[string]string{
			"access-control-allow-origin": "*", "access-control-allow-methods": "DELETE",
			"access-control-allow-headers":  "x-one, x-two",
			"access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
			"access-control-max-age":        "172800", "server": "envoy",
		} {
			same(t, path+" "+name, w.Header().Get(name), want)
		}
		same(t, path, fmt.Sprint(w.Code, w.Body.Len()), "200 0")
	}
}

// Responses to requests with an Origin, errors included, have the headers of CORS. Other responses do not (rule 39).
func TestPagesOfOtherOriginsMayReadResponses(t *testing.T) {
	t.Parallel()
	srv := appmeshtest.Start(t)
	for path, origin := range map[string]string{"/v20190125/meshes": "https://example.com", "/nowhere": "null",
		"/v20190125/meshes?limit=1": ""} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		want := map[string]string{}
		if origin != "" {
			want = map[string]string{"Allow-Origin": "*",
				"Expose-Headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"}
		}
		for _, name := range []string{"Allow-Origin", "Expose-Headers"} {
			same(t, path+" "+name, response.Header.Get("Access-Control-"+name), want[name])
		}
	}
}
