package envoy

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// TestOmissionsAreErrorsOfTheAnalysis translates random meshes, and checks that the analysis
// has an error for each part that the translator omits.
func TestOmissionsAreErrorsOfTheAnalysis(t *testing.T) {
	t.Parallel()
	const meshes = 300
	omissions := map[string]bool{}
	for seed := range meshes {
		s, err := server.New(server.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range newGenerator(seed).mesh() {
			s.Apply("", "", []server.Step{step}) //nolint:errcheck // refused steps are left out
		}
		tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
		mesh, err := routing.Compile(s.Checkpoint(), tenant, "m")
		if err != nil {
			t.Fatal(err)
		}
		findings := mesh.Analyze(routing.Environment{})
		for _, ref := range []string{gatewayRef, clientRef} {
			key, err := envoy.ParseResource(ref, tenant)
			if err != nil {
				t.Fatal(err)
			}
			config, err := envoy.Translate(envoy.Input{State: s.Checkpoint(), Resource: key, Source: envoy.Static})
			if err != nil {
				continue // the resource was refused
			}
			for _, o := range config.Omissions {
				omissions[o.Reason] = true
				if !reported(findings, o.Ref) {
					t.Errorf("seed %d, %s: %s is left out because %s, but no error of the analysis names it", seed, ref, o.Ref, o.Reason)
				}
			}
		}
	}
	if len(omissions) < 5 {
		t.Errorf("the meshes have only %d different omissions", len(omissions))
	}
	t.Logf("%d different reasons", len(omissions))
}

// reported reports whether an error is about the resource of an omission, or names it.
func reported(findings []routing.Finding, ref string) bool {
	parts := strings.Split(ref, "/")
	name := parts[len(parts)-1]
	suffix := "/" + ref
	if len(parts) == 3 {
		suffix = "/" + parts[1] + "/" + parts[0] + "/" + name
	}
	for _, f := range findings {
		if f.Severity == routing.Error &&
			(strings.HasSuffix(f.Ref, suffix) || len(parts) == 2 && strings.Contains(f.Message, name)) {
			return true
		}
	}
	return false
}
