package state

import (
	"strings"
	"testing"
)

var home = Tenant{Account: "123456789012", Region: "us-east-1"}

func keyIn(kind Kind, names ...string) Key {
	k := Key{Kind: kind, Tenant: home}
	copy(k.Names[:], names)
	return k
}

// The bytes of every index. Saved states do not hold them, but prefixes, pages and the
// order of lists are made of nothing else.
func TestIndexBytes(t *testing.T) {
	t.Parallel()
	const world = "us-east-1\x00123456789012\x00"
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"world", appendKey(nil, Key{Tenant: home}), world},
		{"mesh", appendKey(nil, keyIn(Mesh, "m")), world + "m\x00"},
		{"virtual gateway", appendKey(nil, keyIn(VirtualGateway, "m", "g")), world + "m\x00g\x00"},
		{"gateway route", appendKey(nil, keyIn(GatewayRoute, "m", "g", "x")), world + "m\x00g\x00x\x00"},
		{"virtual node", appendKey(nil, keyIn(VirtualNode, "m", "n")), world + "m\x00n\x00"},
		{"virtual router", appendKey(nil, keyIn(VirtualRouter, "m", "r")), world + "m\x00r\x00"},
		{"route", appendKey(nil, keyIn(Route, "m", "r", "x")), world + "m\x00r\x00x\x00"},
		{"virtual service", appendKey(nil, keyIn(VirtualService, "m", "s.local")), world + "m\x00s.local\x00"},
		{"names beyond the kind's depth are no part of it", appendKey(nil, keyIn(Mesh, "m", "junk")), world + "m\x00"},
		{"reference", appendReference(reference{target: keyIn(VirtualNode, "m", "n"), holder: keyIn(Route, "m", "r", "x"), port: 80}),
			"\x04" + world + "m\x00n\x00" + "\x06" + world + "m\x00r\x00x\x00"},
		{"reference to a router", appendReference(reference{target: keyIn(VirtualRouter, "m", "r"), holder: keyIn(VirtualService, "m", "s")}),
			"\x05" + world + "m\x00r\x00" + "\x07" + world + "m\x00s\x00"},
		{"implicit virtual service", index(t, implicitTable, primary, implicit{Key: keyIn(VirtualService, "m", "s"), since: 9}), world + "m\x00s\x00"},
		{"share", index(t, shareTable, primary, Share{Mesh: keyIn(Mesh, "m"), Consumer: "111122223333"}), world + "m\x00111122223333\x00"},
		{"share by consumer", index(t, shareTable, byConsumer, Share{Mesh: keyIn(Mesh, "m"), Consumer: "111122223333"}),
			"us-east-1\x00111122223333\x00m\x00123456789012\x00"},
		{"row of a virtual node", index(t, VirtualNode.table(), primary, (&record{Resource: Resource{Key: keyIn(VirtualNode, "m", "n")}}).row()), world + "m\x00n\x00"},
	} {
		if string(c.got) != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, c.got, c.want)
		}
	}
}

// index answers the bytes that an index of the schema makes of a row.
func index(t *testing.T, table, name string, row any) []byte {
	t.Helper()
	schema := emptyDB().DBSchema().Tables[table].Indexes[name]
	ok, key, err := schema.Indexer.(interface {
		FromObject(any) (bool, []byte, error)
	}).FromObject(row)
	if !ok || err != nil {
		t.Fatalf("%s %s: %t %v", table, name, ok, err)
	}
	return key
}

func TestScopeIsAPrefixOfWholeParts(t *testing.T) {
	t.Parallel()
	scope := string(appendKey(nil, keyIn(Mesh, "a")))
	for name, inside := range map[string]bool{"a": true, "ab": false, "a.": false, "": false, "A": false, "a/": false} {
		if got := strings.HasPrefix(string(appendKey(nil, keyIn(VirtualNode, name, "n"))), scope); got != inside {
			t.Errorf("a virtual node of mesh %q is in the scope of mesh a: %t", name, got)
		}
	}
	if a, b := keyIn(Route, "m", "a", "bc"), keyIn(Route, "m", "ab", "c"); string(appendKey(nil, a)) == string(appendKey(nil, b)) {
		t.Error("two keys have the same bytes")
	}
}

func TestKeysOfHomesMeshesAndChildren(t *testing.T) {
	t.Parallel()
	route := keyIn(Route, "m", "r", "x")
	for what, c := range map[string][2]Key{
		"home of a route":  {route.Parent(), keyIn(VirtualRouter, "m", "r")},
		"home of a router": {keyIn(VirtualRouter, "m", "r").Parent(), keyIn(Mesh, "m")},
		"home of a mesh":   {keyIn(Mesh, "m").Parent(), {Tenant: home}},
		"mesh of a route":  {route.Mesh(), keyIn(Mesh, "m")},
		"child":            {keyIn(VirtualRouter, "m", "r").Child(Route, "x"), route},
		"node of a route":  {route.Mesh().Child(VirtualNode, "n"), keyIn(VirtualNode, "m", "n")},
	} {
		if c[0] != c[1] {
			t.Errorf("%s is %+v, want %+v", what, c[0], c[1])
		}
	}
	for _, kind := range Kinds {
		if ParseKind(kind.String()) != kind || kind.Depth() != kind.Parent().Depth()+1 {
			t.Errorf("%s: its name or its depth is wrong", kind)
		}
	}
	if ParseKind("") != 0 || ParseKind("Mesh") != 0 {
		t.Error("a name that is none names a kind")
	}
	if got := (UID{0x2d, 0x29, 0xa1, 0x1c, 0xf2, 0xdd, 0x44, 0xa6, 0xb6, 0x20, 0x33, 0x66, 0x1c, 0xfd, 0xfe, 0x97}).String(); got != "2d29a11c-f2dd-44a6-b620-33661cfdfe97" {
		t.Errorf("the uid is %s", got)
	}
}

func TestReferencesOfOneHolderAreOneRowATarget(t *testing.T) {
	t.Parallel()
	r := &record{Resource: Resource{Key: keyIn(Route, "m", "r", "x")}, References: References{Targets: []Target{
		{VirtualNode, "a", 80}, {VirtualNode, "b", 0}, {VirtualNode, "a", 0}, {VirtualNode, "b", 90},
	}}}
	rows := r.references()
	if len(rows) != 2 || rows[0].target.Name() != "a" || rows[0].port != 0 || rows[1].target.Name() != "b" || rows[1].port != 0 {
		t.Errorf("%+v", rows)
	}
}
