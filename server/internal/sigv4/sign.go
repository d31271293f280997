package sigv4

import (
	"net/http"
	"strings"
	"time"
)

// Credentials is an AWS access key.
type Credentials struct {
	KeyID, Secret string
	Token         string // the session token of temporary credentials; may be empty
}

// Sign signs a request with the given body. It sets the headers Authorization, X-Amz-Date
// and, for temporary credentials, X-Amz-Security-Token.
func Sign(r *http.Request, body []byte, credentials Credentials, region, service string, now time.Time) {
	c := &claim{
		scope:  Scope{KeyID: credentials.KeyID, Date: now.UTC().Format("20060102"), Region: region, Service: service},
		date:   now,
		signed: []string{"host", "x-amz-date"},
		query:  parseQuery(r.URL.RawQuery),
	}
	r.Header.Set("X-Amz-Date", stamp(now))
	if credentials.Token != "" {
		r.Header.Set("X-Amz-Security-Token", credentials.Token)
		c.signed = append(c.signed, "x-amz-security-token")
	}
	r.Header.Del("X-Amz-Content-Sha256")
	payload, _ := payloadHash(r, c, body)
	signature := c.sign(signingKey(credentials.Secret, c.scope), canonicalRequests(r, c, payload)[0])
	r.Header.Set("Authorization", algorithm+
		" Credential="+c.scope.KeyID+"/"+c.scope.Date+"/"+region+"/"+service+"/"+terminator+
		", SignedHeaders="+strings.Join(c.signed, ";")+", Signature="+signature)
}
