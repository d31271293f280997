package server_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A test that only calls appmeshtest.Start must not link optional packages.
func TestTheTestHelperLinksNoOptionalPackage(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", "../fixtures/appmeshtest").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, module+"/server") {
		t.Fatalf("the list does not contain the server: %v", packages)
	}
	for _, optional := range []string{
		module + "/server/convert", module + "/server/internal/yamldoc", module + "/server/envoy",
		module + "/server/ui",
		"go.yaml.in/yaml", "github.com/spf13/cobra", "github.com/spf13/pflag",
	} {
		for _, name := range packages {
			if name == optional || strings.HasPrefix(name, optional+"/") {
				t.Errorf("it depends on %s", name)
			}
		}
	}
}
