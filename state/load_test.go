package state_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestLoadRefusesInvalidDocumentsAndNamesThePath(t *testing.T) {
	t.Parallel()
	whole := string(storeWithAll(t).Snapshot().Save())
	const (
		token     = `"token": "3c469e9d6c5875d37a43f353d4f88e61"`
		uid       = `"uid": "00000000-0000-0000-0000-000000000001"`
		ownMember = `"resourceOwner": "111111111111"`
	)
	// Each case replaces the first occurrence of from.
	for _, test := range []struct{ name, from, to, path, want string }{
		{"no document", whole, "", "", "unexpected end of JSON input"},
		{"text", whole, "saved", "", "invalid character"},
		{"a list", whole, "[]", "", "cannot unmarshal array"},
		{"half a document", whole[len(whole)/2:], "", "", "unexpected end of JSON input"},
		{"two documents", `  "implicitVirtualServices"`, `}{  "implicitVirtualServices"`, "", "invalid character"},
		{"not UTF-8", `"n"`, "\"\xff\"", "", "not UTF-8"},
		{"an empty document", whole, "{}", "appmeshMockState", "the format is 0, but this program reads format 1"},
		{"a newer format", `"appmeshMockState": 1`, `"appmeshMockState": 2`, "appmeshMockState", "the format is 2"},
		{"a newer format with other members", whole, `{"appmeshMockState": 2, "things": {}}`, "appmeshMockState",
			"the format is 2"},

		{"an unknown member", `"shares"`, `"share"`, "share", "unknown member"},
		{"a member in another case", `"shares"`, `"Shares"`, "Shares", "unknown member"},
		{"an unknown member of a resource", `"version"`, `"verse"`, "resources[0].verse", "unknown member"},
		{"a duplicate member", `"shares"`, `"resources": [], "shares"`, "resources", "duplicate member"},
		{"a duplicate member of a resource", uid, uid + "," + uid, "resources[0].uid", "duplicate member"},
		{"a duplicate member of a spec", `"spec": {}`, `"spec": {"text": "a", "text": "b"}`, "resources[0].spec.text",
			"duplicate member"},
		{"a duplicate member deep in a spec", `"spec": {}`, `"spec": {"a": [{"b": {"c": 1, "c": 1}}]}`,
			"resources[0].spec.a[0].b.c", "duplicate member"},
		{"deep nesting", `"spec": {}`, `"spec": ` + strings.Repeat("[", 200) + strings.Repeat("]", 200), "",
			"more than 128 levels"},
		{"a missing member", uid + ",", "", "resources[0].uid", "missing member"},
		{"null", uid, `"uid": null`, "resources[0].uid", "must be a string"},
		{"a number for a text", uid, `"uid": 1`, "resources[0].uid", "must be a string"},
		{"a text for a number", `"version": 1`, `"version": "1"`, "resources[0].version",
			"must be an integer of 64 bits"},
		{"a fraction", `"version": 1`, `"version": 1.5`, "resources[0].version", "must be an integer of 64 bits"},
		{"a number that is too large", `"version": 1`, `"version": 9223372036854775808`, "resources[0].version",
			"must be an integer of 64 bits"},
		{"half a surrogate pair", `"n"`, `"\ud800"`, "resources[1].names[1]", "half of a surrogate pair"},

		{"an unknown kind", `"kind": "virtualNode"`, `"kind": "node"`, "resources[1].kind", `there is no kind "node"`},
		{"a region with a space", `"region": "us-east-1"`, `"region": "us east"`, "resources[0].region",
			"must be 1 to 32"},
		{"a mesh owner that is not an account", `"meshOwner": "111111111111"`, `"meshOwner": "me"`,
			"resources[0].meshOwner", "must be an account"},
		{"too many names", `"n"`, `"n", "o"`, "resources[1].names", "a virtual node has 2 names, not 3"},
		{"an empty name", `"n"`, `""`, "resources[1].names[1]", "must be neither empty nor contain NUL"},
		{"a name with NUL", `"n"`, `"n\u0000"`, "resources[1].names[1]", "must be neither empty nor contain NUL"},
		{"a name that the rules refuse", `"n"`, `"n/o"`, "resources[1].names[1]",
			"a virtualNode must not have a slash"},
		{"a resource without its parent", `"m"`, `"k"`, "resources[1].names",
			`virtual node "m/n" has no parent: mesh "m" must come before it`},

		{"an owner with a quote", ownMember, `"resourceOwner": "1\",\"x"`, "resources[0].resourceOwner",
			"must be an account"},
		{"a mesh of another account", ownMember, `"resourceOwner": "222222222222"`, "resources[0].resourceOwner",
			`mesh "m" can only belong to 111111111111`},
		{"version 0", `"version": 1`, `"version": 0`, "resources[0].version", "must be from 1 to 9007199254740991"},
		{"the largest version of all", `"version": 1`, `"version": 9223372036854775807`, "resources[0].version",
			"must be from 1 to"},
		{"a uid that is not one", uid, `"uid": "1"`, "resources[0].uid", `"1" is not a UUID`},
		{"a uid in upper case", uid, `"uid": "0000000A-0000-0000-0000-000000000001"`, "resources[0].uid",
			"is not a UUID in lower case"},
		{"a time before year 1", `"createdAtMillis": 1000`, `"createdAtMillis": -9223372036854775808`,
			"resources[0].createdAtMillis", "must be within the years"},
		{"a time after year 9999", `"lastUpdatedAtMillis": 1000`, `"lastUpdatedAtMillis": 253402300800000`,
			"resources[0].lastUpdatedAtMillis", "must be within the years"},
		{"a tag that the rules refuse", `"key": "k"`, `"key": "aws:k"`, "resources[0].tags", "reserved key"},
		{"a token that is not a digest", token, `"token": "3c46"`, "resources[0].clientTokenDigests",
			"item 0 must hold digests of 16 bytes"},
		{"an invalid spec", `"spec": {}`, `"spec": {"other": 1}`, "resources[0].spec", `unknown field "other"`},
		{"a spec in another form", `"spec": {}`, `"spec": {"text": ""}`, "resources[0].spec.text",
			"unknown member, or not the value that would be stored"},
		{"a dangling reference", `"Name": "n"`, `"Name": "o"`, "resources[3].spec",
			`route refers to virtual node "o", which does not exist`},

		{"a share of something else", `"shares": [
    {
      "kind": "mesh"`, `"shares": [
    {
      "kind": "virtualNode"`, "shares[0].names", "a virtual node has 2 names"},
		{"a share with nobody", `"consumer": "222222222222"`, `"consumer": ""`, "shares[0].consumer",
			"must be an account"},
		{"a share with the owner", `"consumer": "222222222222"`, `"consumer": "111111111111"`, "shares[0].consumer",
			"must not be the owner"},
		{"an implicit service of another kind", `"kind": "virtualService"`, `"kind": "virtualNode"`,
			"implicitVirtualServices[0].kind", "must be virtualService"},
		{"an implicit service at an impossible time", `"sinceMillis": 2000`, `"sinceMillis": 999999999999999`,
			"implicitVirtualServices[0].sinceMillis", "must be within"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			invalid := strings.Replace(whole, test.from, test.to, 1)
			if invalid == whole {
				t.Fatalf("there is no %s in\n%s", test.from, whole)
			}
			_, err := state.Load([]byte(invalid), validation)
			var refused *state.DocumentError
			if !errors.As(err, &refused) || !strings.Contains(refused.Err.Error(), test.want) ||
				test.path != "" && refused.Path != test.path {
				t.Errorf("\n got %v\nwant an error at %q: %s", err, test.path, test.want)
			}
		})
	}
}

// saved returns the JSON of a resource in a document.
func saved(kind, names, owner, spec, more string) string {
	return fmt.Sprintf(`{"kind":%q,"region":"us-east-1","meshOwner":"111111111111","names":[%s],"resourceOwner":%q,`+
		`"uid":"00000000-0000-0000-0000-000000000001","version":1,"createdAtMillis":0,"lastUpdatedAtMillis":0,"spec":%s%s}`,
		kind, names, owner, spec, more)
}

func documentOf(resources ...string) []byte {
	return []byte(`{"appmeshMockState":1,"resources":[` + strings.Join(resources, ",") +
		`],"shares":[],"implicitVirtualServices":[]}`)
}

func TestLoadChecksResourcesAgainstEachOther(t *testing.T) {
	t.Parallel()
	mesh := saved("mesh", `"m"`, owner, "{}", "")
	router := saved("virtualRouter", `"m","r"`, consumer, listeners(80, 81).json(), "")
	matching := spec{References: state.References{Match: state.Listener{Port: 80}}}.json()
	many := `{"token":"3c469e9d6c5875d37a43f353d4f88e61","request":"3c469e9d6c5875d37a43f353d4f88e61"}`
	for _, c := range []struct {
		name      string
		resources []string
		want      string // "" if the document is valid
	}{
		{"a consumer's router with its route",
			[]string{mesh, router, saved("route", `"m","r","x"`, consumer, matching, "")}, ""},
		{"a route of another account's router",
			[]string{mesh, router, saved("route", `"m","r","x"`, owner, matching, "")},
			`resources[2].resourceOwner: route "m/r/x" can only belong to 222222222222`},
		{"a consumer's gateway", []string{mesh, saved("virtualGateway", `"m","g"`, consumer, "{}", "")},
			`resources[1].resourceOwner: virtual gateway "m/g" can only belong to 111111111111`},
		{"a route that names none of several ports",
			[]string{mesh, router, saved("route", `"m","r","x"`, consumer, "{}", "")},
			`resources[2].spec: state: route "m/r/x" must match a port`},
		{"the same resource twice", []string{mesh, mesh}, `resources[1].names: mesh "m" is there twice`},
		{"51 tags", []string{saved("mesh", `"m"`, owner, "{}",
			`,"tags":[`+strings.Repeat(`{"key":"k","value":""},`, 50)+`{"key":"k","value":""}]`)},
			`resources[0].tags: must have at most 50 items`},
		{"a token twice", []string{saved("mesh", `"m"`, owner, "{}", `,"clientTokenDigests":[`+many+`,`+many+`]`)},
			`resources[0].clientTokenDigests: item 1 has the token of another item`},
		{"33 tokens", []string{saved("mesh", `"m"`, owner, "{}",
			`,"clientTokenDigests":[`+strings.Repeat(many+`,`, 32)+many+`]`)},
			`resources[0].clientTokenDigests: must have at most 32 items`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := state.Load(documentOf(c.resources...), validation)
			if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRelaxedRulesApplyToDocumentsToo(t *testing.T) {
	t.Parallel()
	document := documentOf(saved("mesh", `"m"`, owner, "{}", ""),
		saved("virtualService", `"m","s"`, owner, targets(state.Target{Kind: state.VirtualNode, Name: "none"}).json(),
			""))
	if _, err := state.Load(document, validation); err == nil {
		t.Error("a dangling reference is accepted while the rule is in force")
	}
	relaxed := validation
	relaxed.AllowDangling = true
	if _, err := state.Load(document, relaxed); err != nil {
		t.Errorf("a dangling reference is refused while the rule is relaxed: %v", err)
	}
}

func TestAResourceAtTheHighestVersionKeepsIt(t *testing.T) {
	t.Parallel()
	document := documentOf(saved("mesh", `"m"`, owner, "{}", ""))
	document = bytes.Replace(document, []byte(`"version":1`), []byte(`"version":9007199254740991`), 1)
	s := newStore(nil)
	s.Restore(load(t, document))
	r, err := s.Update(draft(key(state.Mesh, "m"), spec{}))
	if err != nil || r.Version != 9007199254740991 {
		t.Errorf("%+v %v", r, err)
	}
	load(t, s.Snapshot().Save())
}

func TestEachTruncatedDocumentIsRefused(t *testing.T) {
	t.Parallel()
	whole := bytes.TrimSpace(storeWithAll(t).Snapshot().Save())
	for n := range whole {
		if _, err := state.Load(whole[:n], validation); err == nil {
			t.Errorf("the first %d of %d bytes are accepted", n, len(whole))
		}
	}
}

// A quadratic Load takes minutes for this document, a linear one a fraction of a second.
func TestLoadTakesLinearTime(t *testing.T) {
	t.Parallel()
	digests := strings.Repeat(
		`{"token":"3c469e9d6c5875d37a43f353d4f88e61","request":"3c469e9d6c5875d37a43f353d4f88e61"},`, 50_000)
	document := documentOf(saved("mesh", `"m"`, owner, "{}",
		`,"clientTokenDigests":[`+strings.TrimSuffix(digests, ",")+`]`))
	done := make(chan error, 1)
	go func() { done <- errorOf(state.Load(document, validation)) }()
	select {
	case err := <-done:
		if err == nil {
			t.Error("50,000 tokens are accepted")
		}
	case <-time.After(time.Minute):
		t.Error("Load did not return within a minute")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(storeWithAll(f).Snapshot().Save())
	f.Add(documentOf(saved("mesh", `"m"`, owner, "{}", `,"tags":[{"key":"k","value":"v"}]`),
		saved("virtualRouter", `"m","r"`, consumer, listeners(80, 81).json(), "")))
	f.Fuzz(func(t *testing.T, document []byte) {
		snapshot, err := state.Load(document, validation)
		if err != nil {
			return
		}
		first := snapshot.Save()
		if second := load(t, first).Save(); !bytes.Equal(first, second) {
			t.Errorf("saved\n%s\nloaded and saved again\n%s", first, second)
		}
	})
}

func TestLoadKeepsTokensImplicitServicesSharesAndReferences(t *testing.T) {
	t.Parallel()
	s := newStoreFrom(100, state.Quotas{"virtualNodesPerMesh": 3})
	s.Restore(load(t, storeWithAll(t).Snapshot().Save()))

	again := draft(key(state.Mesh, "m"), spec{})
	again.Token, again.Tags = "token", []state.Tag{{Key: "k", Value: "v"}}
	if r, err := s.Create(again); err != nil || r.Created != 1000 {
		t.Errorf("the client token was not loaded: %#v", err)
	}
	if r := create(t, s, draft(key(state.VirtualService, "m", "later"), spec{})); r.Version != 2 || r.Created != 2000 {
		t.Errorf("the implicit service was not loaded: version %d, created %d", r.Version, r.Created)
	}
	if _, err := s.Get(consumer, key(state.Mesh, "m")); err != nil {
		t.Errorf("the share was not loaded: %#v", err)
	}
	if _, err := s.Delete(owner, key(state.VirtualNode, "m", "n")); !errors.As(err, new(state.InUseError)) {
		t.Errorf("the target of the route was not loaded: %#v", err)
	}
	for _, name := range []string{"o", "p"} {
		create(t, s, draft(key(state.VirtualNode, "m", name), spec{}))
	}
	if _, err := s.Create(draft(key(state.VirtualNode, "m", "q"), spec{})); !errors.As(err,
		new(state.QuotaExceededError)) {
		t.Errorf("the count was not loaded: %#v", err)
	}
}
