package client

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
)

// Signer is a transport that signs each request with AWS Signature Version 4 before it
// sends it, as an AWS SDK does.
type Signer struct {
	Transport http.RoundTripper // sends the requests
	KeyID     string
	Secret    string
	Token     string // the session token of temporary credentials; may be empty
	Region    string
	Now       func() time.Time
}

// RoundTrip implements http.RoundTripper.
func (s *Signer) RoundTrip(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		var err error
		body, err = io.ReadAll(request.Body)
		request.Body.Close() //nolint:errcheck // it was read
		if err != nil {
			return nil, err
		}
	}
	signed := request.Clone(request.Context())
	if request.Body != nil {
		signed.Body = io.NopCloser(bytes.NewReader(body))
	}
	sigv4.Sign(signed, body, sigv4.Credentials{KeyID: s.KeyID, Secret: s.Secret, Token: s.Token}, s.Region, "appmesh", s.Now())
	return s.Transport.RoundTrip(signed)
}
