package state

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
)

// Difference describes how one resource differs between two snapshots.
type Difference struct {
	Change  Change    // Created, Updated or Deleted
	Before  *Resource // nil if Created
	After   *Resource // nil if Deleted
	Members []string  // if Updated, the different members: "tags", "spec.listeners.1.member.portMapping.port"
}

// Diff returns the differences between two snapshots, sorted by kind, then key. A resource
// that was deleted and created again counts as updated, with "uid" among its members.
func Diff(from, to Snapshot) []Difference {
	var all []Difference
	for _, kind := range Kinds() {
		all = append(all, diffKind(from.all(kind), to.all(kind))...)
	}
	return all
}

// diffKind returns the differences between two sequences of resources sorted by key.
func diffKind(from, to iter.Seq[*storedResource]) []Difference {
	var all []Difference
	nextBefore, stopBefore := iter.Pull(from)
	defer stopBefore()
	nextAfter, stopAfter := iter.Pull(to)
	defer stopAfter()
	before, _ := nextBefore()
	after, _ := nextAfter()
	for before != nil || after != nil {
		order := compareKeys(before, after)
		switch {
		case order < 0:
			all = append(all, Difference{Change: Deleted, Before: before.resource()})
		case order > 0:
			all = append(all, Difference{Change: Created, After: after.resource()})
		case before != after:
			if members := changedMembers(before, after); len(members) > 0 {
				all = append(all, Difference{
					Change: Updated, Before: before.resource(), After: after.resource(), Members: members,
				})
			}
		}
		if order <= 0 {
			before, _ = nextBefore()
		}
		if order >= 0 {
			after, _ = nextAfter()
		}
	}
	return all
}

// compareKeys compares two resources by key. A nil resource, which stands for the end of a
// sequence, sorts last.
func compareKeys(a, b *storedResource) int {
	switch {
	case a == nil:
		return 1
	case b == nil:
		return -1
	default:
		return bytes.Compare(indexKey(a.Key), indexKey(b.Key))
	}
}

// changedMembers returns the members in which two resources with the same key differ, sorted.
func changedMembers(a, b *storedResource) []string {
	var members []string
	add := func(member string, differs bool) {
		if differs {
			members = append(members, member)
		}
	}
	sameTag := func(x, y Tag) bool { return x.Key == y.Key && x.Value == y.Value }
	add("createdAt", a.Created != b.Created)
	add("lastUpdatedAt", a.Updated != b.Updated)
	add("resourceOwner", a.Owner != b.Owner)
	add("tags", !slices.EqualFunc(a.Tags, b.Tags, sameTag))
	add("uid", a.UID != b.UID)
	add("version", a.Version != b.Version)
	if a.Spec != b.Spec {
		members = append(members, differentPaths("spec", decodeJSON(a.Spec), decodeJSON(b.Spec))...)
	}
	slices.Sort(members)
	return members
}

// decodeJSON decodes a stored spec, which must be valid JSON.
func decodeJSON(text string) any {
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		panic(fmt.Sprintf("state: invalid stored spec: %v", err))
	}
	return value
}

// differentPaths returns the paths at which two decoded JSON values differ. Lists of
// different lengths differ as a whole.
func differentPaths(path string, a, b any) []string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return differentMembers(path, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			var all []string
			for i := range a {
				all = append(all, differentPaths(fmt.Sprintf("%s.%d.member", path, i+1), a[i], b[i])...)
			}
			return all
		}
	}
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return []string{path}
}

func differentMembers(path string, a, b map[string]any) []string {
	var all []string
	for name, value := range a {
		if other, ok := b[name]; ok {
			all = append(all, differentPaths(path+"."+name, value, other)...)
		} else {
			all = append(all, path+"."+name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			all = append(all, path+"."+name)
		}
	}
	return all
}
