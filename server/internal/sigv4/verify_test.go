package sigv4

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestVerifyAcceptsRequestsOfSDKs(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.http")
	if err != nil || len(files) < 13 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			v := verifier(time.Date(2026, 11, 22, 15, 41, 30, 0, time.UTC))
			if err := v.Verify(r, body); err != nil {
				t.Error(err)
			}
			if s, ok := ReadScope(r); !ok || s != (Scope{keyID, "20261122", "eu-west-1", "appmesh"}) {
				t.Errorf("scope %+v, %v", s, ok)
			}
			v.Secret = func(string) (string, bool) { return secret + ".", true }
			wantError(t, v.Verify(r, body), "SignatureDoesNotMatch",
				"The request signature we calculated does not match")
			r.RequestURI += "&x"
			r.URL.RawQuery += "&x"
			wantError(t, verifier(v.Now()).Verify(r, body), "SignatureDoesNotMatch", "")
		})
	}
}

func TestVerifyRefusesTampering(t *testing.T) {
	t.Parallel()
	authorization := func(from, to string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), from, to, 1))
		}
	}
	for name, tamper := range map[string]func(r *http.Request){
		"method": func(r *http.Request) { r.Method = "DELETE" },
		"path": func(r *http.Request) {
			r.RequestURI = strings.Replace(r.RequestURI, "c%20d", "c%20e",
				1)
		},
		"path, decoded once": func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "%2F", "/", 1) },
		"trailing slash":     func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "?", "/?", 1) },
		"query value": func(r *http.Request) {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "3333", "4444",
				1)
		},
		"query added":        func(r *http.Request) { r.URL.RawQuery += "&c=" },
		"query removed":      func(r *http.Request) { r.URL.RawQuery = "" },
		"host":               func(r *http.Request) { r.Host = "127.0.0.2:4600" },
		"header value":       func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		"header value added": func(r *http.Request) { r.Header.Add("X-Multi", "four") },
		"header order":       func(r *http.Request) { r.Header["X-Multi"] = []string{"three", "one two"} },
		"header removed":     func(r *http.Request) { r.Header.Del("X-Multi") },
		"length":             func(r *http.Request) { r.Header.Set("Content-Length", "3") },
		"date":               func(r *http.Request) { r.Header.Set("X-Amz-Date", "20110909T233601Z") },
		"region":             authorization("eu-west-1", "eu-west-2"),
		"signed headers":     authorization(";x-multi", ""),
		"header list order":  authorization("content-length;content-type", "content-type;content-length"),
		"signature cut":      func(r *http.Request) { v := r.Header["Authorization"]; v[0] = v[0][:len(v[0])-1] },
		"signature upper": func(r *http.Request) {
			v := r.Header["Authorization"]
			v[0] = v[0][:len(v[0])-64] + strings.ToUpper(v[0][len(v[0])-64:])
		},
		"body hash":       func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", strings.Repeat("0", 64)) },
		"body not signed": func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", unsignedPayload) },
		"streaming": func(r *http.Request) {
			r.Header.Set("X-Amz-Content-Sha256",
				"STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := signedRequest(t)
			if err := verifier(signedAt).Verify(r, []byte("{}")); err != nil {
				t.Fatalf("untouched: %v", err)
			}
			tamper(r)
			wantError(t, verifier(signedAt).Verify(r, []byte("{}")), "SignatureDoesNotMatch",
				"Check your AWS Secret Access Key and signing method.")
		})
	}
	t.Run("body", func(t *testing.T) {
		t.Parallel()
		wantError(t, verifier(signedAt).Verify(signedRequest(t), []byte("{ }")), "SignatureDoesNotMatch", "")
		wantError(t, verifier(signedAt).Verify(signedRequest(t), nil), "SignatureDoesNotMatch", "")
	})
}

func TestVerifyToleratesUnsignedChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(r *http.Request){
		"query order": func(r *http.Request) { r.URL.RawQuery = "b=1&&meshOwner=111122223333&b=2&" },
		"query escaped": func(r *http.Request) {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "mesh", "%6desh",
				1)
		},
		"spaces in a header": func(r *http.Request) { r.Header["X-Multi"] = []string{"one \t two  ", " three"} },
		"other headers": func(r *http.Request) {
			r.Header.Set("User-Agent",
				"x")
			r.Header.Set("X-Amz-Security-Token", "x")
		},
		"hash of the body": func(r *http.Request) {
			r.Header.Set("X-Amz-Content-Sha256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
		},
		"no length header": func(r *http.Request) { r.Header.Del("Content-Length") },
		"not from a wire":  func(r *http.Request) { r.RequestURI = "" },
		"no spaces in header": func(r *http.Request) {
			v := r.Header["Authorization"]
			v[0] = strings.ReplaceAll(v[0],
				", ", ",")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := signedRequest(t)
			change(r)
			if err := verifier(signedAt).Verify(r, []byte("{}")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestVerifyExplainsInvalidCredentials(t *testing.T) {
	t.Parallel()
	const (
		missing    = "MissingAuthenticationTokenException"
		incomplete = "IncompleteSignatureException"
		invalid    = "InvalidSignatureException"
	)
	auth := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", value) }
	}
	good := func(credential, names string) func(*http.Request) {
		return auth(algorithm + " Credential=" + credential + ", SignedHeaders=" + names + ", Signature=00")
	}
	for name, test := range map[string]struct {
		change        func(*http.Request)
		code, message string
	}{
		"nothing":      {func(*http.Request) {}, missing, "Missing Authentication Token"},
		"empty header": {auth(""), missing, "Missing Authentication Token"},
		"other scheme": {auth("Bearer s3cret"), incomplete, "Authorization header requires 'Credential' parameter." +
			" Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter." +
			" (Hashed with SHA-256 and encoded with Base64) Authorization=DJrmBmtB03Ed6kZnz8xRP2DP4Ef7G/QFbKfRqNCJz1o="},
		"other algorithm": {auth("AWS4-HMAC-SHA2560 Credential=" + scope), incomplete, "requires 'Credential'"},
		"no signature": {auth(algorithm + " Credential=" + scope + ", SignedHeaders=host"), incomplete,
			"Authorization header requires 'Signature' parameter. (Hashed"},
		"no date": {func(r *http.Request) { good(scope, "host")(r); r.Header.Del("X-Amz-Date") }, incomplete,
			"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."},
		"odd date": {func(r *http.Request) {
			good(scope, "host")(r)
			r.Header.Set("X-Amz-Date",
				"20110909T233600.5Z")
		}, incomplete, "Date must be in ISO-8601 'basic format'. Got '20110909T233600.5Z'."},
		"four parts": {good("a/b/c/d", "host"), incomplete,
			"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'"},
		"no key id": {good("/20110909/eu-west-1/appmesh/aws4_request", "host"), incomplete,
			"exactly 5 slash-delimited elements"},
		"no region": {good(keyID+"/20110909//appmesh/aws4_request", "host"), invalid,
			"Credential should be scoped to a valid region."},
		"other service": {good(keyID+"/20110909/eu-west-1/s3/aws4_request", "host"), invalid,
			"Credential should be scoped to correct service: 'appmesh'."},
		"other end": {good(keyID+"/20110909/eu-west-1/appmesh/aws4", "host"), invalid,
			"Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'."},
		"other day": {good(keyID+"/20110908/eu-west-1/appmesh/aws4_request", "host"), invalid,
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20110908' != '20110909', from '20110909T233600Z'."},
		"all at once": {good(keyID+"/20110909//s3/aws4_request", "host"), invalid,
			"valid region. Credential should be scoped to correct service: 'appmesh'."},
		"host unsigned": {good(scope, "x-amz-date"), invalid,
			"'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."},
		"unknown key": {good("123456789012/20110909/eu-west-1/appmesh/aws4_request", "host"),
			"UnrecognizedClientException", "The security token included in the request is invalid."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request(t)
			test.change(r)
			wantError(t, verifier(signedAt).Verify(r, []byte("{}")), test.code, test.message)
		})
	}
}

func TestVerifyAllowsFiveMinutesEitherWay(t *testing.T) {
	t.Parallel()
	for now, want := range map[time.Duration]string{
		0:                            "",
		5 * time.Minute:              "",
		-5 * time.Minute:             "",
		5*time.Minute + time.Second:  "Signature expired: 20110909T233600Z is now earlier than 20110909T233601Z (20110909T234101Z - 5 min.)",
		-5*time.Minute - time.Second: "Signature not yet current: 20110909T233600Z is still later than 20110909T233559Z (20110909T233059Z + 5 min.)",
		48 * time.Hour:               "Signature expired: 20110909T233600Z is now earlier than 20110911T233100Z (20110911T233600Z - 5 min.)",
	} {
		t.Run(now.String(), func(t *testing.T) {
			t.Parallel()
			err := verifier(signedAt.Add(now)).Verify(signedRequest(t), []byte("{}"))
			if want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, "InvalidSignatureException", want)
		})
	}
}

func TestVerifyAcceptsTheDateHeader(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"20110909T233600Z", "Fri, 09 Sep 2011 23:36:00 GMT"} {
		r := request(t)
		r.Header.Del("X-Amz-Date")
		r.Header.Set("Date", date)
		signWith(t, r, scope, "date;host", []byte("{}"))
		if err := verifier(signedAt).Verify(r, []byte("{}")); err != nil {
			t.Errorf("%s: %v", date, err)
		}
	}
	r := request(t)
	r.Header.Del("X-Amz-Date")
	r.Header.Set("Authorization", algorithm+" Credential="+scope+", SignedHeaders=host, Signature=00")
	r.Header.Set("Date", "yesterday")
	wantError(t, verifier(signedAt).Verify(r, nil), "IncompleteSignatureException", "Got 'yesterday'")
}

func TestVerifyAcceptsAnUnsignedPayloadOnlyIfItsHeaderIsSigned(t *testing.T) {
	t.Parallel()
	r := request(t)
	r.Header.Set("X-Amz-Content-Sha256", unsignedPayload)
	signWith(t, r, scope, "host;x-amz-content-sha256;x-amz-date", nil)
	if err := verifier(signedAt).Verify(r, []byte("any body")); err != nil {
		t.Error(err)
	}
	signWith(t, r, scope, "host;x-amz-date", nil)
	wantError(t, verifier(signedAt).Verify(r, []byte("any body")), "SignatureDoesNotMatch", "")
}

func TestVerifyAcceptsAHostWithAndWithoutItsPort(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		signed, received string
		ok               bool
	}{
		{"mesh.test", "mesh.test:80", true},
		{"mesh.test", "Mesh.Test:443", true},
		{"[::1]", "[::1]:80", true},
		{"mesh.test", "mesh.test:4600", false},
		{"mesh.test:4600", "MESH.test:4600", true},
		{"::1", "::1:80", false},
	} {
		r := request(t)
		r.Host = test.signed
		signWith(t, r, scope, signedNames, []byte("{}"))
		r.Host = test.received
		if err := verifier(signedAt).Verify(r, []byte("{}")); (err == nil) != test.ok {
			t.Errorf("signed %s, received %s: %v", test.signed, test.received, err)
		}
	}
}

func TestVerifyAcceptsAPathWithAndWithoutDotSegments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		signed, received string
		ok               bool
	}{
		{"/meshes/mesh/nodes/..", "/meshes/mesh/nodes/..", true}, // as sent: aws-sdk-go-v2
		{"/meshes/mesh", "/meshes/mesh/nodes/..", true},          // botocore
		{"/meshes/mesh/", "/meshes/mesh/nodes/..", true},         // RFC 3986: the SDK for Rust
		{"/meshes/mesh/nodes/", "/meshes/mesh/nodes/.", true},
		{"/meshes/mesh/nodes/", "/meshes/mesh/nodes", false},
		{"/meshes/", "/meshes/mesh/nodes/..", false},
	} {
		get := func(path string) *http.Request {
			return receive(t, "GET "+path+" HTTP/1.1", "Host: mesh.test", "X-Amz-Date: 20110909T233600Z")
		}
		signed := signWith(t, get(test.signed), scope, "host;x-amz-date", nil)
		r := get(test.received)
		r.Header.Set("Authorization", signed.Header.Get("Authorization"))
		if err := verifier(signedAt).Verify(r, nil); (err == nil) != test.ok {
			t.Errorf("signed %s, received %s: %v", test.signed, test.received, err)
		}
	}
}
