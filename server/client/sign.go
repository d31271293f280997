package client

import (
	"net/http"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
)

// Credentials are an AWS access key.
type Credentials struct {
	KeyID, Secret string
	Token         string // the session token of temporary credentials; may be empty
}

// Signer returns a function that signs a request to App Mesh with AWS Signature Version 4, as
// an AWS SDK does.
func Signer(credentials Credentials, region string, now func() time.Time) func(*http.Request, []byte) error {
	return func(request *http.Request, body []byte) error {
		sigv4.Sign(request, body, sigv4.Credentials(credentials), region, "appmesh", now())
		return nil
	}
}
