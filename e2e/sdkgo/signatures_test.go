package sdkgo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	awsv1 "github.com/aws/aws-sdk-go/aws"
	credentialsv1 "github.com/aws/aws-sdk-go/aws/credentials"
	requestv1 "github.com/aws/aws-sdk-go/aws/request"
	signerv1 "github.com/aws/aws-sdk-go/aws/signer/v4"
	appmeshv1 "github.com/aws/aws-sdk-go/service/appmesh"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// The access key that the servers of these tests accept, and its account.
const (
	knownKey     = "AKIDEXAMPLE"
	knownAccount = "777788889999"
)

// strict lists the modes with servers that check signatures (rule 26).
var strict = []harness.Mode{
	{Name: "in-process", Target: func(t testing.TB) harness.Target {
		return harness.Started(appmeshtest.Start(t, appmeshtest.WithClock(server.RunningClock(time.Now)),
			appmeshtest.WithRelax(namesRule),
			appmeshtest.WithCredentials(map[string]server.Credential{knownKey: {Secret: harness.Secret,
				Account: knownAccount}})))
	}},
	{Name: "binary", Target: func(t testing.TB) harness.Target {
		return harness.Run(t, "--relax", "15", "--verify-signatures", "--credentials",
			knownKey+":"+harness.Secret+":"+knownAccount)
	}},
}

// eachStrict runs a test in each mode, as parallel subtests. The targets have the known account. A test
// that needs separate state uses a region of its own.
func eachStrict(t *testing.T, test func(t *testing.T, target harness.Target)) {
	t.Helper()
	for _, place := range strict {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			target := place.Target(t)
			target.Account, target.Live = knownAccount, true
			test(t, target)
		})
	}
}

var regions atomic.Int64

// ownRegion returns the target in a region that no other test uses.
func ownRegion(target harness.Target) harness.Target {
	target.Region = fmt.Sprintf("eu-test-%d", regions.Add(1))
	return target
}

func signed(o *appmesh.Options) { o.Credentials = harness.Credentials(knownKey, harness.Secret) }

func signedV1(c *awsv1.Config) {
	c.Credentials = credentialsv1.NewStaticCredentials(knownKey, harness.Secret, "")
}

// Signatures of both SDKs are accepted, for all operations and for names that must be encoded.
func TestSignaturesOfTheSDKsAreAccepted(t *testing.T) {
	t.Parallel()
	eachStrict(t, func(t *testing.T, target harness.Target) {
		var called ledger
		t.Run("v2", func(t *testing.T) {
			for _, k := range kinds {
				t.Run(k.name, func(t *testing.T) {
					t.Parallel()
					target := ownRegion(target)
					testLifecycle(t, v2(newClient(target, signed, called.watch)), target, k, "parent", "subject")
				})
			}
		})
		if missing, all := called.missing(); len(missing) > 0 || all != 38 {
			t.Errorf("of %d operations these were never called with success: %v", all, missing)
		}
		for _, k := range kinds {
			t.Run("v1/"+k.name, func(t *testing.T) {
				t.Parallel()
				target := ownRegion(target)
				testLifecycle(t, v1(newClientV1(target, signedV1)), target, k, "parent", "subject")
			})
		}
		for i, name := range unusualNames {
			t.Run("odd/"+label(i, name), func(t *testing.T) {
				t.Parallel()
				k := kindNamed("Route")
				own := ownRegion(target)
				testLifecycle(t, v2(newClient(own, signed)), own, short(k), name, name)
				if name == "." || name == ".." {
					return // aws-sdk-go removes . and .. from paths
				}
				own = ownRegion(target)
				testLifecycle(t, v1(newClientV1(own, signedV1)), own, short(k), name, name)
			})
		}
	})
}

// changing is a transport that changes signed requests.
func changing(change func(r *http.Request)) *http.Client {
	return harness.HTTPClient(transportFunc(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		change(r)
		return harness.Transport().RoundTrip(r)
	}))
}

func changeBody(r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	body = bytes.Replace(body, []byte("mesh-of-mine"), []byte("mesh-of-thee"), 1)
	r.Body = io.NopCloser(bytes.NewReader(body))
}

func changeAuthorization(from, to string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), from, to, 1))
	}
}

// skewedSigner signs with another time, or for another service.
type skewedSigner struct {
	by      time.Duration
	service string
}

func (o skewedSigner) SignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payload, service,
	region string,
	at time.Time, options ...func(*v4.SignerOptions)) error {
	if o.service != "" {
		service = o.service
	}
	return v4.NewSigner().SignHTTP(ctx, credentials, r, payload, service, region, at.Add(o.by), options...)
}

// invalidSignatures lists requests that the server must refuse, with the beginning of the message.
var invalidSignatures = []struct {
	what    string
	v2      func(*appmesh.Options)
	v1      func(*awsv1.Config)
	code    string
	message string
}{
	{"a wrong secret",
		func(o *appmesh.Options) { o.Credentials = harness.Credentials(knownKey, "not "+harness.Secret) },
		func(c *awsv1.Config) {
			c.Credentials = credentialsv1.NewStaticCredentials(knownKey, "not "+harness.Secret, "")
		},
		"SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."},
	{"an unknown key",
		func(o *appmesh.Options) { o.Credentials = harness.Credentials("AKIDUNKNOWN", harness.Secret) },
		func(c *awsv1.Config) {
			c.Credentials = credentialsv1.NewStaticCredentials("AKIDUNKNOWN", harness.Secret, "")
		},
		"UnrecognizedClientException", "The security token included in the request is invalid."},
	{"no signature",
		func(o *appmesh.Options) { o.Credentials = aws.AnonymousCredentials{} },
		func(c *awsv1.Config) { c.Credentials = credentialsv1.AnonymousCredentials },
		"MissingAuthenticationTokenException", "Missing Authentication Token"},
	{"a changed body",
		func(o *appmesh.Options) { o.HTTPClient = changing(changeBody) },
		func(c *awsv1.Config) { c.HTTPClient = changing(changeBody) },
		"SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."},
	{"a changed query",
		func(o *appmesh.Options) {
			o.HTTPClient = changing(func(r *http.Request) { r.URL.RawQuery = "meshOwner=111122223333" })
		},
		func(c *awsv1.Config) {
			c.HTTPClient = changing(func(r *http.Request) { r.URL.RawQuery = "meshOwner=111122223333" })
		},
		"SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."},
	{"a changed date",
		func(o *appmesh.Options) { o.HTTPClient = changing(changeDate) },
		func(c *awsv1.Config) { c.HTTPClient = changing(changeDate) },
		"SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."},
	{"no credential",
		func(o *appmesh.Options) { o.HTTPClient = changing(changeAuthorization("Credential=", "Nothing=")) },
		func(c *awsv1.Config) { c.HTTPClient = changing(changeAuthorization("Credential=", "Nothing=")) },
		"IncompleteSignatureException", "Authorization header requires 'Credential' parameter."},
	{"a credential cut short",
		func(o *appmesh.Options) { o.HTTPClient = changing(changeAuthorization("/aws4_request", "")) },
		func(c *awsv1.Config) { c.HTTPClient = changing(changeAuthorization("/aws4_request", "")) },
		"IncompleteSignatureException", "Credential must have exactly 5 slash-delimited elements"},
	{"another service", func(o *appmesh.Options) { o.HTTPSignerV4 = skewedSigner{service: "s3"} }, nil,
		"InvalidSignatureException", "Credential should be scoped to correct service: 'appmesh'."},
	{"a signature of six minutes ago", func(o *appmesh.Options) { o.HTTPSignerV4 = skewedSigner{by: -6 * time.Minute} },
		nil,
		"InvalidSignatureException", "Signature expired: "},
	{"a signature of the future", func(o *appmesh.Options) { o.HTTPSignerV4 = skewedSigner{by: 6 * time.Minute} }, nil,
		"InvalidSignatureException", "Signature not yet current: "},
}

// changeDate changes the time of a signed request to another second of the same day.
func changeDate(r *http.Request) {
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	if err != nil {
		panic(err)
	}
	checkUpdated := at.Add(time.Second)
	if checkUpdated.Day() != at.Day() {
		checkUpdated = at.Add(-time.Second)
	}
	r.Header.Set("X-Amz-Date", checkUpdated.Format("20060102T150405Z"))
}

// Requests with invalid signatures are refused with AWS's common messages and change nothing (rule
// 26).
func TestInvalidSignaturesAreRefused(t *testing.T) {
	t.Parallel()
	eachStrict(t, func(t *testing.T, target harness.Target) {
		for _, row := range invalidSignatures {
			t.Run(row.what, func(t *testing.T) {
				t.Parallel()
				target := ownRegion(target)
				clients := []sdk{v2(newClient(target, signed, row.v2))}
				if row.v1 != nil {
					clients = append(clients, v1(newClientV1(target, signedV1, row.v1)))
				}
				for _, s := range clients {
					_, err := s.call(t.Context(), "CreateMesh", fields{"MeshName": "mesh-of-mine"})
					_, _, message, _ := errorFields(err)
					if !strings.HasPrefix(message, row.message) {
						t.Errorf("%s: the message is %q, want %q", s.name, message, row.message)
					}
					checkError(t, s.name, err, 403, row.code, message)
				}
				all := v2(newClient(target, signed)).must(t, "ListMeshes", fields{})
				if n := all.FieldByName("Meshes").Len(); n != 0 {
					t.Errorf("%d meshes were made", n)
				}
			})
		}
	})
}

// The client's clock may be wrong by up to five minutes.
func TestClockSkewIsLimitedToFiveMinutes(t *testing.T) {
	t.Parallel()
	eachStrict(t, func(t *testing.T, target harness.Target) {
		for _, by := range []time.Duration{-4 * time.Minute, 4 * time.Minute} {
			skew := func(o *appmesh.Options) { o.HTTPSignerV4 = skewedSigner{by: by} }
			v2(newClient(target, signed, skew)).must(t, "ListMeshes", fields{})
			old := newClientV1(target, signedV1)
			skewV1(old, by)
			v1(old).must(t, "ListMeshes", fields{})
		}
		for _, by := range []time.Duration{-6 * time.Minute, 6 * time.Minute} {
			old := newClientV1(target, signedV1)
			skewV1(old, by)
			_, err := v1(old).call(t.Context(), "ListMeshes", fields{})
			if status, code, _, _ := errorFields(err); status != 403 || code != "InvalidSignatureException" {
				t.Errorf("v1, by %v: %v", by, err)
			}
		}
	})
}

// skewV1 configures a client to sign with another time.
func skewV1(client *appmeshv1.AppMesh, by time.Duration) {
	client.Handlers.Sign.Clear()
	client.Handlers.Sign.PushBack(func(r *requestv1.Request) {
		signerv1.SignSDKRequestWithCurrentTime(r, func() time.Time { return time.Now().Add(by) })
	})
}

// If the clock is wrong by more, aws-sdk-go-v2 corrects it by the Date header of the response, and the
// retry succeeds.
func TestAClientCorrectsItsClockByTheDateHeader(t *testing.T) {
	t.Parallel()
	running := appmeshtest.Start(t, appmeshtest.WithClock(server.RunningClock(time.Now)),
		appmeshtest.WithRelax(namesRule),
		appmeshtest.WithCredentials(map[string]server.Credential{knownKey: {Secret: harness.Secret,
			Account: knownAccount}}))
	running.Clock().Advance(time.Hour)
	target := harness.Started(running)
	s := v2(newClient(target, signed, retryingOnce(harness.Transport())))
	s.must(t, "CreateMesh", fields{"MeshName": "mesh"})
}

// A presigned URL is accepted until it expires.
func TestAPresignedURLIsAcceptedUntilItExpires(t *testing.T) {
	t.Parallel()
	eachStrict(t, func(t *testing.T, target harness.Target) {
		get := func(lifetime string, at time.Time) int {
			t.Helper()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
				target.URL+"/v20190125/meshes?limit=7&X-Amz-Expires="+lifetime, nil)
			if err != nil {
				t.Fatal(err)
			}
			const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
			url, _, err := v4.NewSigner().PresignHTTP(t.Context(),
				aws.Credentials{AccessKeyID: knownKey, SecretAccessKey: harness.Secret},
				request, emptyHash, "appmesh", target.Region, at)
			if err != nil {
				t.Fatal(err)
			}
			response, err := harness.HTTPClient(harness.Transport()).Get(url)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close() //nolint:errcheck // only its status is read
			return response.StatusCode
		}
		if got := get("60", time.Now()); got != http.StatusOK {
			t.Errorf("status %d, want 200", got)
		}
		if got := get("60", time.Now().Add(-2*time.Hour)); got != http.StatusForbidden {
			t.Errorf("status %d of an expired one, want 403", got)
		}
	})
}
