package recordings

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// account is the owner of all resources in the recordings.
const account = "123456789012"

type object = harness.Object

// load reads a file of recordings from the folder in APPMESH_RECORDINGS.
func load(t *testing.T, name string, into any) {
	t.Helper()
	folder := os.Getenv("APPMESH_RECORDINGS")
	if folder == "" {
		t.Skip("APPMESH_RECORDINGS is not set: it names the folder that has golden/" + name)
	}
	data, err := os.ReadFile(filepath.Join(folder, "golden", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// minimalSpecs has specs for resources of which the recordings show only the names.
var minimalSpecs = map[state.Kind]object{
	state.VirtualGateway: {"listeners": []any{}},
	state.GatewayRoute: {"httpRoute": object{"match": object{"prefix": "/"},
		"action": object{"target": object{"virtualService": object{"virtualServiceName": "any-service"}}}}},
	state.Route: {"httpRoute": object{"match": object{"prefix": "/"},
		"action": object{"weightedTargets": []any{object{"virtualNode": "any-node", "weight": 1}}}}},
}

// resource is the part of a resource that a recording shows.
type resource struct {
	kind    state.Kind
	names   object
	region  string
	created time.Time
	updated time.Time
	version int
	uid     string
	spec    object
}

// metadata reads the members of a response other than names and spec.
func (r *resource) metadata(m object) {
	r.created, r.updated = timeOf(m["createdAt"]), timeOf(m["lastUpdatedAt"])
	version, _ := m["version"].(float64)
	r.version = max(int(version), 1)
	r.uid, _ = m["uid"].(string)
	r.region = regionOf(m["arn"].(string))
}

// key identifies the resource.
func (r *resource) key() string { return fmt.Sprint(r.region, r.kind, r.names) }

// input returns the input of a create or update with the spec of the resource.
func (r *resource) input() object {
	in := maps.Clone(r.names)
	if r.spec != nil {
		in["spec"] = r.spec
	} else if r.kind != state.Mesh {
		in["spec"] = object{}
	}
	return in
}

// resourceIn reads the resource of a response.
func resourceIn(kind state.Kind, body object) *resource {
	r := &resource{kind: kind, names: harness.Named(kind, body)}
	r.metadata(body["metadata"].(object))
	r.spec, _ = body["spec"].(object)
	if backends, ok := r.spec["backends"].([]any); ok && len(backends) == 0 {
		r.spec = maps.Clone(r.spec)
		delete(r.spec, "backends") // only describe and delete add them (rule 56)
	}
	return r
}

// itemIn reads the resource of an item of a list.
func itemIn(kind state.Kind, item object) *resource {
	r := &resource{kind: kind, names: harness.Named(kind, item), spec: minimalSpecs[kind]}
	r.metadata(item)
	return r
}

// regionOf returns the region of an ARN.
func regionOf(arn string) string { return strings.Split(arn, ":")[3] }

// timeOf reads a time: seconds since 1970, or RFC 3339 as version 2 of the CLI prints it.
func timeOf(v any) time.Time {
	switch v := v.(type) {
	case float64:
		return time.UnixMilli(int64(v*1000 + 0.5))
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t
		}
	}
	return server.Epoch
}

// parseUID reads a UUID, and returns nil for other texts.
func parseUID(text string) *state.UID {
	digits, err := hex.DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(digits) != len(state.UID{}) {
		return nil
	}
	uid := state.UID(digits)
	return &uid
}
