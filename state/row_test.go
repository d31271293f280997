package state

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever a record holds, its row gives back: texts of any length, numbers up to their ends.
func TestARowGivesBackItsRecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.StringN(1, 8, -1).Draw(t, "text"), rapid.SampledFrom([]int{1, 1, 40, 4000}).Draw(t, "times"))
		})
		listener := rapid.Custom(func(t *rapid.T) Listener {
			return Listener{Port: rapid.Uint16().Draw(t, "port"), Protocol: Protocol(rapid.IntRange(0, 4).Draw(t, "protocol"))}
		})
		k := keyIn(rapid.SampledFrom(Kinds[:]).Draw(t, "kind"))
		for i := range k.Kind.Depth() {
			k.Names[i] = text.Draw(t, "name")
		}
		was := record{
			Resource: Resource{
				Key: k, UID: UID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uid")), Owner: text.Draw(t, "owner"),
				Version: rapid.Int64().Draw(t, "version"), Created: rapid.Int64().Draw(t, "created"), Updated: rapid.Int64().Draw(t, "updated"),
				Spec: text.Draw(t, "spec"),
			},
			References: References{Match: listener.Draw(t, "match")},
		}
		for seq := range rapid.IntRange(0, 3).Draw(t, "tags") {
			was.Tags = append(was.Tags, Tag{Key: text.Draw(t, "key"), Value: text.Draw(t, "value"), seq: seq * 1000})
		}
		for range rapid.IntRange(0, 3).Draw(t, "targets") {
			was.Targets = append(was.Targets, Target{Kind: VirtualNode, Name: text.Draw(t, "target"), Port: rapid.Uint16().Draw(t, "port")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "listeners") {
			was.Listeners = append(was.Listeners, listener.Draw(t, "listener"))
		}
		for range rapid.IntRange(0, 3).Draw(t, "tokens") {
			was.tokens += tokens(newToken(createVerb, Draft{Token: text.Draw(t, "token")}))
		}
		was.asked = newToken(updateVerb, Draft{Token: text.Draw(t, "asked")})
		row := was.row()
		was.tokens, was.asked = was.tokens+tokens(was.asked), ""
		if is := row.record(); !reflect.DeepEqual(is, &was) {
			t.Fatalf("\n got %+v\nwant %+v", is, &was)
		}
		if is := row.resource(); !reflect.DeepEqual(is, &was.Resource) {
			t.Fatalf("\n got %+v\nwant %+v", is, &was.Resource)
		}
		if row.key() != was.Key || row.owner() != was.Owner {
			t.Fatalf("the key is %+v, the owner %q", row.key(), row.owner())
		}
	})
}

// A page reads its resources into one place, and each of them is its own: siblings, and those that are none.
func TestAPageYieldsEachResource(t *testing.T) {
	t.Parallel()
	var page Page
	var want []Resource
	for i, owner := range []string{"a", "a", "b", "b", "a"} {
		r := record{Resource: Resource{Key: keyIn(VirtualNode, "m", strings.Repeat("n", i+1)), Owner: owner, Spec: owner}}
		page.rows = append(page.rows, r.row())
		r.Spec = ""
		want = append(want, r.Resource)
	}
	var got []Resource
	var siblings []bool
	for r, sibling := range page.All() {
		got = append(got, *r)
		siblings = append(siblings, sibling)
	}
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(siblings, []bool{false, true, false, true, false}) {
		t.Errorf("got %+v %v", got, siblings)
	}
}
