package state_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/state"
)

const (
	owner    = "111111111111"
	consumer = "222222222222"
)

// newStore answers a store whose clock and uids count from n, so that two of them can be alike.
func newStore(n int64) *state.Store {
	seconds, uids := n, n
	return state.New(state.Options{
		Stamp: func() time.Time { seconds++; return time.Unix(seconds, 0) },
		UID: func() (id state.UID) {
			uids++
			id[15], id[14] = byte(uids), byte(uids>>8)
			return id
		},
		Quotas: state.Quotas{"virtualNodesPerMesh": 3},
	})
}

func key(kind state.Kind, names ...string) state.Key {
	k := state.Key{Kind: kind, Tenant: state.Tenant{Account: owner, Region: "us-east-1"}}
	copy(k.Names[:], names)
	return k
}

// spec is what the tests of this package have for a spec: what it says to others, and more.
type spec struct {
	Listeners []uint16 `json:"listeners,omitempty"`
	Node      string   `json:"node,omitempty"`
	Text      string   `json:"text,omitempty"`
}

func (s spec) json() string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func (s spec) facts() (f state.References) {
	for _, port := range s.Listeners {
		f.Listeners = append(f.Listeners, state.Listener{Port: port, Protocol: state.HTTP})
	}
	if s.Node != "" {
		f.Targets = []state.Target{{Kind: state.VirtualNode, Name: s.Node}}
	}
	return f
}

// readSpec reads a spec of these tests from a document.
func readSpec(_ state.Kind, data []byte) (string, state.References, error) {
	var s spec
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return "", state.References{}, err
	}
	return s.json(), s.facts(), nil
}

func draft(k state.Key, s spec) state.Draft {
	return state.Draft{Key: k, References: s.facts(), Caller: owner, Spec: s.json()}
}

func create(t testing.TB, s *state.Store, d state.Draft) *state.Resource {
	t.Helper()
	r, err := s.Create(d)
	if err != nil {
		t.Fatalf("create %v: %#v", d.Key, err)
	}
	return r
}

func load(t testing.TB, document []byte) state.Snapshot {
	t.Helper()
	snapshot, err := state.Load(document, readSpec)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return snapshot
}

// operation draws an operation, and answers what does it to a store and says what came of it.
func operation(t *rapid.T) func(*state.Store) string {
	kinds := []state.Kind{state.Mesh, state.VirtualNode, state.VirtualNode, state.VirtualRouter, state.VirtualService, state.Route}
	k := key(rapid.SampledFrom(kinds).Draw(t, "kind"))
	for i := range k.Kind.Depth() {
		k.Names[i] = rapid.SampledFrom([]string{"a", "b", "a.b", "ü <&>\u2028"}).Draw(t, "name")
	}
	d := state.Draft{Key: k, Caller: rapid.SampledFrom([]string{owner, owner, owner, consumer}).Draw(t, "caller")}
	s := spec{Text: rapid.SampledFrom([]string{"", "x", "<&>\u2028\"\\"}).Draw(t, "text")}
	switch k.Kind {
	case state.VirtualNode, state.VirtualRouter:
		s.Listeners = rapid.SliceOfN(rapid.SampledFrom([]uint16{80, 81}), 0, 2).Draw(t, "listeners")
	case state.Route, state.VirtualService:
		s.Node = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "node")
	}
	if k.Kind == state.VirtualNode {
		d.Backends = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "a.b"}), 0, 2).Draw(t, "backends")
	}
	d.References, d.Spec = s.facts(), s.json()
	d.Token = rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "token")
	tags := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) state.Tag {
		return state.Tag{Key: rapid.SampledFrom([]string{"k", "l", "ü\u2028"}).Draw(t, "key"), Value: rapid.SampledFrom([]string{"", "v"}).Draw(t, "value")}
	}), 0, 2, func(tag state.Tag) string { return tag.Key }).Draw(t, "tags")

	said := func(r *state.Resource, err error) string {
		if err != nil {
			return fmt.Sprintf("%#v", err)
		}
		return fmt.Sprintf("%s version %d created %d updated %d %s", r.UID, r.Version, r.Created, r.Updated, r.Spec)
	}
	switch rapid.IntRange(0, 9).Draw(t, "verb") {
	case 0:
		return func(s *state.Store) string { return said(s.Update(d)) }
	case 1:
		return func(s *state.Store) string { return said(s.Delete(d.Caller, k)) }
	case 2:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Tag(d.Caller, k, tags)) }
	case 3:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Untag(d.Caller, k, []string{"k"})) }
	case 4:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Share(k.Mesh(), consumer)) }
	case 5:
		return func(s *state.Store) string { return fmt.Sprintf("%#v", s.Unshare(k.Mesh(), consumer)) }
	default:
		d.Tags = tags
		return func(s *state.Store) string { return said(s.Create(d)) }
	}
}

// A state that was saved and loaded is the same in its bytes, and in all that is done to it
// afterwards: tokens, implicit services, shares, references and counts came along.
func TestALoadedStateIsTheOneThatWasSaved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := newStore(0)
		for range rapid.IntRange(0, 40).Draw(t, "before") {
			operation(t)(first)
		}
		was := first.Snapshot()
		document := was.Save()
		loaded, err := state.Load(document, readSpec)
		if err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		if again := loaded.Save(); !bytes.Equal(again, document) {
			t.Fatalf("saved\n%s\nloaded and saved\n%s", document, again)
		}
		if changes := state.Diff(was, loaded); len(changes) > 0 {
			t.Fatalf("loading changed %+v", changes)
		}
		same, second := newStore(1000), newStore(1000)
		same.Restore(was)
		second.Restore(loaded)
		for range rapid.IntRange(0, 20).Draw(t, "after") {
			do := operation(t)
			if got, want := do(second), do(same); got != want {
				t.Fatalf("the loaded store says\n%s\nwant\n%s", got, want)
			}
		}
		if !bytes.Equal(second.Snapshot().Save(), same.Snapshot().Save()) {
			t.Fatal("the loaded store went another way")
		}
	})
}

// furnished answers a store with something of each table in it.
func furnished(t testing.TB) *state.Store {
	t.Helper()
	s := newStore(0)
	mesh := draft(key(state.Mesh, "m"), spec{})
	mesh.Token, mesh.Tags = "token", []state.Tag{{Key: "k", Value: "v"}}
	create(t, s, mesh)
	node := draft(key(state.VirtualNode, "m", "n"), spec{Listeners: []uint16{80}})
	node.Backends = []string{"later"}
	create(t, s, node)
	create(t, s, draft(key(state.VirtualRouter, "m", "r"), spec{}))
	create(t, s, draft(key(state.Route, "m", "r", "x"), spec{Node: "n"}))
	if err := s.Share(mesh.Key, consumer); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASavedStateReadsSo(t *testing.T) {
	t.Parallel()
	s := newStore(0)
	mesh := draft(key(state.Mesh, "m"), spec{Text: "<&>"})
	mesh.Tags = []state.Tag{{Key: "k", Value: "v"}}
	create(t, s, mesh)
	const want = `{
  "appmeshMockState": 1,
  "resources": [
    {
      "kind": "mesh",
      "region": "us-east-1",
      "meshOwner": "111111111111",
      "names": [
        "m"
      ],
      "resourceOwner": "111111111111",
      "uid": "00000000-0000-0000-0000-000000000001",
      "version": 1,
      "createdAtMillis": 1000,
      "lastUpdatedAtMillis": 1000,
      "spec": {
        "text": "\u003c\u0026\u003e"
      },
      "tags": [
        {
          "key": "k",
          "value": "v"
        }
      ]
    }
  ],
  "shares": [],
  "implicitVirtualServices": []
}
`
	if got := string(s.Snapshot().Save()); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestADamagedOrNewerDocumentIsRefusedAndSaysWhere(t *testing.T) {
	t.Parallel()
	whole := string(furnished(t).Snapshot().Save())
	const digest = `"token": "3c469e9d6c5875d37a43f353d4f88e61"`
	for _, test := range []struct{ name, from, to, want string }{
		{"nothing", whole, "", "not a saved state: "},
		{"no JSON", whole, "saved", "not a saved state: "},
		{"a list", whole, "[]", "not a saved state: "},
		{"cut off", whole[len(whole)/2:], "", "not a saved state: "},
		{"more behind it", "  \"implicitVirtualServices\"", "}{  \"implicitVirtualServices\"", "not a saved state: "},
		{"another document", whole, "{}", "a saved state of format 0; this program reads format 1"},
		{"a newer format", `"appmeshMockState": 1`, `"appmeshMockState": 2`, "a saved state of format 2; this program reads format 1"},
		{"a newer format with other members", whole, `{"appmeshMockState": 2, "things": {}}`, "a saved state of format 2; this program reads format 1"},
		{"a format that is no number", `"appmeshMockState": 1`, `"appmeshMockState": "1"`, "not a saved state: "},
		{"an unknown member", `"shares"`, `"share"`, `a damaged state: json: unknown field "share"`},
		{"a member of another type", `"version": 1`, `"version": "1"`, "a damaged state: json: cannot unmarshal string"},
		{"a kind that is none", `"kind": "virtualNode"`, `"kind": "node"`, `a damaged state: resources[1]: kind "node" with 2 names`},
		{"too many names", `"n"`, `"n", "o"`, `a damaged state: resources[1]: kind "virtualNode" with 3 names`},
		{"an empty name", `"n"`, `""`, "a damaged state: resources[1]: virtualNode: a name, owner or region that is empty or has a NUL"},
		{"a name with a NUL", `"n"`, `"n\u0000"`, "a damaged state: resources[1]: virtualNode: a name, owner or region that is empty or has a NUL"},
		{"no owner", `"resourceOwner": "111111111111"`, `"resourceOwner": ""`, `a damaged state: resources[0]: mesh "m": no version or no resourceOwner`},
		{"no version", `"version": 1`, `"version": 0`, `a damaged state: resources[0]: mesh "m": no version or no resourceOwner`},
		{"a uid that is none", `"uid": "00000000-0000-0000-0000-000000000001"`, `"uid": "1"`, `a damaged state: resources[0]: mesh "m": "1" is no UUID`},
		{"a resource without its home", `"m"`, `"k"`, `a damaged state: resources[1]: virtualNode "n" lives in mesh "m", which does not come before it`},
		{"a spec that is none", `"spec": {}`, `"spec": {"other": 1}`, `a damaged state: resources[0]: mesh "m": json: unknown field "other"`},
		{"no spec", `"spec": {},`, ``, `a damaged state: resources[0]: mesh "m": `},
		{"a token that is no digest", digest, `"token": "3c46"`, `a damaged state: resources[0]: mesh "m": a client token's digest is not 16 bytes in hexadecimal`},
		{"a share of nothing", "\"shares\": [\n    {\n      \"kind\": \"mesh\"", "\"shares\": [\n    {\n      \"kind\": \"virtualNode\"", "a damaged state: shares[0]: not of a mesh that is there"},
		{"a share with nobody", `"consumer": "222222222222"`, `"consumer": ""`, "a damaged state: shares[0]: "},
		{"an implicit service that is there", `"later"`, `"later"`, ""},
		{"an implicit service of another kind", "\"implicitVirtualServices\": [\n    {\n      \"kind\": \"virtualService\"",
			"\"implicitVirtualServices\": [\n    {\n      \"kind\": \"virtualNode\"", "a damaged state: implicitVirtualServices[0]: not a virtual service that could be implicit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			damaged := strings.Replace(whole, test.from, test.to, 1)
			if damaged == whole && test.want != "" {
				t.Fatalf("there is no %s in\n%s", test.from, whole)
			}
			snapshot, err := state.Load([]byte(damaged), readSpec)
			if test.want == "" {
				if err != nil || !bytes.Equal(snapshot.Save(), []byte(whole)) {
					t.Errorf("the whole document is refused: %v", err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("\n got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestADocumentThatHasAResourceTwiceIsRefused(t *testing.T) {
	t.Parallel()
	var document map[string]json.RawMessage
	if err := json.Unmarshal(furnished(t).Snapshot().Save(), &document); err != nil {
		t.Fatal(err)
	}
	var resources []json.RawMessage
	if err := json.Unmarshal(document["resources"], &resources); err != nil {
		t.Fatal(err)
	}
	var err error
	if document["resources"], err = json.Marshal(append(resources, resources[1])); err != nil {
		t.Fatal(err)
	}
	damaged, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	const want = `a damaged state: resources[4]: virtualNode "n" is there twice`
	if _, err := state.Load(damaged, readSpec); err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
}

func TestEachDocumentThatIsCutOffIsRefused(t *testing.T) {
	t.Parallel()
	whole := furnished(t).Snapshot().Save()
	end := len(bytes.TrimSpace(whole))
	for n := range end {
		if _, err := state.Load(whole[:n], readSpec); err == nil {
			t.Errorf("the first %d of %d bytes are accepted", n, len(whole))
		}
	}
}

func TestALoadedStateKeepsWhatNoDescribeShows(t *testing.T) {
	t.Parallel()
	s := newStore(100)
	s.Restore(load(t, furnished(t).Snapshot().Save()))

	again := draft(key(state.Mesh, "m"), spec{})
	again.Token, again.Tags = "token", []state.Tag{{Key: "k", Value: "v"}}
	if r, err := s.Create(again); err != nil || r.Created != 1000 {
		t.Errorf("the client token was forgotten: %#v", err)
	}
	if r := create(t, s, draft(key(state.VirtualService, "m", "later"), spec{})); r.Version != 2 || r.Created != 2000 {
		t.Errorf("the implicit service was forgotten: version %d, created %d", r.Version, r.Created)
	}
	if _, err := s.Get(consumer, key(state.Mesh, "m")); err != nil {
		t.Errorf("the share was forgotten: %#v", err)
	}
	if _, err := s.Delete(owner, key(state.VirtualNode, "m", "n")); !errors.As(err, new(state.InUseError)) {
		t.Errorf("the route's target was forgotten: %#v", err)
	}
	for _, name := range []string{"o", "p"} {
		create(t, s, draft(key(state.VirtualNode, "m", name), spec{}))
	}
	if _, err := s.Create(draft(key(state.VirtualNode, "m", "q"), spec{})); !errors.As(err, new(state.QuotaExceededError)) {
		t.Errorf("the count was forgotten: %#v", err)
	}
}

func FuzzADocumentIsLoadedOrRefused(f *testing.F) {
	f.Add(furnished(f).Snapshot().Save())
	f.Add([]byte(`{"appmeshMockState":1,"resources":[{"kind":"mesh","region":"r","meshOwner":"1","names":["m"],"resourceOwner":"1",` +
		`"uid":"00000000-0000-0000-0000-000000000001","version":1,"spec":{}}],"shares":[{"kind":"mesh","region":"r","meshOwner":"1","names":["m"],"consumer":"2"}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		snapshot, err := state.Load(document, readSpec)
		if err != nil {
			return
		}
		saved := snapshot.Save()
		if again := load(t, saved).Save(); !bytes.Equal(again, saved) {
			t.Errorf("saved\n%s\nloaded and saved\n%s", saved, again)
		}
	})
}
