package routing

import (
	"fmt"
	"strings"
)

// String returns the steps of the request, the outcome and the targets, one on each line.
func (r Result) String() string {
	var b strings.Builder
	for _, step := range r.Steps {
		for _, loser := range step.Losers.All() {
			fmt.Fprintf(&b, "not %s: %s\n", loser.Ref, loser.Because)
		}
		if step.Matched {
			fmt.Fprintf(&b, "%s %s", step.Kind, step.Ref)
			if len(step.Because) > 0 {
				fmt.Fprintf(&b, ": %s", strings.Join(step.Because, ", "))
			}
			b.WriteByte('\n')
		}
	}
	b.WriteString(string(r.Outcome))
	if r.Message != "" {
		b.WriteString(": " + r.Message)
	}
	for _, target := range r.Targets {
		fmt.Fprintf(&b, "\n%v to virtual node %s on port %d", target.Share, target.VirtualNode, target.Port)
		if target.Unhealthy {
			b.WriteString(", which cannot be reached")
		}
	}
	return b.String()
}

// String returns the finding as one line: severity, code, resource, path and message.
func (f Finding) String() string {
	where := f.Ref
	if f.Path != "" {
		where += " " + f.Path
	}
	return fmt.Sprintf("%s %s %s: %s", f.Severity, f.Code, where, f.Message)
}
