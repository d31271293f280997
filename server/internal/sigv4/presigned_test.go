package sigv4

import (
	"strings"
	"testing"
	"time"
)

func TestVerifyAcceptsPresignedURLsUntilTheyExpire(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		extra, message string
		after          time.Duration
	}{
		"at once":    {extra: "&X-Amz-Expires=60"},
		"at its end": {extra: "&X-Amz-Expires=3600", after: time.Hour},
		"after its end": {extra: "&X-Amz-Expires=3600", after: time.Hour + time.Second,
			message: "Signature expired: 20110909T233600Z is now earlier than 20110909T233601Z (20110910T003601Z - 60 min.)"},
		"after odd seconds": {extra: "&X-Amz-Expires=90", after: 91 * time.Second,
			message: "(20110909T233731Z - 90 sec.)"},
		"expires at once": {extra: "&X-Amz-Expires=0", after: time.Second, message: "Signature expired"},
		"a week":          {extra: "&X-Amz-Expires=604800", after: 7 * 24 * time.Hour},
		"too early": {extra: "&X-Amz-Expires=604800", after: -6 * time.Minute,
			message: "Signature not yet current"},
		"default expiry":           {after: 5 * time.Minute},
		"after the default expiry": {after: 5*time.Minute + time.Second, message: "- 5 min.)"},
		"a hash in the query": {
			extra: "&x-amz-content-sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		"unsigned payload": {extra: "&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"},
		"token":            {extra: "&X-Amz-Security-Token=a%2Fb%2B%3D"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := presigned(t, test.extra)
			err := verifier(signedAt.Add(test.after)).Verify(r, nil)
			if test.message != "" {
				wantError(t, err, "InvalidSignatureException", test.message)
			} else if err != nil {
				t.Error(err)
			}
			if s, ok := ReadScope(r); !ok || s.KeyID != keyID {
				t.Errorf("scope %+v, %v", s, ok)
			}
		})
	}
}

func TestVerifyRefusesABrokenPresignedURL(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ from, to, code, message string }{
		"no date": {"X-Amz-Date", "X", "IncompleteSignatureException",
			"AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters."},
		"other algorithm": {algorithm, "AWS4-ECDSA-P256-SHA256", "IncompleteSignatureException",
			"must include 'X-Amz-Algorithm'."},
		"no credential":  {"X-Amz-Credential", "X", "IncompleteSignatureException", "must include 'X-Amz-Credential'."},
		"bad credential": {"Credential=", "Credential=%zz&x=", "IncompleteSignatureException", "got '%zz'"},
		"bad date":       {"T233600Z", "", "IncompleteSignatureException", "Got '20110909'"},
		"no number": {"Expires=60", "Expires=1h", "IncompleteSignatureException",
			"X-Amz-Expires should be a number"},
		"negative": {"Expires=60", "Expires=-1", "IncompleteSignatureException",
			"X-Amz-Expires must be non-negative"},
		"over a week": {"Expires=60", "Expires=604801", "IncompleteSignatureException",
			"must be less than 604800 seconds"},
		"longer":    {"Expires=60", "Expires=61", "SignatureDoesNotMatch", ""},
		"parameter": {"&X-Amz-Signature", "&a=b&X-Amz-Signature", "SignatureDoesNotMatch", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := presigned(t, "&X-Amz-Expires=60")
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, test.from, test.to, 1)
			wantError(t, verifier(signedAt).Verify(r, nil), test.code, test.message)
		})
	}
	wantError(t, verifier(signedAt).Verify(presigned(t, ""), []byte("body")), "SignatureDoesNotMatch", "")
}
