package sigv4

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	keyID  = "AKIDEXAMPLE"
	secret = "SECRET+/x"
	day    = "20110909"
	scope  = keyID + "/" + day + "/eu-west-1/appmesh/aws4_request"
)

var signedAt = time.Date(2011, 9, 9, 23, 36, 0, 0, time.UTC)

func verifier(now time.Time) *Verifier {
	return &Verifier{
		Secret:  func(id string) (string, bool) { return secret, id == keyID },
		Now:     func() time.Time { return now },
		Service: "appmesh",
	}
}

// request returns a PUT with the body "{}", as a server receives it, without a signature.
func request(t *testing.T) *http.Request {
	t.Helper()
	return receive(t,
		"PUT /v20190125/meshes/a%25b%2Fc%20d/virtualNodes?meshOwner=111122223333&b=2&b=1 HTTP/1.1",
		"Host: 127.0.0.1:4600", "Content-Type: application/json", "Content-Length: 2",
		"X-Multi:  one   two", "X-Multi: three",
		"X-Amz-Date: 20110909T233600Z")
}

const signedNames = "content-length;content-type;host;x-amz-date;x-multi"

// signWith sets an Authorization header with a valid signature.
func signWith(t *testing.T, r *http.Request, credential, names string, body []byte) *http.Request {
	t.Helper()
	r.Header.Set("Authorization", algorithm+" Credential="+credential+", SignedHeaders="+names+", Signature=x")
	c, err := readClaim(r)
	if err != nil {
		t.Fatal(err)
	}
	c.signature = signatureOf(r, c, body)
	r.Header.Set("Authorization", strings.TrimSuffix(r.Header.Get("Authorization"), "x")+c.signature)
	return r
}

func signatureOf(r *http.Request, c *claim, body []byte) string {
	payload, _ := payloadHash(r, c, body)
	return c.sign(signingKey(secret, c.scope), canonicalRequests(r, c, payload)[0])
}

func signedRequest(t *testing.T) *http.Request {
	t.Helper()
	return signWith(t, request(t), scope, signedNames, []byte("{}"))
}

// presigned returns a presigned GET with extra parameters.
func presigned(t *testing.T, extra string) *http.Request {
	t.Helper()
	r := receive(t, "GET /v20190125/meshes?X-Amz-Algorithm="+algorithm+"&X-Amz-Credential="+url.QueryEscape(scope)+
		"&X-Amz-Date=20110909T233600Z&X-Amz-SignedHeaders=host"+extra+"&X-Amz-Signature=x HTTP/1.1", "Host: localhost")
	c, err := readClaim(r)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "X-Amz-Signature=x", "X-Amz-Signature="+signatureOf(r, c, nil), 1)
	return r
}

func wantError(t *testing.T, err error, code, message string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Code != code || !strings.Contains(e.Message, message) {
		t.Errorf("got %s: %s\nwant %s: %s", e.Code, e.Message, code, message)
	}
	if want := e.Code + ": " + e.Message; e.Error() != want {
		t.Errorf("Error() is %q, want %q", e.Error(), want)
	}
}
