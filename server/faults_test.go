package server_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// A fault that can never apply is refused with the reason.
func TestContradictoryFaultIsRefused(t *testing.T) {
	t.Parallel()
	for want, fault := range map[string]server.Fault{
		"one of code, status, cut and delay must be set": {},
		"only one of code, status and cut":               {Code: "NotFoundException", Cut: server.CutBefore},
		`code "NoException"`:                             {Code: "NoException"},
		"status 99":                                      {Status: 99},
		`cut "late"`:                                     {Cut: "late"},
		"body and contentType go with status":            {Code: "NotFoundException", Body: "x"},
		"message goes with code":                         {Status: 500, Message: "x"},
		"burst goes with rate":                           {Status: 500, Burst: 5},
		`operation "DescribeGateway"`: {Status: 500,
			Calls: server.CallFilter{Operation: "Create*,DescribeGateway"}},
		"the delay is negative":        {Delay: -1},
		"delayUpTo is less than delay": {Delay: 2, DelayUpTo: 1},
		"cannot be negative":           {Status: 500, Nth: -1},
		"share 2":                      {Status: 500, Share: 2},
	} {
		if err := fault.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", fault, err, want)
		}
	}
	fits := server.Fault{Calls: server.CallFilter{Operation: "Describe*, ListTagsForResource"},
		Code: "AccessDeniedException", Message: "no"}
	if err := fits.Check(); err != nil {
		t.Error(err)
	}
}
