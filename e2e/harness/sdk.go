package harness

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Config returns the configuration of aws-sdk-go-v2 for a target. Clients try each request
// once.
func Config(target Target) aws.Config {
	return aws.Config{
		BaseEndpoint: &target.URL,
		Region:       target.Region,
		Credentials:  Credentials(target.Account, Secret),
		Retryer:      func() aws.Retryer { return aws.NopRetryer{} },
		HTTPClient:   HTTPClient(Transport()),
	}
}

// Credentials returns credentials that do not change.
func Credentials(id, secret string) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret}, nil
	})
}

// HTTPClient returns an HTTP client with a timeout.
func HTTPClient(transport http.RoundTripper) *http.Client {
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}

// transport is shared by all clients. It keeps enough idle connections for parallel tests.
var transport = func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.MaxIdleConnsPerHost = 64
	return t
}()

// Transport returns the transport for the clients of a test.
func Transport() http.RoundTripper { return atOnce{transport} }

// atOnce sends a request and its body in one piece. aws-sdk-go-v2 closes the body of a request
// as soon as the response begins. If net/http has not yet read the end of the body, it reports
// an error and closes the connection, so that the rest of a response of more than 4 KB is lost:
// "use of closed network connection" (aws-sdk-go-v2, issue 2737). Clients that do not retry
// would fail.
type atOnce struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (a atOnce) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.ContentLength <= 0 {
		return a.RoundTripper.RoundTrip(r)
	}
	defer r.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	sent := *r
	sent.Body = io.NopCloser(bytes.NewReader(body))
	return a.RoundTripper.RoundTrip(&sent)
}
