package server_test

import (
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestSummaryOfAFaultIsASentence(t *testing.T) {
	t.Parallel()
	status := func(change func(*server.Fault)) server.Fault {
		f := server.Fault{Status: 503}
		change(&f)
		return f
	}
	for _, c := range []struct {
		fault server.Fault
		want  string
	}{
		{server.Fault{Status: 418, Calls: server.CallFilter{Operation: "DescribeMesh"}, First: 1},
			"status 418 for DescribeMesh: the first call"},
		{server.Fault{
			Code: server.TooManyRequestsException, Delay: 100 * time.Millisecond, DelayUpTo: 2 * time.Second,
			Calls: server.CallFilter{Operation: "Create*", Mesh: "shop"}, Share: 0.2,
		}, "delay 100ms to 2s, then TooManyRequestsException for Create*, mesh shop: 20 % of calls"},
		{server.Fault{Delay: time.Minute}, "delay 1m0s for all operations"},
		{server.Fault{DelayUpTo: time.Second}, "delay 0s to 1s for all operations"},
		{server.Fault{Cut: server.CutBefore, After: true},
			"connection cut before the response for all operations; the operation is done first"},
		{status(func(f *server.Fault) { f.Calls = server.CallFilter{Resource: "x", Account: "1", Region: "eu-*"} }),
			"status 503 for resource x, account 1, region eu-*"},
		{status(func(f *server.Fault) { f.Nth, f.First = 3, 4 }),
			"status 503 for all operations: only call 3, the first 4 calls"},
		{status(func(f *server.Fault) { f.Every = 1 }), "status 503 for all operations"},
		{status(func(f *server.Fault) { f.Every = 2 }), "status 503 for all operations: every 2nd call"},
		{status(func(f *server.Fault) { f.Every = 11 }), "status 503 for all operations: every 11th call"},
		{status(func(f *server.Fault) { f.Every = 23 }), "status 503 for all operations: every 23rd call"},
		{status(func(f *server.Fault) { f.Every = 101 }), "status 503 for all operations: every 101st call"},
		{status(func(f *server.Fault) { f.Share = 0.07 }), "status 503 for all operations: 7 % of calls"},
		{status(func(f *server.Fault) { f.Share = 1.0 / 3 }), "status 503 for all operations: 33.3 % of calls"},
		{status(func(f *server.Fault) { f.Rate = 2.5 }), "status 503 for all operations: above 2.5 calls a second"},
	} {
		if err := c.fault.Check(); err != nil {
			t.Errorf("%s: %v", c.fault, err)
		}
		if got := c.fault.Summary(); got != c.want {
			t.Errorf("%s: %q, want %q", c.fault, got, c.want)
		}
	}
}
