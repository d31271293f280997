package state

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// Format is the version of the documents that Save writes and Load reads.
const Format = 1

// document is a snapshot as JSON.
type document struct {
	Format    int             `json:"appmeshMockState"`
	Resources []savedResource `json:"resources"`
	Shares    []savedShare    `json:"shares"`
	Implicit  []savedImplicit `json:"implicitVirtualServices"`
}

type savedKey struct {
	Kind      string   `json:"kind"`
	Region    string   `json:"region"`
	MeshOwner string   `json:"meshOwner"`
	Names     []string `json:"names"` // from the mesh inwards
}

type savedResource struct {
	savedKey
	ResourceOwner string          `json:"resourceOwner"`
	UID           string          `json:"uid"`
	Version       int64           `json:"version"`
	CreatedAt     int64           `json:"createdAtMillis"`
	LastUpdatedAt int64           `json:"lastUpdatedAtMillis"`
	Spec          json.RawMessage `json:"spec"`
	Tags          []savedTag      `json:"tags,omitempty"`
	ClientTokens  []savedToken    `json:"clientTokenDigests,omitempty"`
}

type savedTag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// savedToken holds digests in hexadecimal.
type savedToken struct {
	Token   string `json:"token"`
	Request string `json:"request"`
}

type savedShare struct {
	savedKey
	Consumer string `json:"consumer"`
}

type savedImplicit struct {
	savedKey
	Since int64 `json:"sinceMillis"`
}

// Save returns the snapshot as an indented JSON document.
func (s Snapshot) Save() []byte {
	t := s.view()
	d := document{Format: Format, Resources: []savedResource{}, Shares: []savedShare{}, Implicit: []savedImplicit{}}
	for _, kind := range Kinds() {
		for r := range s.all(kind) {
			d.Resources = append(d.Resources, saveResource(r))
		}
	}
	for share := range objects[Share](t, shareTable, primary, nil) {
		d.Shares = append(d.Shares, savedShare{saveKey(share.Mesh), share.Consumer})
	}
	for service := range objects[implicitService](t, implicitTable, primary, nil) {
		d.Implicit = append(d.Implicit, savedImplicit{saveKey(service.Key), service.since})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(d); err != nil {
		panic(fmt.Sprintf("state: cannot encode a snapshot: %v", err))
	}
	return out.Bytes()
}

func saveKey(k Key) savedKey {
	return savedKey{k.Kind.String(), k.Tenant.Region, k.Tenant.Account, slices.Clone(k.Names[:k.Kind.Depth()])}
}

func saveResource(r *storedResource) savedResource {
	saved := savedResource{
		savedKey: saveKey(r.Key), ResourceOwner: r.Owner, UID: r.UID.String(), Version: r.Version,
		CreatedAt: r.Created, LastUpdatedAt: r.Updated, Spec: json.RawMessage(r.Spec),
	}
	for _, tag := range r.Tags {
		saved.Tags = append(saved.Tags, savedTag{tag.Key, tag.Value})
	}
	for token := range r.tokens.all() {
		saved.ClientTokens = append(saved.ClientTokens, savedToken{
			Token:   hex.EncodeToString([]byte(token.value())),
			Request: hex.EncodeToString([]byte(token.request())),
		})
	}
	return saved
}
