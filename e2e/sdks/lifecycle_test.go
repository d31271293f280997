package sdks

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var uuidV4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// resource is a resource with the values of the last response for it.
type resource struct {
	client
	kind
	names            members
	uid              string
	version          int
	created, updated float64 // seconds since 1970
}

// lifecycle creates a resource, describes, updates, tags, lists and deletes it, and creates
// it again.
func lifecycle(t *testing.T, c client, k kind, parent, name string, specs []members) {
	t.Helper()
	if k.Name != "Mesh" {
		c.all(t, c.setupFor(parent))
	}
	r := &resource{client: c, kind: k, names: k.names(parent, name)}
	r.create(t, specs[0], "made", "first", "empty", "", "ü %/", "+ü")
	r.describe(t, specs[0])
	r.tag(t)
	for _, spec := range slices.Concat(specs[1:], specs[len(specs)-1:], specs[:1]) { // one of them twice
		r.update(t, spec)
		r.describe(t, spec)
	}
	r.list(t)
	r.remove(t, specs[0])
	r.missing(t)
	first := r.uid
	r.create(t, specs[0], "made", "again")
	if r.uid == first {
		t.Errorf("the second %s has the uid of the first", k.Name)
	}
	r.hasTags(t, "made", "again")
	r.remove(t, specs[0])
}

// call runs one of the kind's operations, and returns the resource's data.
func (r *resource) call(t *testing.T, verb string, more ...any) members {
	t.Helper()
	data, _ := r.must(t, verb+r.kind.Name, with(r.names, more...))[stem(r.kind.Name)].(members)
	return data
}

func (r *resource) create(t *testing.T, spec members, tags ...string) {
	t.Helper()
	before := time.Now()
	data := r.call(t, "Create", "spec", spec, "tags", tagList(tags...))
	metadata, _ := data["metadata"].(members)
	r.uid, _ = metadata["uid"].(string)
	if !uuidV4.MatchString(r.uid) {
		t.Errorf("uid %q is not a UUID of version 4", r.uid)
	}
	r.created, r.version = seconds(t, metadata["createdAt"]), 1
	r.updated = r.created
	r.checkChange(t, data, before)
	r.check(t, data, spec, "ACTIVE")
}

func (r *resource) describe(t *testing.T, spec members) {
	t.Helper()
	r.check(t, r.call(t, "Describe"), r.described(spec), "ACTIVE")
	r.check(t, r.call(t, "Describe", "meshOwner", r.Account), r.described(spec), "ACTIVE")
}

func (r *resource) update(t *testing.T, spec members) {
	t.Helper()
	before := time.Now()
	data := r.call(t, "Update", "spec", spec)
	r.version++
	r.checkChange(t, data, before)
	r.check(t, data, spec, "ACTIVE")
}

// remove deletes the resource, which increments the version except that of a mesh (rule 33).
func (r *resource) remove(t *testing.T, spec members) {
	t.Helper()
	before := time.Now()
	data := r.call(t, "Delete")
	if r.kind.Name != "Mesh" {
		r.version++
	}
	r.checkChange(t, data, before)
	r.check(t, data, r.described(spec), "DELETED")
}

// checkChange checks the time of a change: now, in milliseconds, and not before the last one.
func (r *resource) checkChange(t *testing.T, data members, before time.Time) {
	t.Helper()
	metadata, _ := data["metadata"].(members)
	at := seconds(t, metadata["lastUpdatedAt"])
	from, until := float64(before.UnixMilli())/1000, float64(time.Now().UnixMilli())/1000
	if at < r.updated || at < from || at > until || at != math.Round(at*1000)/1000 {
		t.Errorf("lastUpdatedAt went from %v to %v, want milliseconds between %v and %v", r.updated, at, from, until)
	}
	r.updated = at
}

func seconds(t *testing.T, value any) float64 {
	t.Helper()
	number, ok := value.(float64)
	if !ok {
		t.Errorf("the time %v is not a number", value)
	}
	return number
}

// item returns the item of the resource in lists.
func (r *resource) item() members {
	var path []string
	for _, each := range r.lineage() {
		path = append(path, stem(each), r.names[stem(each)+"Name"].(string))
	}
	return with(r.names,
		"arn", fmt.Sprintf("arn:aws:appmesh:%s:%s:%s", r.Region, r.Account, strings.Join(path, "/")),
		"createdAt", r.created, "lastUpdatedAt", r.updated, "version", r.version,
		"meshOwner", r.Account, "resourceOwner", r.Account)
}

// check checks all members of the resource's data.
func (r *resource) check(t *testing.T, data, spec members, status string) {
	t.Helper()
	metadata := with(r.item(), "uid", r.uid)
	for name := range r.names {
		delete(metadata, name)
	}
	same(t, r.kind.Name, with(r.names, "metadata", metadata, "spec", spec, "status", members{"status": status}), data)
}

func (r *resource) list(t *testing.T) {
	t.Helper()
	in := with(r.names)
	delete(in, r.nameMember())
	out := r.must(t, "List"+r.Plural, in)
	if token, ok := out["nextToken"]; ok {
		t.Errorf("List%s: nextToken is %v, want none", r.Plural, token)
	}
	items, _ := out[stem(r.Plural)].([]any)
	for _, item := range items {
		if item.(members)[r.nameMember()] == r.names[r.nameMember()] {
			same(t, "item", r.item(), item)
			return
		}
	}
	t.Errorf("List%s has no %v", r.Plural, r.names)
}

func (r *resource) tag(t *testing.T) {
	t.Helper()
	arn := r.item()["arn"]
	r.hasTags(t, "made", "first", "empty", "", "ü %/", "+ü")
	r.must(t, "TagResource", members{"resourceArn": arn, "tags": tagList("b", "1", "made", "changed")})
	r.hasTags(t, "made", "changed", "empty", "", "ü %/", "+ü", "b", "1")
	r.must(t, "UntagResource", members{"resourceArn": arn, "tagKeys": []string{"b", "missing", "ü %/"}})
	r.hasTags(t, "made", "changed", "empty", "")
}

func (r *resource) hasTags(t *testing.T, pairs ...string) {
	t.Helper()
	out := r.must(t, "ListTagsForResource", members{"resourceArn": r.item()["arn"]})
	same(t, "tags", tagList(pairs...), out["tags"])
}

// missing checks that no operation finds the deleted resource.
func (r *resource) missing(t *testing.T) {
	t.Helper()
	arn := members{"resourceArn": r.item()["arn"]}
	for operation, in := range map[string]members{
		"Describe" + r.kind.Name: r.names,
		"Delete" + r.kind.Name:   r.names,
		"Update" + r.kind.Name:   with(r.names, "spec", r.Specs[0]),
		"ListTagsForResource":    arn,
		"TagResource":            with(arn, "tags", tagList("k", "v")),
		"UntagResource":          with(arn, "tagKeys", []string{"k"}),
	} {
		r.refused(t, "NotFoundException", operation, in)
	}
}
