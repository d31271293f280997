package sdkgo

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	awsv1 "github.com/aws/aws-sdk-go/aws"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// losingTransport loses the first response to each request of a kind: the server has run the
// operation, and the client gets an error.
type losingTransport struct {
	mu     sync.Mutex
	tokens []string // the client tokens since the last reset
}

func (l *losingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	var sent struct{ ClientToken string }
	if err := json.Unmarshal(body, &sent); err != nil {
		return nil, err
	}
	response, err := harness.Transport().RoundTrip(r)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens = append(l.tokens, sent.ClientToken)
	if len(l.tokens) > 1 {
		return response, nil
	}
	response.Body.Close() //nolint:errcheck // the response is lost
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

// retried checks that a request was sent twice with one client token, and resets the list.
func (l *losingTransport) retried(t *testing.T, what string) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.tokens) != 2 || l.tokens[0] != l.tokens[1] || l.tokens[0] == "" {
		t.Errorf("%s was sent with the tokens %q, want one token twice", what, l.tokens)
	}
	l.tokens = nil
}

// If a response is lost, the SDK repeats the request with the same client token and gets the same
// response. The operation has no second effect (rules 4 and 6).
func TestARetryAfterALostResponseChangesNothing(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		for _, generation := range []string{"v2", "v1"} {
			for _, k := range kinds {
				t.Run(generation+"/"+k.name, func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					lost := &losingTransport{}
					s, lossy := v2(newClient(target)), v2(newClient(target, retryingOnce(lost)))
					if generation == "v1" {
						s, lossy = v1(newClientV1(target)), v1(newClientV1(target, retryingOnceV1(lost)))
					}
					testLostResponse(t, s, lossy, lost, k)
				})
			}
		}
	})
}

func testLostResponse(t *testing.T, s, lossy sdk, lost *losingTransport, k kind) {
	t.Helper()
	if k.name != "Mesh" {
		setUp(t, s, "parent")
	}
	in, specs := k.names("parent", "subject"), s.specs(t, k)
	made := lossy.must(t, "Create"+k.name, in.with("Spec", specs[0]).with("Tags", s.tags("k", "v")))
	lost.retried(t, "Create"+k.name)
	if version := get(made, k.name, "Metadata", "Version"); version != int64(1) {
		t.Errorf("the version after a create that was sent twice is %v, want 1", version)
	}
	shown := s.must(t, "Describe"+k.name, in)
	for _, member := range []string{"Uid", "CreatedAt", "LastUpdatedAt", "Version"} {
		if a, b := get(made, k.name, "Metadata", member), get(shown, k.name, "Metadata", member); a != b {
			t.Errorf("%s: create returned %v, describe %v", member, a, b)
		}
	}
	changed := lossy.must(t, "Update"+k.name, in.with("Spec", specs[1]))
	lost.retried(t, "Update"+k.name)
	shown = s.must(t, "Describe"+k.name, in)
	for what, out := range map[string]any{
		"of the response": get(changed, k.name, "Metadata", "Version"), "of the description": get(shown, k.name, "Metadata", "Version"),
	} {
		if out != int64(2) {
			t.Errorf("the version %s after an update that was sent twice is %v, want 2", what, out)
		}
	}
	if d := diff(described(specs[1]), shown.FieldByName(k.name).Elem().FieldByName("Spec").Interface()); d != "" {
		t.Errorf("spec (-want +got):\n%s", d)
	}
}

// retryingOnce configures a client to try twice, without waiting.
func retryingOnce(transport http.RoundTripper) func(*appmesh.Options) {
	return func(o *appmesh.Options) {
		o.HTTPClient = harness.HTTPClient(transport)
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts = 2
			r.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	}
}

func retryingOnceV1(transport http.RoundTripper) func(*awsv1.Config) {
	return func(c *awsv1.Config) {
		c.HTTPClient = harness.HTTPClient(transport)
		c.MaxRetries = aws.Int(1)
	}
}

// tokenReused is the message in the model.
const tokenReused = "The request contains a client token that was used for a previous update resource call " +
	"with different specifications. Try the request again with a new client token."

// A client token identifies one request (rules 4 and 6).
func TestAClientTokenIdentifiesOneRequest(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		for _, k := range kinds {
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				target := target
				target.Account = harness.Account()
				testClientToken(t, v2(newClient(target)), k, target.Account)
			})
		}
	})
}

func testClientToken(t *testing.T, s sdk, k kind, account string) {
	t.Helper()
	if k.name != "Mesh" {
		setUp(t, s, "parent")
	}
	in := k.names("parent", "subject")
	version := func(out any) int64 { return out.(int64) }
	create := in.with("Spec", k.specs[0]).with("ClientToken", "token-1")
	first := s.must(t, "Create"+k.name, create)
	again := s.must(t, "Create"+k.name, create)
	if a, b := get(first, k.name, "Metadata", "Uid"), get(again, k.name, "Metadata", "Uid"); a != b {
		t.Errorf("the same create returned %v, then %v", a, b)
	}
	for what, other := range map[string]fields{
		"another spec": create.with("Spec", k.specs[1]),
		"other tags":   create.with("Tags", s.tags("k", "v")),
	} {
		_, err := s.call(t.Context(), "Create"+k.name, other)
		checkError(t, "Create"+k.name+" with "+what, err, 409, "ConflictException", tokenReused)
	}
	_, err := s.call(t.Context(), "Create"+k.name, create.with("ClientToken", "token-2"))
	if _, code, message, _ := errorFields(err); code != "ConflictException" || message == tokenReused {
		t.Errorf("a create with another token: %v", err)
	}

	update := in.with("Spec", k.specs[1]).with("ClientToken", "token-3")
	for range 2 {
		out := s.must(t, "Update"+k.name, update)
		if got := version(get(out, k.name, "Metadata", "Version")); got != 2 {
			t.Errorf("version %d after the same update, want 2", got)
		}
	}
	_, err = s.call(t.Context(), "Update"+k.name, update.with("Spec", k.specs[0]))
	checkError(t, "Update"+k.name, err, 409, "ConflictException", tokenReused)
	out := s.must(t, "Update"+k.name, update.with("ClientToken", "token-4"))
	if got := version(get(out, k.name, "Metadata", "Version")); got != 3 {
		t.Errorf("version %d after an update with a new token, want 3", got)
	}
}

// The create of an implicit virtual service returns version 2 and the time of the first reference. A
// repeated create returns the same (rules 4 and 8).
func TestAnImplicitServiceKeepsItsAgeWhenCreated(t *testing.T) {
	t.Parallel()
	harness.Each(t, func(t *testing.T, target harness.Target) {
		s := v2(newClient(target))
		setUpBlockers(t, s)
		node := s.must(t, "DescribeVirtualNode", at("VirtualNode", "", "caller"))
		create := at("VirtualService", "", "implicit").with("Spec", &types.VirtualServiceSpec{}).with("ClientToken",
			"token")
		for range 2 {
			made := s.must(t, "CreateVirtualService", create)
			if got := get(made, "VirtualService", "Metadata", "Version"); got != int64(2) {
				t.Errorf("version %v, want 2", got)
			}
			want := get(node, "VirtualNode", "Metadata", "CreatedAt").(time.Time)
			if got := get(made, "VirtualService", "Metadata", "CreatedAt"); got != want {
				t.Errorf("createdAt %v, want that of the node, %v", got, want)
			}
			if got := get(made, "VirtualService", "Metadata", "LastUpdatedAt").(time.Time); got.Before(want) ||
				!target.Live && got.Equal(want) {
				t.Errorf("lastUpdatedAt %v, want later than %v", got, want)
			}
		}
	})
}
