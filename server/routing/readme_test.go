package routing_test

import (
	"fmt"
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
		start := fmt.Sprintf("\n### %s\n\n*%s*: %s. ", c.Code, c.Severity, c.Summary)
		_, section, found := strings.Cut(string(text), start)
		section, _, _ = strings.Cut(section, "\n### ")
		if !found || !strings.Contains(section, "\nFix: "+c.Help+". Example: ") {
			t.Errorf("README.md has no section for %s with its summary and help", c.Code)
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
