package state

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Format is the version of the documents that Save writes and Load reads.
const Format = 1

// document is a whole state as JSON: readable, and the same bytes for the same state.
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
	Names     []string `json:"names"` // outermost first
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

// Save answers the snapshot as an indented JSON document.
func (s Snapshot) Save() []byte {
	t := tx{s.db.Txn(false)}
	d := document{Format: Format, Resources: []savedResource{}, Shares: []savedShare{}, Implicit: []savedImplicit{}}
	for _, kind := range Kinds {
		for row := range s.rows(kind) {
			d.Resources = append(d.Resources, savedOf(row.record()))
		}
	}
	for share := range rows[Share](t, shareTable) {
		d.Shares = append(d.Shares, savedShare{keyOf(share.Mesh), share.Consumer})
	}
	for service := range rows[implicit](t, implicitTable) {
		d.Implicit = append(d.Implicit, savedImplicit{keyOf(service.Key), service.since})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(d); err != nil {
		panic(fmt.Sprintf("state: a state cannot be saved: %v", err))
	}
	return out.Bytes()
}

func keyOf(k Key) savedKey {
	return savedKey{k.Kind.String(), k.Tenant.Region, k.Tenant.Account, slices.Clone(k.Names[:k.Kind.Depth()])}
}

func savedOf(r *record) savedResource {
	saved := savedResource{
		savedKey: keyOf(r.Key), ResourceOwner: r.Owner, UID: r.UID.String(), Version: r.Version,
		CreatedAt: r.Created, LastUpdatedAt: r.Updated, Spec: json.RawMessage(r.Spec),
	}
	for _, tag := range r.Tags {
		saved.Tags = append(saved.Tags, savedTag{tag.Key, tag.Value})
	}
	for known := range r.tokens.all() {
		saved.ClientTokens = append(saved.ClientTokens,
			savedToken{hex.EncodeToString([]byte(known.value())), hex.EncodeToString([]byte(known.request()))})
	}
	return saved
}

// Reader reads the spec of a kind from a document: it answers the canonical JSON, what the
// spec says to other resources, and an error for one that is no spec of the kind.
type Reader func(kind Kind, spec []byte) (canonical string, facts References, err error)

// Load reads a document that Save wrote. It fails on one that is damaged, of another format,
// or that no store can be in, and says where.
func Load(data []byte, read Reader) (Snapshot, error) {
	var d document
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var head struct {
		Format int `json:"appmeshMockState"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return Snapshot{}, fmt.Errorf("not a saved state: %w", err)
	}
	if head.Format != Format {
		return Snapshot{}, fmt.Errorf("a saved state of format %d; this program reads format %d", head.Format, Format)
	}
	if err := decoder.Decode(&d); err != nil {
		return Snapshot{}, fmt.Errorf("a damaged state: %w", err)
	}
	db := emptyDB().Snapshot()
	t := tx{db.Txn(true)}
	defer t.txn.Abort()
	if err := t.fill(d, read); err != nil {
		return Snapshot{}, fmt.Errorf("a damaged state: %w", err)
	}
	t.txn.Commit()
	return Snapshot{db: db}, nil
}

// fill inserts what a document says.
func (t tx) fill(d document, read Reader) error {
	for i, saved := range d.Resources {
		if err := t.load(saved, read); err != nil {
			return fmt.Errorf("resources[%d]: %w", i, err)
		}
	}
	for i, saved := range d.Shares {
		k, err := saved.key()
		if err != nil || k.Kind != Mesh || t.get(k) == nil {
			return fmt.Errorf("shares[%d]: not of a mesh that is there", i)
		}
		if saved.Consumer == "" || strings.Contains(saved.Consumer, "\x00") {
			return fmt.Errorf("shares[%d]: a consumer that is empty or has a NUL", i)
		}
		t.insert(shareTable, Share{Mesh: k, Consumer: saved.Consumer})
	}
	for i, saved := range d.Implicit {
		k, err := saved.key()
		if err != nil || k.Kind != VirtualService || t.get(k.Mesh()) == nil || t.get(k) != nil {
			return fmt.Errorf("implicitVirtualServices[%d]: not a virtual service that could be implicit", i)
		}
		t.insert(implicitTable, implicit{Key: k, since: saved.Since})
	}
	return nil
}

// load inserts one resource; what it lives in comes before it.
func (t tx) load(saved savedResource, read Reader) error {
	r, err := saved.record(read)
	if err != nil {
		return err
	}
	if t.get(r.Key) != nil {
		return fmt.Errorf("%s %q is there twice", r.Kind, r.Name())
	}
	if r.Kind != Mesh && t.get(r.Parent()) == nil {
		return fmt.Errorf("%s %q lives in %s %q, which does not come before it", r.Kind, r.Name(), r.Kind.Parent(), r.Key.Parent().Name())
	}
	t.put(r)
	return nil
}

func (k savedKey) key() (Key, error) {
	kind := ParseKind(k.Kind)
	if kind == 0 || len(k.Names) != kind.Depth() {
		return Key{}, fmt.Errorf("kind %q with %d names", k.Kind, len(k.Names))
	}
	key := Key{Kind: kind, Tenant: Tenant{Account: k.MeshOwner, Region: k.Region}}
	copy(key.Names[:], k.Names)
	for _, part := range append(k.Names, k.MeshOwner, k.Region) {
		if part == "" || slices.Contains([]byte(part), 0) {
			return Key{}, fmt.Errorf("%s: a name, owner or region that is empty or has a NUL", k.Kind)
		}
	}
	return key, nil
}

func (saved savedResource) record(read Reader) (*record, error) {
	k, err := saved.key()
	if err != nil {
		return nil, err
	}
	r := &record{Resource: Resource{Key: k, Owner: saved.ResourceOwner, Version: saved.Version, Created: saved.CreatedAt, Updated: saved.LastUpdatedAt}}
	if r.Spec, r.References, err = read(k.Kind, saved.Spec); err != nil {
		return nil, fmt.Errorf("%s %q: %w", k.Kind, k.Name(), err)
	}
	if r.UID, err = ParseUID(saved.UID); err != nil {
		return nil, fmt.Errorf("%s %q: %w", k.Kind, k.Name(), err)
	}
	if saved.Version < 1 || saved.ResourceOwner == "" {
		return nil, fmt.Errorf("%s %q: no version or no resourceOwner", k.Kind, k.Name())
	}
	var tags []Tag
	for _, tag := range saved.Tags {
		tags = append(tags, Tag{Key: tag.Key, Value: tag.Value})
	}
	r.Tags = firstTags(tags)
	for _, each := range saved.ClientTokens {
		value, err1 := hex.DecodeString(each.Token)
		request, err2 := hex.DecodeString(each.Request)
		if err1 != nil || err2 != nil || len(value) != digestSize || len(request) != digestSize {
			return nil, fmt.Errorf("%s %q: a client token's digest is not %d bytes in hexadecimal", k.Kind, k.Name(), digestSize)
		}
		r.tokens += tokens(value) + tokens(request)
	}
	return r, nil
}
