package server

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/companions"
	"github.com/appmesh-mock/appmesh-mock/server/internal/glob"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
)

// CallFilter selects calls for faults, journal queries and assertions. A field is a
// comma-separated list of patterns, in which * matches any characters and ? matches any one.
// An empty field selects all calls. A field has at most 1,024 bytes.
type CallFilter struct {
	Operation OperationName // such as "CreateVirtualGateway" or "Create*,Update*"
	Account   string        // of the caller
	Region    string
	Mesh      string // the name of the mesh
	Resource  string // the name of the resource; of a list, the parent of the listed resources
	Code      Code   // the exception of the response; "-" selects successes
	Since     int64  // only calls with a higher number

	// Request is JSON that the body of the request must contain, such as
	// {"spec":{"listeners":[{"portMapping":{"port":8080}}]}}. Objects may have members beyond
	// the given ones, lists must have as many elements. null stands for null or absent.
	Request string
	// Where must return true for the call; nil selects all calls.
	Where func(Call) bool
}

// Check returns an error if a field is too long, if a pattern in Operation or Code matches no
// name of App Mesh, or if Request is not valid JSON.
func (f CallFilter) Check() error {
	_, err := f.compile()
	return err
}

// Matches reports whether the filter selects the call. An invalid filter selects no calls.
func (f CallFilter) Matches(c Call) bool {
	m, err := f.compile()
	return err == nil && m.match(&c)
}

// Mismatches returns the parts of the call that the filter does not match. It returns nil if
// the filter is invalid.
func (f CallFilter) Mismatches(c Call) []Mismatch {
	m, err := f.compile()
	if err != nil {
		return nil
	}
	var all []Mismatch
	for _, field := range []struct {
		name, want, got string
		list            glob.List
	}{
		{"operation", string(f.Operation), string(c.Operation), m.operation},
		{"mesh", f.Mesh, c.Mesh, m.mesh},
		{"resource", f.Resource, c.Resource, m.resource},
		{"account", f.Account, c.Account, m.account},
		{"region", f.Region, c.Region, m.region},
		{"code", string(f.Code), c.Outcome(), m.code},
	} {
		if !field.list.Match(field.got) {
			all = append(all, Mismatch{field.name, strconv.Quote(field.want), strconv.Quote(field.got)})
		}
	}
	if c.Number <= f.Since {
		all = append(all, Mismatch{"number", fmt.Sprintf("more than %d", f.Since), fmt.Sprint(c.Number)})
	}
	if m.request != nil {
		all = append(all, requestMismatches(*m.request, &c)...)
	}
	if f.Where != nil && !f.Where(c.clone()) {
		all = append(all, Mismatch{"where", "true", "false"})
	}
	return all
}

// callMatcher is a compiled CallFilter.
type callMatcher struct {
	operation, account, region, mesh, resource, code glob.List

	since   int64
	request *any // decoded JSON; nil selects all
	where   func(Call) bool
}

func (f CallFilter) compile() (m callMatcher, err error) {
	for _, field := range []struct {
		name     string
		list     string
		compiled *glob.List
	}{
		{"operation", string(f.Operation), &m.operation},
		{"account", f.Account, &m.account},
		{"region", f.Region, &m.region},
		{"mesh", f.Mesh, &m.mesh},
		{"resource", f.Resource, &m.resource},
		{"code", string(f.Code), &m.code},
	} {
		if *field.compiled, err = glob.Compile(field.list); err != nil {
			return m, fmt.Errorf("%s: %w", field.name, err)
		}
	}
	m.since, m.where = f.Since, f.Where
	if f.Request != "" {
		want, err := decodeJSON(f.Request)
		if err != nil {
			return m, fmt.Errorf("request: %q is not JSON: %w", f.Request, err)
		}
		m.request = &want
	}
	if unmatched := m.operation.Unmatched(operationNames()); unmatched != "" {
		return m, fmt.Errorf("operation %q matches none of the API's operations%s", unmatched,
			didYouMean(unmatched, operationNames()))
	}
	if unmatched := m.code.Unmatched(codeNames()); unmatched != "" {
		return m, fmt.Errorf("code %q matches none of App Mesh's exceptions%s", unmatched,
			didYouMean(unmatched, codeNames()))
	}
	return m, nil
}

// matchTarget reports whether the filter selects calls with the given target.
func (m *callMatcher) matchTarget(t target) bool {
	return m.operation.Match(t.operation) && m.account.Match(t.account) &&
		m.region.Match(t.region) && m.mesh.Match(t.mesh) && m.resource.Match(t.resource)
}

// match reports whether the filter selects the call.
func (m *callMatcher) match(c *Call) bool {
	return c.Number > m.since && m.code.Match(c.Outcome()) &&
		m.matchTarget(target{string(c.Operation), c.Account, c.Region, c.Mesh, c.Resource}) &&
		(m.request == nil || len(requestMismatches(*m.request, c)) == 0) &&
		(m.where == nil || m.where(c.clone()))
}

// operationNames returns the names that a pattern for operations can match.
var operationNames = sync.OnceValue(func() []string { return append(appMeshNames(), companions.Names()...) })

// appMeshNames returns the names of App Mesh's operations, and "" for calls that match none.
func appMeshNames() []string {
	names := []string{""}
	for _, op := range api.Operations() {
		names = append(names, op.Name)
	}
	return names
}

// codeNames returns the outcomes that a pattern for codes can match.
var codeNames = sync.OnceValue(func() []string {
	return slices.Concat([]string{"-", ""}, api.Codes(), companions.Codes())
})

// didYouMean returns a suggestion for a misspelt name, or "".
func didYouMean(name string, known []string) string {
	best := nearest.Name(name, known)
	if best == "" || best == "-" || best == name {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", best)
}
