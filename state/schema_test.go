package state

import (
	"slices"
	"strings"
	"testing"
)

func keyIn(kind Kind, names ...string) Key {
	k := Key{Kind: kind, Tenant: Tenant{Account: "123456789012", Region: "us-east-1"}}
	copy(k.Names[:], names)
	return k
}

// Prefixes, pages and the order of lists depend on the bytes of the indexes.
func TestIndexKeysAreTheirPartsEachEndedByNUL(t *testing.T) {
	t.Parallel()
	const tenant = "us-east-1\x00123456789012\x00"
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"tenant", indexKey(keyIn(0)), tenant},
		{"mesh", indexKey(keyIn(Mesh, "m")), tenant + "m\x00"},
		{"virtual gateway", indexKey(keyIn(VirtualGateway, "m", "g")), tenant + "m\x00g\x00"},
		{"gateway route", indexKey(keyIn(GatewayRoute, "m", "g", "x")), tenant + "m\x00g\x00x\x00"},
		{"virtual node", indexKey(keyIn(VirtualNode, "m", "n")), tenant + "m\x00n\x00"},
		{"virtual router", indexKey(keyIn(VirtualRouter, "m", "r")), tenant + "m\x00r\x00"},
		{"route", indexKey(keyIn(Route, "m", "r", "x")), tenant + "m\x00r\x00x\x00"},
		{"virtual service", indexKey(keyIn(VirtualService, "m", "s.local")), tenant + "m\x00s.local\x00"},
		{"names beyond the kind's depth", indexKey(keyIn(Mesh, "m", "junk")), tenant + "m\x00"},
		{
			"reference of a route",
			referenceKey(reference{target: keyIn(VirtualNode, "m", "n"), holder: keyIn(Route, "m", "r", "x"),
				port: 80}),
			"\x04" + tenant + "m\x00n\x00" + "\x06" + tenant + "m\x00r\x00x\x00",
		},
		{
			"reference of a virtual service",
			referenceKey(reference{target: keyIn(VirtualRouter, "m", "r"), holder: keyIn(VirtualService, "m", "s")}),
			"\x05" + tenant + "m\x00r\x00" + "\x07" + tenant + "m\x00s\x00",
		},
		{
			"implicit virtual service",
			keyOfObject(t, implicitTable, primary, implicitService{Key: keyIn(VirtualService, "m", "s"), since: 9}),
			tenant + "m\x00s\x00",
		},
		{
			"share",
			keyOfObject(t, shareTable, primary, Share{Mesh: keyIn(Mesh, "m"), Consumer: "111122223333"}),
			tenant + "m\x00111122223333\x00",
		},
		{
			"share by consumer",
			keyOfObject(t, shareTable, byConsumer, Share{Mesh: keyIn(Mesh, "m"), Consumer: "111122223333"}),
			"us-east-1\x00111122223333\x00m\x00123456789012\x00",
		},
		{
			"stored virtual node",
			keyOfObject(t, VirtualNode.table(), primary,
				&storedResource{Resource: Resource{Key: keyIn(VirtualNode, "m", "n")}}),
			tenant + "m\x00n\x00",
		},
	} {
		if string(c.got) != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, c.got, c.want)
		}
	}
}

// keyOfObject returns the key that an index of the schema computes for an object.
func keyOfObject(t *testing.T, table, index string, object any) []byte {
	t.Helper()
	ok, key, err := emptyDB().DBSchema().Tables[table].Indexes[index].Indexer.(interface {
		FromObject(any) (bool, []byte, error)
	}).FromObject(object)
	if !ok || err != nil {
		t.Fatalf("%s %s: %t %v", table, index, ok, err)
	}
	return key
}

func TestAnotherMeshIsNeverInTheScopeOfAMesh(t *testing.T) {
	t.Parallel()
	scope := string(indexKey(keyIn(Mesh, "a")))
	for name, inside := range map[string]bool{"a": true, "ab": false, "a.": false, "": false, "A": false, "a/": false} {
		if got := strings.HasPrefix(string(indexKey(keyIn(VirtualNode, name, "n"))), scope); got != inside {
			t.Errorf("a virtual node of mesh %q in the scope of mesh a: %t, want %t", name, got, inside)
		}
	}
	if slices.Equal(indexKey(keyIn(Route, "m", "a", "bc")), indexKey(keyIn(Route, "m", "ab", "c"))) {
		t.Error("two routes have the same key")
	}
}

func TestOneHolderHasOneReferenceToATarget(t *testing.T) {
	t.Parallel()
	r := &storedResource{
		Resource: Resource{Key: keyIn(Route, "m", "r", "x")},
		References: References{Targets: []Target{
			{VirtualNode, "a", 80}, {VirtualNode, "b", 0}, {VirtualNode, "a", 0}, {VirtualNode, "b", 90},
			{VirtualNode, "c", 90},
		}},
	}
	got := r.references()
	want := []reference{
		{keyIn(VirtualNode, "m", "a"), r.Key, 0},
		{keyIn(VirtualNode, "m", "b"), r.Key, 0},
		{keyIn(VirtualNode, "m", "c"), r.Key, 90},
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

func TestAFullListOfTokensKeepsTheFirstAndTheLatest(t *testing.T) {
	t.Parallel()
	digest := func(i int) token { return newToken(updateVerb, Draft{Token: strings.Repeat("x", i+1)}) }
	var all tokens
	for i := range maxTokens + 2 {
		all = all.with(digest(i))
	}
	if len(all) != maxTokens*tokenSize {
		t.Fatalf("%d bytes of tokens, want %d", len(all), maxTokens*tokenSize)
	}
	for i, want := range map[int]bool{0: true, 1: false, 2: false, 3: true, maxTokens + 1: true} {
		if got := all.find(digest(i)) != ""; got != want {
			t.Errorf("token %d is remembered: %t, want %t", i, got, want)
		}
	}
	if all.with("") != all {
		t.Error("a request without a token changed the tokens")
	}
}
