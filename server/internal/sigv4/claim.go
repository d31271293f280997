package sigv4

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	stampLayout = "20060102T150405Z"
	// skew is the largest difference between a signature's date and now.
	skew = 5 * time.Minute
	// maxExpires is the longest lifetime of a presigned URL, in seconds.
	maxExpires = 7 * 24 * 60 * 60
)

// claim holds the unverified parameters of a request's signature.
type claim struct {
	scope     Scope
	term      string // last part of the scope
	date      time.Time
	lifetime  time.Duration // after date
	signed    []string      // header names, in the order given
	signature string
	query     query
	presigned bool
}

// readClaim reads the claim from the Authorization header or, if the header does not use this
// algorithm, from the query.
func readClaim(r *http.Request) (*claim, error) {
	q := parseQuery(r.URL.RawQuery)
	params, ok := authorization(r)
	switch {
	case ok:
		return claimFromHeader(r, params, q)
	case q.has("X-Amz-Algorithm") || q.has("X-Amz-Credential") || q.has("X-Amz-Signature"):
		return claimFromQuery(q)
	case r.Header.Get("Authorization") != "":
		return claimFromHeader(r, "", q)
	}
	return nil, errMissing()
}

func claimFromHeader(r *http.Request, params string, q query) (*claim, error) {
	var missing []string
	values := map[string]string{}
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		values[name] = field(params, name)
		if values[name] == "" {
			missing = append(missing, "Authorization header requires '"+name+"' parameter.")
		}
	}
	amzDate, date := r.Header.Get("X-Amz-Date"), r.Header.Get("Date")
	if amzDate == "" && date == "" {
		missing = append(missing,
			"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	if missing != nil {
		return nil, errHeaderLacks(r.Header.Get("Authorization"), missing)
	}
	c := &claim{signature: values["Signature"], lifetime: skew, query: q}
	if err := c.readParts(values["Credential"], values["SignedHeaders"]); err != nil {
		return nil, err
	}
	return c, c.readDate(amzDate, date)
}

func claimFromQuery(q query) (*claim, error) {
	var missing []string
	for _, name := range []string{
		"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date",
	} {
		if v := q.get(name); v == "" || name == "X-Amz-Algorithm" && v != algorithm {
			missing = append(missing, "AWS query-string parameters must include '"+name+"'.")
		}
	}
	if missing != nil {
		return nil, incomplete(append(missing, "Re-examine the query-string parameters.")...)
	}
	c := &claim{signature: q.get("X-Amz-Signature"), query: q, presigned: true}
	if err := c.readParts(q.get("X-Amz-Credential"), q.get("X-Amz-SignedHeaders")); err != nil {
		return nil, err
	}
	if err := c.readDate(q.get("X-Amz-Date"), ""); err != nil {
		return nil, err
	}
	return c, c.readExpires()
}

func (c *claim) readParts(credential, signedHeaders string) error {
	var ok bool
	if c.scope, c.term, ok = splitCredential(credential); !ok {
		return errCredentialForm(credential)
	}
	c.signed = strings.Split(signedHeaders, ";")
	return nil
}

// readDate reads X-Amz-Date or, without it, Date, which may also have an HTTP date format.
func (c *claim) readDate(amzDate, date string) (err error) {
	text := amzDate
	if text == "" {
		text = date
	}
	c.date, err = time.Parse(stampLayout, text)
	if err == nil && len(text) == len(stampLayout) { // Parse would allow fractions
		return nil
	}
	if amzDate == "" {
		if c.date, err = http.ParseTime(text); err == nil {
			return nil
		}
	}
	return errDateForm(text)
}

// readExpires reads X-Amz-Expires. If it is absent, as in URLs presigned by aws-sdk-go-v2
// with its defaults, the lifetime is the same as for a signature in a header.
func (c *claim) readExpires() error {
	text := c.query.get("X-Amz-Expires")
	if text == "" {
		c.lifetime = skew
		return nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return incomplete("X-Amz-Expires should be a number")
	case n < 0:
		return incomplete("X-Amz-Expires must be non-negative")
	case n > maxExpires:
		return incomplete("X-Amz-Expires must be less than a week (in seconds); " +
			"that is, the given X-Amz-Expires must be less than " +
			strconv.Itoa(maxExpires) + " seconds")
	}
	c.lifetime = time.Duration(n) * time.Second
	return nil
}

// stamp formats a time as in X-Amz-Date.
func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// inWords formats a duration as in AWS's messages: "5 min.", "90 sec.".
func inWords(d time.Duration) string {
	if d%time.Minute == 0 {
		return strconv.Itoa(int(d/time.Minute)) + " min."
	}
	return strconv.Itoa(int(d/time.Second)) + " sec."
}
