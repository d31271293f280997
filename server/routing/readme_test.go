package routing_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

func TestEachCodeIsSortedTestedAndDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := []routing.Code{ // with tests of their own
		routing.CertificateUnknown, routing.EgressDropped, routing.TargetNotFound, routing.TLSNameMismatch,
	}
	var before routing.Code
	for _, c := range routing.Codes() {
		if c.Code <= before || c.Summary == "" || c.Help == "" {
			t.Errorf("%+v after %s", c, before)
		}
		before = c.Code
		if !strings.Contains(string(text), "\n### "+string(c.Code)+"\n\n*"+string(c.Severity)+"*: ") {
			t.Errorf("README.md has no section for %s", c.Code)
		}
		tested := slices.ContainsFunc(broken, func(b struct {
			code     routing.Code
			severity routing.Severity
			old, new string
		}) bool {
			return b.code == c.Code
		})
		if !tested && !slices.Contains(elsewhere, c.Code) {
			t.Errorf("no test provokes %s", c.Code)
		}
	}
}
