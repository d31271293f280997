package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
	"go.uber.org/goleak"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// TestMain fails if a test of this package leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newClient returns a client of aws-sdk-go-v2 that reaches the server without a network.
func newClient(srv *appmeshtest.Server, changes ...func(*appmesh.Options)) *appmesh.Client {
	return appmesh.New(appmesh.Options{
		BaseEndpoint: &srv.URL,
		Region:       srv.Region,
		Credentials:  harness.Credentials(srv.Account, harness.Secret),
		Retryer:      aws.NopRetryer{},
		HTTPClient:   &http.Client{Transport: srv.Transport()},
	}, changes...)
}

// attempts sets the number of attempts of a client.
func attempts(n int) func(*appmesh.Options) {
	return func(o *appmesh.Options) {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts = n })
	}
}

// inVirtualTime runs a test in a bubble, and checks that it takes more virtual time than real time.
func inVirtualTime(t *testing.T, test func(*testing.T)) {
	t.Helper()
	began := time.Now()
	synctest.Test(t, test)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the test took %v of real time", took)
	}
}

func createMesh(ctx context.Context, client *appmesh.Client, name string) error {
	_, err := client.CreateMesh(ctx, &appmesh.CreateMeshInput{MeshName: &name})
	return err
}

func TestASDKCallThatIsThrottledFiveTimesBacksOffInVirtualTime(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		srv.Inject(appmeshtest.Fault{Code: "TooManyRequestsException", First: 5})
		began := time.Now()
		if err := createMesh(t.Context(), newClient(srv, attempts(6)), "m"); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited == 0 || waited > 5*20*time.Second {
			t.Errorf("backed off for %v of virtual time", waited)
		}
		srv.AssertCalled(t, appmeshtest.CallFilter{Operation: "CreateMesh"}, appmeshtest.Times(6))
		srv.AssertCalled(t, appmeshtest.CallFilter{Code: "TooManyRequestsException"}, appmeshtest.Times(5))
		if srv.View().Get(state.Mesh, "m") == nil {
			t.Error("there is no mesh")
		}
	})
}

func TestASDKCallThatIsThrottledToTheEndGetsTheExceptionByItsType(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		srv.Inject(appmeshtest.Fault{Code: "TooManyRequestsException"})
		err := createMesh(t.Context(), newClient(srv, attempts(4)), "m")
		var throttled *types.TooManyRequestsException
		if !errors.As(err, &throttled) || throttled.ErrorMessage() == "" {
			t.Errorf("%v", err)
		}
		srv.AssertCalled(t, appmeshtest.CallFilter{}, appmeshtest.Times(4))
	})
}

func TestSDKCallWhoseResponseIsLostIsRepeatedAndDoneOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]appmeshtest.Fault{
		"cut before":  {Cut: "before"},
		"unavailable": {Code: "ServiceUnavailableException"},
		"bad gateway": {Status: 502, Body: "<html>", ContentType: "text/html"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inVirtualTime(t, func(t *testing.T) {
				srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
				fault.After, fault.First = true, 2
				srv.Inject(fault)
				if err := createMesh(t.Context(), newClient(srv, attempts(3)), "m"); err != nil {
					t.Error(err)
				}
				srv.AssertCalled(t, appmeshtest.CallFilter{Operation: "CreateMesh"}, appmeshtest.Times(3))
				if mesh := srv.View().Get(state.Mesh, "m"); mesh == nil || mesh.Version != 1 {
					t.Errorf("%+v", mesh)
				}
			})
		})
	}
}

func TestAWriterIsHeldToTheRateOfTheThrottlingProfile(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		const meshes, burst, rate = 29, 5, 8
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener(), appmeshtest.WithClock(server.RunningClock(time.Now)))
		srv.InjectProfile("throttling")
		client := newClient(srv, func(o *appmesh.Options) {
			o.Retryer = retry.AddWithMaxBackoffDelay(
				retry.AddWithMaxAttempts(retry.NewStandard(func(o *retry.StandardOptions) {
					o.RateLimiter = nopLimiter{}
				}), 0), time.Second)
		})
		began := time.Now()
		for i := range meshes {
			if err := createMesh(t.Context(), client, fmt.Sprintf("m%d", i)); err != nil {
				t.Fatal(err)
			}
		}
		if took, least := time.Since(began), (meshes-burst)*time.Second/rate-time.Millisecond; took < least {
			t.Errorf("%d meshes in %v, want %v at least", meshes, took, least)
		}
		srv.AssertCalled(t, appmeshtest.CallFilter{Code: "TooManyRequestsException"})
		srv.AssertCalled(t, appmeshtest.CallFilter{Operation: "CreateMesh", Code: "-"}, appmeshtest.Times(meshes))
	})
}

// nopLimiter does not limit the attempts of a client.
type nopLimiter struct{}

func (nopLimiter) GetToken(context.Context, uint) (func() error, error) {
	return func() error { return nil }, nil
}
func (nopLimiter) AddTokens(uint) error { return nil }

func TestTheSlowProfileDelaysEachCallWithinItsSpread(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		client := newClient(srv)
		run := func() (delays []time.Duration) {
			srv.InjectProfile("slow")
			defer srv.ClearFaults()
			for range 50 {
				began := time.Now()
				if _, err := client.ListMeshes(t.Context(), &appmesh.ListMeshesInput{}); err != nil {
					t.Fatal(err)
				}
				delays = append(delays, time.Since(began))
			}
			return delays
		}
		first := run()
		short, long := false, false
		for _, took := range first {
			if took < 100*time.Millisecond || took > time.Second {
				t.Errorf("a call took %v", took)
			}
			short, long = short || took < 300*time.Millisecond, long || took > 800*time.Millisecond
		}
		if !short || !long {
			t.Errorf("the delays are all equal: %v", first)
		}
		if again := run(); fmt.Sprint(again) != fmt.Sprint(first) {
			t.Errorf("the delays of two runs differ:\n%v\n%v", first, again)
		}
	})
}

func TestAClientGivesUpOnADelayThatIsLongerThanItsTimeout(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		srv.Inject(appmeshtest.Fault{Delay: time.Hour})
		for name, wait := range map[string]func() (context.Context, context.CancelFunc, *http.Client){
			"the context's": func() (context.Context, context.CancelFunc, *http.Client) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				return ctx, cancel, &http.Client{Transport: srv.Transport()}
			},
			"the HTTP client's": func() (context.Context, context.CancelFunc, *http.Client) {
				return t.Context(), func() {}, &http.Client{Transport: srv.Transport(), Timeout: time.Minute}
			},
		} {
			ctx, cancel, httpClient := wait()
			began := time.Now()
			err := createMesh(ctx, newClient(srv, func(o *appmesh.Options) { o.HTTPClient = httpClient }), "m")
			if took := time.Since(began); err == nil || took != time.Minute {
				t.Errorf("%s timeout: %v after %v", name, err, took)
			}
			cancel()
		}
	})
}

func TestControllerTestWaitsForItsWrites(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener(), appmeshtest.WithWorld("storefront"))
		client := newClient(srv)
		go func() { // the controller
			for range 2 {
				time.Sleep(time.Hour)
				described, err := client.DescribeVirtualGateway(t.Context(), &appmesh.DescribeVirtualGatewayInput{
					MeshName: aws.String("storefront"), VirtualGatewayName: aws.String("ingress")})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := client.UpdateVirtualGateway(t.Context(), &appmesh.UpdateVirtualGatewayInput{
					MeshName: aws.String("storefront"), VirtualGatewayName: aws.String("ingress"),
					Spec: described.VirtualGateway.Spec}); err != nil {
					t.Error(err)
				}
			}
		}()
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour)
		defer cancel()
		if err := srv.WaitFor(ctx, func(v appmeshtest.View) bool {
			return v.Get(state.VirtualGateway, "storefront", "ingress").Version == 3
		}); err != nil || time.Since(began) != 2*time.Hour {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		short, end := context.WithTimeout(t.Context(), time.Minute)
		defer end()
		if err := srv.WaitFor(short, func(appmeshtest.View) bool { return false }); !errors.Is(err,
			context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}
