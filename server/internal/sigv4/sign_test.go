package sigv4

import (
	"bytes"
	"net/http"
	"testing"
	"time"
)

func TestASignedRequestPassesVerification(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)
	verifier := &Verifier{
		Secret:  func(id string) (string, bool) { return "s3cret", id == "KEY" },
		Now:     func() time.Time { return now },
		Service: "appmesh",
	}
	for _, c := range []struct{ method, url, body, token string }{
		{"GET", "http://127.0.0.1:4600/v20190125/meshes?limit=3&nextToken=a%20b%2F", "", ""},
		{"PUT", "http://localhost/v20190125/meshes", `{"meshName":"a"}`, ""},
		{"GET", "https://example.test:443/v20190125/meshes/a%20b/virtualServices/..", "", "token"},
	} {
		r, err := http.NewRequest(c.method, c.url, bytes.NewReader([]byte(c.body)))
		if err != nil {
			t.Fatal(err)
		}
		Sign(r, []byte(c.body), Credentials{"KEY", "s3cret", c.token}, "eu-west-1", "appmesh", now)
		if err := verifier.Verify(r, []byte(c.body)); err != nil {
			t.Errorf("%s: %v", c.url, err)
		}
		if err := verifier.Verify(r, []byte(c.body+" ")); err == nil {
			t.Errorf("%s: another body has the same signature", c.url)
		}
		if scope, ok := ReadScope(r); !ok || scope.KeyID != "KEY" || scope.Region != "eu-west-1" {
			t.Errorf("%s: scope %+v", c.url, scope)
		}
	}
}
