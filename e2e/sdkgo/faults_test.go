package sdkgo

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	awsv1 "github.com/aws/aws-sdk-go/aws"
	clientv1 "github.com/aws/aws-sdk-go/aws/client"
	appmeshv1 "github.com/aws/aws-sdk-go/service/appmesh"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// exceptions lists the types of the ten exceptions in both SDKs, an operation that declares each (for
// other operations, aws-sdk-go-v2 has no type for it), and whether each SDK retries it.
var exceptions = []struct {
	operation, code      string
	v2, v1               error
	retriedV2, retriedV1 bool
}{
	{"CreateMesh", "BadRequestException", &types.BadRequestException{}, &appmeshv1.BadRequestException{}, false, false},
	{"CreateMesh", "ConflictException", &types.ConflictException{}, &appmeshv1.ConflictException{}, false, false},
	{"CreateMesh", "ForbiddenException", &types.ForbiddenException{}, &appmeshv1.ForbiddenException{}, false, false},
	{"CreateMesh", "InternalServerErrorException", &types.InternalServerErrorException{},
		&appmeshv1.InternalServerErrorException{}, true, true},
	{"CreateMesh", "LimitExceededException", &types.LimitExceededException{}, &appmeshv1.LimitExceededException{}, true,
		false},
	{"CreateMesh", "NotFoundException", &types.NotFoundException{}, &appmeshv1.NotFoundException{}, false, false},
	{"DeleteMesh", "ResourceInUseException", &types.ResourceInUseException{}, &appmeshv1.ResourceInUseException{},
		false, false},
	{"CreateMesh", "ServiceUnavailableException", &types.ServiceUnavailableException{},
		&appmeshv1.ServiceUnavailableException{}, true, true},
	{"CreateMesh", "TooManyRequestsException", &types.TooManyRequestsException{}, &appmeshv1.TooManyRequestsException{},
		true, true},
	{"TagResource", "TooManyTagsException", &types.TooManyTagsException{}, &appmeshv1.TooManyTagsException{}, false,
		false},
}

// anything returns valid inputs for these operations.
func (s sdk) anything() fields {
	return fields{"MeshName": "mesh", "ResourceArn": "arn:aws:appmesh:us-east-1:123456789012:mesh/mesh",
		"Tags": s.tags("k", "v")}
}

// isTyped checks that an error has the type of one exception and of no other.
func isTyped(t *testing.T, err error, generation, code string) {
	t.Helper()
	for _, e := range exceptions {
		want := e.v2
		if generation == "v1" {
			want = e.v1
		}
		as := reflect.New(reflect.TypeOf(want)).Interface()
		if got := errors.As(err, as); got != (e.code == code) {
			t.Errorf("%v: as %T: %v", err, want, got)
		}
	}
}

// generations are both SDKs with a number of attempts and shortened waits.
var generations = []struct {
	name string
	sdk  func(target harness.Target, attempts int) sdk
}{
	{"v2", func(target harness.Target, attempts int) sdk {
		return v2(newClient(target, func(o *appmesh.Options) {
			o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
				r.MaxAttempts, r.MaxBackoff = attempts,
					20*time.Millisecond
			})
		}))
	}},
	{"v1", func(target harness.Target, attempts int) sdk {
		return v1(newClientV1(target, func(c *awsv1.Config) {
			c.MaxRetries = nil
			c.Retryer = clientv1.DefaultRetryer{
				NumMaxRetries: attempts - 1, MinRetryDelay: time.Millisecond, MaxRetryDelay: 20 * time.Millisecond,
				MinThrottleDelay: time.Millisecond, MaxThrottleDelay: 20 * time.Millisecond,
			}
		}))
	}},
}

// statuses returns the HTTP status of each exception.
func statuses() map[string]int {
	byCode := map[string]int{}
	for _, e := range exceptions {
		byCode[e.code] = server.Code(e.code).Status()
	}
	return byCode
}

// Both SDKs return a typed error for each of the ten exceptions.
func TestEachExceptionIsTyped(t *testing.T) {
	t.Parallel()
	if len(statuses()) != 10 {
		t.Fatalf("%d exceptions, the model has 10", len(statuses()))
	}
	harness.EachOf(t, harness.Alone, func(t *testing.T, target harness.Target) {
		for _, generation := range generations {
			for _, e := range exceptions {
				t.Run(generation.name+"/"+e.code, func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					target.Inject(t, server.Fault{Code: server.Code(e.code), Message: "as injected: ü"})
					s := generation.sdk(target, 1)
					_, err := s.call(t.Context(), e.operation, s.anything())
					isTyped(t, err, generation.name, e.code)
					checkError(t, e.code, err, server.Code(e.code).Status(), e.code, "as injected: ü")
				})
			}
		}
	})
}

// Both SDKs retry only 429, 5xx and codes that they regard as throttling.
func TestSDKsRetryThrottlingAndServerErrors(t *testing.T) {
	t.Parallel()
	const attempts = 3
	harness.EachOf(t, harness.Alone, func(t *testing.T, target harness.Target) {
		for _, generation := range generations {
			for _, e := range exceptions {
				t.Run(generation.name+"/"+e.code, func(t *testing.T) {
					t.Parallel()
					retried := e.retriedV2
					if generation.name == "v1" {
						retried = e.retriedV1
					}
					target := target
					target.Account = harness.Account()
					target.Inject(t, server.Fault{Code: server.Code(e.code)})
					s := generation.sdk(target, attempts)
					_, err := s.call(t.Context(), e.operation, s.anything())
					isTyped(t, err, generation.name, e.code)
					want := []string{e.code}
					if retried {
						want = slices.Repeat(want, attempts)
					}
					if d := diff(want, target.Outcomes(t, e.operation)); d != "" {
						t.Errorf("in vain (-want +got):\n%s", d)
					}
					if !retried {
						return
					}
					target.Account = harness.Account()
					target.Inject(t, server.Fault{Code: server.Code(e.code), First: attempts - 1})
					s = generation.sdk(target, attempts)
					s.must(t, "CreateMesh", s.anything())
					if d := diff([]string{e.code, e.code, ""}, target.Outcomes(t, "CreateMesh")); d != "" {
						t.Errorf("until it works (-want +got):\n%s", d)
					}
				})
			}
		}
	})
}

// If the server runs an operation and then closes the connection, the SDKs repeat the request, and
// the operation has no second effect (rules 4 and 6).
func TestARetryAfterACutConnectionChangesNothing(t *testing.T) {
	t.Parallel()
	harness.EachOf(t, harness.Alone, func(t *testing.T, target harness.Target) {
		for _, generation := range generations {
			for _, k := range kinds {
				t.Run(generation.name+"/"+k.name, func(t *testing.T) {
					t.Parallel()
					target := target
					target.Account = harness.Account()
					testCutResponse(t, generation.sdk(target, 2), target, k)
				})
			}
		}
	})
}

func testCutResponse(t *testing.T, s sdk, target harness.Target, k kind) {
	t.Helper()
	if k.name != "Mesh" {
		setUp(t, s, "parent")
	}
	in, specs := k.names("parent", "subject"), s.specs(t, k)
	for i, verb := range []string{"Create", "Update"} {
		operation := verb + k.name
		target.Inject(t, server.Fault{
			Calls: server.CallFilter{Operation: server.OperationName(operation), Resource: "subject"},
			Cut:   server.CutBefore, After: true, First: 1,
		})
		out := s.must(t, operation, in.with("Spec", specs[i]))
		if d := diff(int64(i+1), get(out, k.name, "Metadata", "Version")); d != "" {
			t.Errorf("version after %s (-want +got):\n%s", operation, d)
		}
		got := target.Outcomes(t, operation)
		if d := diff([]string{"cut", ""}, got[max(0, len(got)-2):]); d != "" {
			t.Errorf("%s (-want +got):\n%s", operation, d)
		}
	}
}
