package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Verifier verifies signatures (rule 26). All fields must be set. It is safe for
// concurrent use if Secret and Now are.
type Verifier struct {
	// Secret returns the secret of an access key id, and reports whether the key exists.
	Secret func(keyID string) (secret string, ok bool)
	// Now returns the time.
	Now func() time.Time
	// Service is the signing name that a scope must have: "appmesh".
	Service string
}

// Verify verifies the signature of a request, in the Authorization header or in a presigned
// URL. The body is passed separately, and r.Body is not read. The request may be one that a
// server has received or one that a client is about to send.
//
// Verify checks in this order that the signature exists, that it can be parsed, and that its
// scope, its date, its key and the signature itself are valid. It accepts any region (rule
// 35). The error is an *Error for the first check that fails.
func (v *Verifier) Verify(r *http.Request, body []byte) error {
	c, err := readClaim(r)
	if err != nil {
		return err
	}
	if err := v.checkScope(c); err != nil {
		return err
	}
	if err := checkDate(c, v.Now()); err != nil {
		return err
	}
	secret, ok := v.Secret(c.scope.KeyID)
	if !ok {
		return errUnknownKey()
	}
	payload, ok := payloadHash(r, c, body)
	if !ok {
		return errMismatch()
	}
	key := signingKey(secret, c.scope)
	for _, request := range canonicalRequests(r, c, payload) {
		if hmac.Equal([]byte(c.sign(key, request)), []byte(c.signature)) {
			return nil
		}
	}
	return errMismatch()
}

// checkScope returns an error that lists all mistakes in the scope.
func (v *Verifier) checkScope(c *claim) error {
	var wrong []string
	if !plausibleRegion(c.scope.Region) {
		wrong = append(wrong, "Credential should be scoped to a valid region.")
	}
	if c.scope.Service != v.Service {
		wrong = append(wrong, "Credential should be scoped to correct service: '"+v.Service+"'.")
	}
	if c.term != terminator {
		wrong = append(wrong,
			"Credential should be scoped with a valid terminator: '"+terminator+"', not '"+c.term+"'.")
	}
	date := stamp(c.date)
	if day, _, _ := strings.Cut(date, "T"); c.scope.Date != day {
		wrong = append(wrong,
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"+
				c.scope.Date+"' != '"+day+"', from '"+date+"'.")
	}
	if !slices.Contains(c.signed, "host") {
		wrong = append(wrong, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	if wrong != nil {
		return invalid(wrong...)
	}
	return nil
}

func checkDate(c *claim, now time.Time) error {
	switch {
	case c.date.After(now.Add(skew)):
		return errNotYetCurrent(c.date, now)
	case now.After(c.date.Add(c.lifetime)):
		return errExpired(c.date, now, c.lifetime)
	}
	return nil
}

// sign returns the signature of a canonical request, in hexadecimal.
func (c *claim) sign(key []byte, request string) string {
	sum := sha256.Sum256([]byte(request))
	return hex.EncodeToString(sign(key, strings.Join([]string{
		algorithm,
		stamp(c.date),
		c.scope.Date + "/" + c.scope.Region + "/" + c.scope.Service + "/" + terminator,
		hex.EncodeToString(sum[:]),
	}, "\n")))
}

func signingKey(secret string, s Scope) []byte {
	key := []byte("AWS4" + secret)
	for _, part := range []string{s.Date, s.Region, s.Service, terminator} {
		key = sign(key, part)
	}
	return key
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
