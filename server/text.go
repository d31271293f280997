package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// ARN returns the ARN of a resource.
func ARN(r *state.Resource) string { return api.ARN(r) }

// String returns the call as one line, without its bodies.
func (c Call) String() string {
	text := fmt.Sprintf("#%d %s mesh %q resource %q → ",
		c.Number, cmp.Or(string(c.Operation), c.Method+" "+c.Path), c.Mesh, c.Resource)
	if c.Status == 0 {
		text += "connection closed"
	} else {
		text += strings.TrimSpace(fmt.Sprintf("%d %s", c.Status, c.Code))
	}
	if c.Fault != "" {
		text += " [" + c.Fault + "]"
	}
	return text
}

// clone returns a copy that shares no modifiable data with c.
func (c *Call) clone() Call {
	other := *c
	other.Ignored, other.Truncated = slices.Clone(c.Ignored), slices.Clone(c.Truncated)
	return other
}

// String returns the operation and the other fields that are set, such as "CreateMesh (mesh apps)".
func (f CallFilter) String() string {
	var parts []string
	for _, part := range [...]struct{ name, value string }{
		{"mesh", f.Mesh}, {"resource", f.Resource}, {"account", f.Account}, {"region", f.Region},
		{"code", string(f.Code)}, {"request", f.Request},
	} {
		if part.value != "" {
			parts = append(parts, part.name+" "+part.value)
		}
	}
	if f.Since != 0 {
		parts = append(parts, fmt.Sprintf("after call #%d", f.Since))
	}
	if f.Where != nil {
		parts = append(parts, "where a function returns true")
	}
	operation := cmp.Or(string(f.Operation), "any operation")
	if len(parts) == 0 {
		return operation
	}
	return operation + " (" + strings.Join(parts, ", ") + ")"
}

// String returns the fault as JSON, in the form that POST /_mock/faults takes.
func (f Fault) String() string {
	members := f.toJSON()
	members.Summary = ""
	data, err := json.Marshal(members)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// String returns the number of the fault, its counters and the fault as JSON.
func (f InjectedFault) String() string {
	return fmt.Sprintf("fault %d, applied to %d of %d calls: %s", f.Number, f.Applied, f.Matched, f.Fault)
}

// String returns the time that the clock shows.
func (c *Clock) String() string { return c.Now().Format(time.RFC3339Nano) }
