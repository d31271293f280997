package server_test

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

const misspelt = `{"virtualRouterName":"r","spec":{"listners":[]},"frobnicate":1}`

func TestUnknownMembersAreIgnoredWithAWarning(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.put("/meshes", `{"meshName":"m"}`).ok()
	response := a.put("/meshes/m/virtualRouters", misspelt).ok()
	same(t, "the warnings", response.header["X-Appmesh-Mock-Warning"], []string{
		"ignored spec.listners (did you mean listeners?)", "ignored frobnicate",
	})
	calls := a.srv.Calls(appmeshtest.CallFilter{Operation: "CreateVirtualRouter"})
	same(t, "the ignored members in the journal", calls[0].Ignored, []string{
		"spec.listners (did you mean listeners?)", "frobnicate",
	})
	if warnings := a.get("/meshes/m").ok().header["X-Appmesh-Mock-Warning"]; warnings != nil {
		t.Errorf("a request without unknown members has the warnings %q", warnings)
	}
}

func TestWarningsAreBoundedAndPrintable(t *testing.T) {
	t.Parallel()
	a := start(t)
	var members []string
	for range 30 {
		members = append(members, `"`+strings.Repeat("ü\\u0007", len(members)+100)+`":1`)
	}
	response := a.put("/meshes", `{"meshName":"m",`+strings.Join(members, ",")+`}`).ok()
	warnings := response.header["X-Appmesh-Mock-Warning"]
	if len(warnings) != 10 {
		t.Errorf("%d warnings, want 10", len(warnings))
	}
	for _, warning := range warnings {
		if len(warning) > 250 || strings.ContainsFunc(warning, func(c rune) bool { return c < ' ' || '~' < c }) {
			t.Errorf("the warning cannot stand in a header: %q", warning)
		}
	}
}

func TestStrictServerRefusesUnknownMembers(t *testing.T) {
	t.Parallel()
	a := start(t, appmeshtest.WithStrict())
	a.put("/meshes", `{"meshName":"m"}`).ok()
	a.put("/meshes/m/virtualRouters", misspelt).refused("BadRequestException", 110, "2 validation errors detected: …")
	a.get("/meshes/m/virtualRouters/r").refused("NotFoundException", 3, "")
}
