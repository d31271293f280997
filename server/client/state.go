package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// State is the whole state of a server at one moment.
type State struct {
	state.Snapshot
	Tenants []state.Tenant // those that own a mesh, sorted
}

// State reads the state of the server. It is not an App Mesh call, so it does not appear in
// the journal and the metrics, and faults do not apply to it.
func (c *Client) State(ctx context.Context) (State, error) {
	document, err := c.Raw(ctx, http.MethodGet, "/state", nil, nil)
	if err != nil {
		return State{}, err
	}
	return ReadState(document)
}

// CheckpointState reads the state of a checkpoint.
func (c *Client) CheckpointState(ctx context.Context, name string) (State, error) {
	document, err := c.Raw(ctx, http.MethodGet, "/state", url.Values{"checkpoint": {name}}, nil)
	if err != nil {
		return State{}, err
	}
	return ReadState(document)
}

// ReadState reads a document in the format of GET /_mock/state and --state-file.
func ReadState(document []byte) (State, error) {
	snapshot, err := state.Load(document, state.Validation{ReadSpec: compact, AllowDangling: true, AllowImplicit: true})
	if err != nil {
		return State{}, err
	}
	tenants := slices.SortedFunc(maps.Keys(snapshot.Tenants()), func(a, b state.Tenant) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region))
	})
	return State{Snapshot: snapshot, Tenants: tenants}, nil
}

// compact reads a spec of a state that is not modified. It returns no references, because
// only changes need them.
func compact(_ state.Kind, spec []byte) (string, state.References, error) {
	var out bytes.Buffer
	err := json.Compact(&out, spec)
	return out.String(), state.References{}, err
}
