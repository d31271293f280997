package routing

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
)

// Assertion returns the code of a Go test that resolves the query with package appmeshtest and
// asserts the result: the share of each virtual node, or the outcome if the request is not routed.
func (q Query) Assertion(result Result) string {
	var code strings.Builder
	code.WriteString("request := appmeshtest.Request{\n")
	fields := q.goFields()
	width := 0
	for _, f := range fields {
		width = max(width, len(f.name))
	}
	for _, f := range fields {
		fmt.Fprintf(&code, "\t%-*s %s,\n", width+1, f.name+":", f.value) // as gofmt aligns them
	}
	code.WriteString("}\n")
	if result.Outcome != Routed {
		outcome := quote.Go(string(result.Outcome))
		fmt.Fprintf(&code, "if got := srv.Resolve(request).Outcome; got != %s {\n"+
			"\tt.Errorf(\"outcome %%s, want %%s\", got, %s)\n}\n", outcome, outcome)
		return code.String()
	}
	var nodes []string
	shares := map[string]float64{} // as AssertRoutesTo adds them up
	for _, target := range result.Targets {
		if !slices.Contains(nodes, target.VirtualNode) {
			nodes = append(nodes, target.VirtualNode)
		}
		if !target.Unhealthy {
			shares[target.VirtualNode] += target.Share
		}
	}
	for _, node := range nodes {
		fmt.Fprintf(&code, "srv.AssertRoutesTo(t, request, %s, %v)\n", quote.Go(node), shares[node])
	}
	return code.String()
}

// goField is a field of appmeshtest.Request with its value as Go code.
type goField struct{ name, value string }

// goFields returns the fields of the query that are set.
func (q Query) goFields() []goField {
	var fields []goField
	r := q.Request
	for _, f := range []goField{
		{"From", q.From}, {"Protocol", r.Protocol}, {"Method", r.Method}, {"Scheme", r.Scheme}, {"Host", r.Host},
	} {
		if f.value != "" {
			fields = append(fields, goField{f.name, quote.Go(f.value)})
		}
	}
	if r.Port != 0 {
		fields = append(fields, goField{"Port", strconv.Itoa(r.Port)})
	}
	if r.Path != "" {
		fields = append(fields, goField{"Path", quote.Go(r.Path)})
	}
	if len(r.Headers) > 0 {
		var headers []string
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			var values []string
			for _, value := range r.Headers[name] {
				values = append(values, quote.Go(value))
			}
			headers = append(headers, quote.Go(name)+": {"+strings.Join(values, ", ")+"}")
		}
		fields = append(fields, goField{"Headers", "map[string][]string{" + strings.Join(headers, ", ") + "}"})
	}
	return fields
}
