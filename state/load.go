package state

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Validation has checks for the parts of a document that the store does not interpret.
type Validation struct {
	// ReadSpec returns the canonical form of a spec and its references, or an error if the text
	// is not a spec of the kind.
	ReadSpec func(kind Kind, spec []byte) (canonical string, references References, err error)

	// CheckName and CheckTags return an error if a request could not create a resource with
	// that name or those tags. Either may be nil.
	CheckName func(kind Kind, name string) error
	CheckTags func(tags []Tag) error

	// These have the meaning of the store's [Options].
	AllowDangling, AllowImplicit, AllowMissingPorts bool
}

// DocumentError reports why a document cannot be loaded.
type DocumentError struct {
	Path string // such as "resources[3].version"; empty for the document as a whole
	Err  error
}

func (e *DocumentError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("invalid state document: %v", e.Err)
	}
	return fmt.Sprintf("invalid state document: %s: %v", e.Path, e.Err)
}

// Unwrap returns Err.
func (e *DocumentError) Unwrap() error { return e.Err }

// at returns err as a DocumentError with the path. If err is a DocumentError already, at
// prepends the path to its path.
func at(path string, err error) error {
	switch inner, ok := err.(*DocumentError); { //nolint:errorlint // nothing wraps it
	case err == nil:
		return nil
	case ok:
		return &DocumentError{Path: path + "." + inner.Path, Err: inner.Err}
	default:
		return &DocumentError{Path: path, Err: err}
	}
}

// Load reads a document that Save wrote. It returns a [*DocumentError] unless the document
// describes a state that a store can have: each member exists exactly once, values are within
// their limits, parents come before their children, owners agree with the rules of shared
// meshes, and referenced resources exist. Quotas are not checked, because a quota may have
// been lowered after resources were created. The time of Load is proportional to the size of
// the document.
func Load(data []byte, validation Validation) (Snapshot, error) {
	d, err := decodeDocument(data)
	if err != nil {
		return Snapshot{}, err
	}
	db := emptyDB().Snapshot()
	l := loader{tx{db.Txn(true)}, validation}
	defer l.txn.Abort()
	if err := l.load(d); err != nil {
		return Snapshot{}, err
	}
	l.txn.Commit()
	return Snapshot{db: db}, nil
}

// loader inserts the contents of a document.
type loader struct {
	tx
	Validation
}

func (l loader) load(d document) error {
	loaded := make([]*storedResource, len(d.Resources))
	for i, saved := range d.Resources {
		r, err := l.resource(saved)
		if err != nil {
			return at(fmt.Sprintf("resources[%d]", i), err)
		}
		l.put(nil, r)
		loaded[i] = r
	}
	for i, saved := range d.Shares {
		if err := l.share(saved); err != nil {
			return at(fmt.Sprintf("shares[%d]", i), err)
		}
	}
	for i, saved := range d.Implicit {
		if err := l.implicit(saved); err != nil {
			return at(fmt.Sprintf("implicitVirtualServices[%d]", i), err)
		}
	}
	for i, r := range loaded {
		if err := l.checkReferences(r); err != nil {
			return at(fmt.Sprintf("resources[%d].spec", i), err)
		}
	}
	return nil
}

// resource converts a resource of the document. It returns an error if the resource exists
// already.
func (l loader) resource(saved savedResource) (*storedResource, error) {
	k, err := l.key(saved.savedKey)
	if err != nil {
		return nil, err
	}
	parent := l.get(k.Parent())
	switch {
	case parent == nil && k.Kind != Mesh:
		return nil, at("names", fmt.Errorf("%v has no parent: %v must come before it", k, k.Parent()))
	case l.get(k) != nil:
		return nil, at("names", fmt.Errorf("%v is there twice", k))
	}
	r := &storedResource{Resource: Resource{
		Key: k, Owner: saved.ResourceOwner,
		Version: saved.Version, Created: saved.CreatedAt, Updated: saved.LastUpdatedAt,
	}}
	if r.UID, err = ParseUID(saved.UID); err != nil {
		return nil, at("uid", err)
	}
	if err := checkOwner(r, parent); err != nil {
		return nil, at("resourceOwner", err)
	}
	if err := checkNumbers(saved); err != nil {
		return nil, err
	}
	if r.Tags, err = l.tags(saved.Tags); err != nil {
		return nil, at("tags", err)
	}
	if r.tokens, err = readTokens(saved.ClientTokens); err != nil {
		return nil, at("clientTokenDigests", err)
	}
	if r.Spec, r.References, err = l.spec(k.Kind, saved.Spec); err != nil {
		return nil, err
	}
	return r.detached(parent), nil
}

// spec returns the canonical form of a spec and its references. The canonical form must be
// equivalent to the text.
func (l loader) spec(kind Kind, text json.RawMessage) (string, References, error) {
	canonical, references, err := l.ReadSpec(kind, text)
	if err != nil {
		return "", References{}, at("spec", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return "", References{}, at("spec", err)
	}
	if compact.String() == canonical {
		return canonical, references, nil
	}
	if paths := differentPaths("spec", decodeJSON(compact.String()), decodeJSON(canonical)); len(paths) > 0 {
		slices.Sort(paths)
		return "", References{}, at(paths[0], fmt.Errorf("unknown member, or not the value that would be stored"))
	}
	return canonical, references, nil
}

func (l loader) share(saved savedShare) error {
	k, err := l.key(saved.savedKey)
	switch {
	case err != nil:
		return err
	case k.Kind != Mesh:
		return at("kind", fmt.Errorf("must be mesh"))
	case l.get(k) == nil:
		return at("names", fmt.Errorf("there is no %v", k))
	case !IsAccount(saved.Consumer):
		return at("consumer", errAccount)
	case saved.Consumer == k.Tenant.Account:
		return at("consumer", fmt.Errorf("must not be the owner of the mesh"))
	}
	share := Share{Mesh: l.get(k).Key, Consumer: saved.Consumer}
	if l.first(shareTable, share) != nil {
		return at("consumer", fmt.Errorf("%v is shared with it twice", k))
	}
	l.insert(shareTable, share)
	return nil
}

func (l loader) implicit(saved savedImplicit) error {
	k, err := l.key(saved.savedKey)
	switch {
	case err != nil:
		return err
	case k.Kind != VirtualService:
		return at("kind", fmt.Errorf("must be virtualService"))
	case l.get(k.Mesh()) == nil:
		return at("names", fmt.Errorf("there is no %v", k.Mesh()))
	case l.get(k) != nil:
		return at("names", fmt.Errorf("%v is among the resources", k))
	case l.isImplicit(k):
		return at("names", fmt.Errorf("%v is there twice", k))
	}
	if err := checkTime(saved.Since); err != nil {
		return at("sinceMillis", err)
	}
	l.insert(implicitTable, implicitService{Key: k, since: saved.Since})
	return nil
}

// checkReferences checks the rules between a stored resource and others. It does not check
// the ports of a gateway route's targets, because a virtual service may get a provider with
// several listeners later. With AllowMissingPorts the same applies to gateways and nodes.
func (l loader) checkReferences(r *storedResource) error {
	if err := l.checkTargets(r.Key, r.Targets, l.AllowDangling, l.AllowImplicit); err != nil {
		return err
	}
	references := r.References
	if r.Kind == GatewayRoute || l.AllowMissingPorts {
		references.Targets = nil
	}
	if r.Kind == GatewayRoute && l.AllowMissingPorts {
		return nil
	}
	return l.checkPortsNamed(r.Key, references, l.AllowMissingPorts)
}
