package sdkgo

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// A resource of each kind is created, read, changed, tagged and deleted, by all 38 operations.
func TestEachKindIsCreatedReadUpdatedAndDeleted(t *testing.T) {
	t.Parallel()
	for _, place := range harness.Modes {
		t.Run(place.Name, func(t *testing.T) {
			t.Parallel()
			var called ledger
			t.Run("v2", func(t *testing.T) {
				for _, k := range kinds {
					t.Run(k.name, func(t *testing.T) {
						t.Parallel()
						target := place.Target(t)
						testLifecycle(t, v2(newClient(target, called.watch)), target, k, "parent", "subject")
					})
				}
			})
			if missing, all := called.missing(); len(missing) > 0 || all != 38 {
				t.Errorf("of %d operations these were never called with success: %v", all, missing)
			}
			for _, k := range kinds {
				t.Run("v1/"+k.name, func(t *testing.T) {
					t.Parallel()
					target := place.Target(t)
					testLifecycle(t, v1(newClientV1(target)), target, k, "parent", "subject")
				})
			}
		})
	}
}

var uuidV4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// lifecycle is the expected state of a resource during its lifecycle.
type lifecycle struct {
	sdk
	kind
	target           harness.Target
	in               fields // that name the resource
	arn, uid         string
	created, updated time.Time
	version          int64
}

// testLifecycle creates a resource, reads, changes, tags, lists and deletes it, and creates it again.
func testLifecycle(t *testing.T, s sdk, target harness.Target, k kind, parent, name string) {
	t.Helper()
	if k.name != "Mesh" {
		setUp(t, s, parent)
	}
	l := &lifecycle{sdk: s, kind: k, target: target, in: k.names(parent, name)}
	specs := s.specs(t, k)

	l.create(t, specs[0])
	l.describe(t, described(specs[0]))
	l.checkTagging(t)
	last := specs[len(specs)-1:]
	for _, spec := range slices.Concat(specs[1:], last, specs[:1]) { // the last one twice (rule 5)
		l.update(t, spec)
		l.describe(t, described(spec))
	}
	l.checkListed(t)
	l.remove(t, described(specs[0]))
	l.checkDeleted(t, parent, name)
	first := l.uid
	l.create(t, specs[0])
	if l.uid == first {
		t.Errorf("the second %s has the uid of the first (rule 41)", k.name)
	}
	l.checkTags(t, "made", "again")
	l.remove(t, described(specs[0]))
}

func (l *lifecycle) create(t *testing.T, spec any) {
	t.Helper()
	before := time.Now()
	tags := l.tags("made", "first", "empty", "")
	if l.version > 0 {
		tags = l.tags("made", "again")
	}
	out := l.must(t, "Create"+l.name(), l.in.with("Spec", spec).with("Tags", tags))
	data := out.FieldByName(l.name())
	l.uid, _ = get(data, "Metadata", "Uid").(string)
	if !uuidV4.MatchString(l.uid) {
		t.Errorf("uid %q is no UUID v4", l.uid)
	}
	l.created, l.version = get(data, "Metadata", "CreatedAt").(time.Time), 1
	l.updated = l.created
	l.checkTime(t, l.created, before)
	l.checkResource(t, data, spec, "ACTIVE")
}

func (l *lifecycle) describe(t *testing.T, spec any) {
	t.Helper()
	for _, in := range []fields{l.in, l.in.with("MeshOwner", l.target.Account)} {
		l.checkResource(t, l.must(t, "Describe"+l.name(), in).FieldByName(l.name()), spec, "ACTIVE")
	}
}

func (l *lifecycle) update(t *testing.T, spec any) {
	t.Helper()
	before := time.Now()
	data := l.must(t, "Update"+l.name(), l.in.with("Spec", spec)).FieldByName(l.name())
	l.version++
	l.checkUpdated(t, data, before)
	l.checkResource(t, data, spec, "ACTIVE")
}

// remove deletes the resource. This increments the version, except that of a mesh (rule 33).
func (l *lifecycle) remove(t *testing.T, spec any) {
	t.Helper()
	before := time.Now()
	data := l.must(t, "Delete"+l.name(), l.in).FieldByName(l.name())
	if l.name() != "Mesh" {
		l.version++
	}
	l.checkUpdated(t, data, before)
	l.checkResource(t, data, spec, "DELETED")
}

func (l *lifecycle) name() string { return l.kind.name }

// checkUpdated checks that the time of a change is later than the last one, and keeps it.
func (l *lifecycle) checkUpdated(t *testing.T, data reflect.Value, before time.Time) {
	t.Helper()
	updated := get(data, "Metadata", "LastUpdatedAt").(time.Time)
	if updated.Before(l.updated) || !l.target.Live && !updated.After(l.updated) {
		t.Errorf("lastUpdatedAt went from %v to %v", l.updated, updated)
	}
	l.checkTime(t, updated, before)
	l.updated = updated
}

// checkTime checks that a time is on the server's clock and in whole milliseconds.
func (l *lifecycle) checkTime(t *testing.T, at, before time.Time) {
	t.Helper()
	from, until := before.Truncate(time.Millisecond), time.Now()
	if !l.target.Live {
		from, until = server.Epoch, server.Epoch.Add(time.Minute)
	}
	if at.Before(from) || at.After(until) || !at.Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("time %v: not in milliseconds between %v and %v", at, from, until)
	}
}

// checkResource checks all members of a response that contains the resource.
func (l *lifecycle) checkResource(t *testing.T, data reflect.Value, spec any, status string) {
	t.Helper()
	l.arn = l.arnOf()
	want := map[string]any{
		"Arn": l.arn, "CreatedAt": l.created, "LastUpdatedAt": l.updated, "MeshOwner": l.target.Account,
		"ResourceOwner": l.target.Account, "Uid": l.uid, "Version": l.version,
	}
	for name, value := range want {
		if got := get(data, "Metadata", name); got != value {
			t.Errorf("%s.metadata.%s is %v, want %v", l.name(), name, got, value)
		}
	}
	if got := get(data, "Status", "Status"); got != status {
		t.Errorf("%s is %v, want %s", l.name(), got, status)
	}
	for _, each := range l.lineage() {
		if got := get(data, each+"Name"); got != l.in[each+"Name"] {
			t.Errorf("%sName is %v, want %v", each, got, l.in[each+"Name"])
		}
	}
	if d := diff(spec, data.Elem().FieldByName("Spec").Interface()); d != "" {
		t.Errorf("%s version %d, %s: spec (-want +got):\n%s", l.name(), l.version, status, d)
	}
}

func (l *lifecycle) arnOf() string {
	var path []string
	for _, each := range l.lineage() {
		path = append(path, segment(each), l.in[each+"Name"].(string))
	}
	return fmt.Sprintf("arn:aws:appmesh:%s:%s:%s", l.target.Region, l.target.Account, strings.Join(path, "/"))
}

// checkListed checks the resource's item in the list of its parent.
func (l *lifecycle) checkListed(t *testing.T) {
	t.Helper()
	out := l.must(t, "List"+l.plural, l.in)
	if token := out.FieldByName("NextToken"); !token.IsNil() {
		t.Errorf("List%s: nextToken is %q, want none", l.plural, token.Elem())
	}
	items := out.FieldByName(l.plural)
	for i := range items.Len() {
		if item := items.Index(i); get(item, l.name()+"Name") == l.in[l.name()+"Name"] {
			l.checkItem(t, item)
			return
		}
	}
	t.Errorf("List%s has no %s", l.plural, l.in[l.name()+"Name"])
}

func (l *lifecycle) checkItem(t *testing.T, item reflect.Value) {
	t.Helper()
	want := map[string]any{
		"Arn": l.arn, "CreatedAt": l.created, "LastUpdatedAt": l.updated, "MeshOwner": l.target.Account,
		"ResourceOwner": l.target.Account, "Version": l.version,
	}
	for _, each := range l.lineage() {
		want[each+"Name"] = l.in[each+"Name"]
	}
	for name, value := range want {
		if got := get(item, name); got != value {
			t.Errorf("the item of %s: %s is %v, want %v", l.name(), name, got, value)
		}
	}
}

// checkTagging checks the tags of the create, and sets and removes tags (rules 20, 21 and 60).
func (l *lifecycle) checkTagging(t *testing.T) {
	t.Helper()
	arn := fields{"ResourceArn": l.arn}
	l.checkTags(t, "made", "first", "empty", "")
	l.must(t, "TagResource", arn.with("Tags", l.tags("b", "1", "a", "2", "made", "changed")))
	l.checkTags(t, "made", "changed", "empty", "", "b", "1", "a", "2")
	l.must(t, "UntagResource", arn.with("TagKeys", []string{"b", "never there"}))
	l.checkTags(t, "made", "changed", "empty", "", "a", "2")
}

func (l *lifecycle) checkTags(t *testing.T, pairs ...string) {
	t.Helper()
	out := l.must(t, "ListTagsForResource", fields{"ResourceArn": l.arn})
	if d := diff(l.tags(pairs...), out.FieldByName("Tags").Interface()); d != "" {
		t.Errorf("tags of %s (-want +got):\n%s", l.arn, d)
	}
}

// checkDeleted checks that no operation returns the resource any more.
func (l *lifecycle) checkDeleted(t *testing.T, parent, name string) {
	t.Helper()
	message := notPresent(l.kind, parent, name, l.target.Account)
	spec := l.sdk.specs(t, l.kind)[0]
	for operation, in := range map[string]fields{
		"Describe" + l.name(): l.in,
		"Delete" + l.name():   l.in,
		"Update" + l.name():   l.in.with("Spec", spec),
		"ListTagsForResource": {"ResourceArn": l.arn},
		"TagResource":         {"ResourceArn": l.arn, "Tags": l.tags("k", "v")},
		"UntagResource":       {"ResourceArn": l.arn, "TagKeys": []string{"k"}},
	} {
		_, err := l.call(t.Context(), operation, in)
		checkError(t, operation, err, 404, "NotFoundException", message)
	}
	out := l.must(t, "List"+l.plural, l.in)
	items := out.FieldByName(l.plural)
	for i := range items.Len() {
		if get(items.Index(i), l.name()+"Name") == name {
			t.Errorf("List%s still has %s", l.plural, name)
		}
	}
}

// notPresent returns the message of rules 3 and 43.
func notPresent(k kind, parent, name, account string) string {
	switch len(k.parents) {
	case 0:
		return fmt.Sprintf("Mesh with name %s is not present for account %s", name, account)
	case 1:
		return fmt.Sprintf("%s with name %s is not present under mesh mesh for account %s", k.name, name, account)
	default:
		return fmt.Sprintf("%s with name %s is not present under %s %s in mesh mesh for account %s",
			k.name, name, k.parents[1], parent, account)
	}
}
