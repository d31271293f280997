package faults

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/appmesh"
	"go.uber.org/goleak"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// The tests are not parallel, because they check all goroutines of the process.

// unleaked calls do, and checks that it leaves no goroutine behind.
func unleaked(t *testing.T, do func(t *testing.T)) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Run("do", do)
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

func TestATransportLeavesNoGoroutineBehind(t *testing.T) {
	unleaked(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener(), appmeshtest.WithWorld("storefront"))
		for _, fault := range []appmeshtest.Fault{
			{Cut: "before", First: 1}, {Cut: "middle", First: 1, After: true}, {Delay: time.Hour},
		} {
			injected := srv.Inject(fault)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			if _, err := newClient(srv).ListMeshes(ctx, &appmesh.ListMeshesInput{}); err == nil {
				t.Errorf("%+v applied to no call", fault)
			}
			cancel()
			injected.Remove()
		}
		if err := createMesh(t.Context(), newClient(srv), "m"); err != nil {
			t.Error(err)
		}
	})
}

func TestAListenerLeavesNoGoroutineBehind(t *testing.T) {
	unleaked(t, func(t *testing.T) {
		srv := appmeshtest.Start(t)
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client := newClient(srv, func(o *appmesh.Options) { o.HTTPClient = &http.Client{Transport: transport} })
		if err := createMesh(t.Context(), client, "m"); err != nil {
			t.Error(err)
		}
		for _, cut := range []server.Cut{server.CutBefore, server.CutMiddle} {
			srv.Inject(appmeshtest.Fault{Cut: cut})
			if _, err := client.ListMeshes(t.Context(), &appmesh.ListMeshesInput{}); err == nil {
				t.Errorf("got a response over a connection that was cut %s", cut)
			}
			srv.ClearFaults()
		}
	})
}

func TestWatchesAndWaitsLeaveNoGoroutineBehind(t *testing.T) {
	unleaked(t, func(t *testing.T) {
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		slow, closed := srv.Watch(1), srv.Watch(1)
		closed.Close()
		for _, name := range []string{"a", "b", "c"} {
			if err := createMesh(t.Context(), newClient(srv), name); err != nil {
				t.Error(err)
			}
		}
		n := 0
		for range slow.Events() {
			n++
		}
		if n != 1 {
			t.Errorf("got %d events from a stream with a buffer of one", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		defer cancel()
		if err := srv.WaitFor(ctx, func(appmeshtest.View) bool { return false }); err == nil {
			t.Error("WaitFor succeeded with a condition that never holds")
		}
	})
}
