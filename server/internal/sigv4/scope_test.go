package sigv4

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestReadScope(t *testing.T) {
	t.Parallel()
	const rest = "/20110909/eu-west-1/appmesh/aws4_request"
	want := Scope{"AKID", "20110909", "eu-west-1", "appmesh"}
	for name, test := range map[string]struct {
		header, query string
		want          Scope
	}{
		"header": {header: "AWS4-HMAC-SHA256 Credential=AKID" + rest +
			", SignedHeaders=host, Signature=00", want: want},
		"header, other order": {header: "AWS4-HMAC-SHA256  Signature=00,Credential=AKID" + rest, want: want},
		"header before query": {header: "AWS4-HMAC-SHA256 Credential=AKID" + rest,
			query: "X-Amz-Credential=other" + rest, want: want},
		"header without": {header: "AWS4-HMAC-SHA256 Signature=00", query: "X-Amz-Credential=AKID" + rest},
		"query": {query: "a=b&X-Amz-Credential=AKID%2F20110909%2Feu-west-1%2Fappmesh%2Faws4_request",
			want: want},
		"query, unescaped":        {query: "X-Amz-Credential=AKID" + rest, want: want},
		"query behind basic auth": {header: "Basic eDp5", query: "X-Amz-Credential=AKID" + rest, want: want},
		"account as key id": {header: "AWS4-HMAC-SHA256 Credential=111122223333" + rest,
			want: Scope{"111122223333", "20110909", "eu-west-1", "appmesh"}},
		"key id with slashes": {header: "AWS4-HMAC-SHA256 Credential=a/b" + rest,
			want: Scope{"a/b", "20110909", "eu-west-1", "appmesh"}},
		"other service and ending": {header: "AWS4-HMAC-SHA256 Credential=AKID/x/r/s3/y",
			want: Scope{"AKID", "x", "r", "s3"}},
		"nothing":         {},
		"other scheme":    {header: "Bearer AKID" + rest},
		"other algorithm": {header: "AWS4-HMAC-SHA256X Credential=AKID" + rest},
		"algorithm alone": {header: "AWS4-HMAC-SHA256"},
		"too few parts":   {header: "AWS4-HMAC-SHA256 Credential=AKID/20110909/eu-west-1/appmesh"},
		"no key id":       {header: "AWS4-HMAC-SHA256 Credential=" + rest},
		"no region":       {header: "AWS4-HMAC-SHA256 Credential=AKID/20110909//appmesh/aws4_request"},
		"region with NUL": {query: "X-Amz-Credential=AKID/20110909/eu%00west/appmesh/aws4_request"},
		"region too long": {header: "AWS4-HMAC-SHA256 Credential=AKID/20110909/" + strings.Repeat("r", 65) +
			"/appmesh/aws4_request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/?"+test.query, nil)
			if test.header != "" {
				r.Header.Set("Authorization", test.header)
			}
			s, ok := ReadScope(r)
			if s != test.want || ok != (test.want != Scope{}) {
				t.Errorf("got %+v, %v", s, ok)
			}
		})
	}
}

// The test is not parallel, because it counts the allocations of the process.
func TestReadScopeOfAHeaderAllocatesNothing(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential=AKID/20110909/eu-west-1/appmesh/aws4_request, SignedHeaders=host, Signature=00")
	if n := testing.AllocsPerRun(100, func() { ReadScope(r) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCleanPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/": "/", "": "/", "//": "/", "/a": "/a", "/a/": "/a/", "//a//b//": "/a/b/", "/./a/.": "/a", "/..": "/",
		"/../../a": "/a",
		"/a/..":    "/", "/a/../": "/", "/a/b/../c": "/a/c", "/%2E%2E/a": "/%2E%2E/a", "/...": "/...",
	} {
		if got := cleanPath(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func BenchmarkReadScope(b *testing.B) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential=AKID/20110909/eu-west-1/appmesh/aws4_request, SignedHeaders=host, Signature=00")
	b.ReportAllocs()
	for b.Loop() {
		ReadScope(r)
	}
}

func FuzzVerify(f *testing.F) {
	const auth = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/eu-west-1/appmesh/aws4_request, SignedHeaders=host;x-amz-date, Signature=00"
	f.Add("GET", "/a/../b//", "a=b&b", "h:80", auth, "20110909T233600Z", "UNSIGNED-PAYLOAD", []byte("{}"))
	f.Add("", "*", "%zz;=&&=", "[::1", "AWS4-HMAC-SHA256 ,,=,Credential=////", "", "", []byte(nil))
	f.Add("PUT", "", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE/20110909/r/appmesh/aws4_request"+
		"&X-Amz-Date=20110909T233600Z&X-Amz-SignedHeaders=;host;&X-Amz-Signature=%00&X-Amz-Expires=1", "", "", "", "",
		[]byte("x"))
	f.Fuzz(func(t *testing.T, method, path, query, host, auth, date, hash string, body []byte) {
		r := &http.Request{Method: method, Host: host, RequestURI: path,
			URL: &url.URL{Path: path, RawPath: path, RawQuery: query}, Header: http.Header{}}
		for name, value := range map[string]string{"Authorization": auth, "X-Amz-Date": date,
			"X-Amz-Content-Sha256": hash} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		s, ok := ReadScope(r)
		if ok && (s.KeyID == "" || s.Region == "") || !ok && s != (Scope{}) {
			t.Errorf("%+v, %v", s, ok)
		}
		err := verifier(time.Date(2011, 9, 9, 23, 36, 0, 0, time.UTC)).Verify(r, body)
		if e, known := err.(*Error); err != nil && (!known || e.Code == "" || e.Message == "") {
			t.Errorf("%v", err)
		}
		if err == nil && !ok {
			t.Error("a verified request has no scope")
		}
	})
}
