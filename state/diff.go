package state

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// Difference is what became of one resource between two snapshots.
type Difference struct {
	Change  Change // Created, Deleted or Updated
	Before  *Resource
	After   *Resource
	Members []string // of an update: what differs, such as "version", "tags", "spec.listeners.1.member.portMapping.port"
}

// Diff answers what changed from one snapshot to another, by kind, then by key. A resource
// that was deleted and made anew is one that was updated, its uid among the members.
func Diff(from, to Snapshot) []Difference {
	var all []Difference
	for _, kind := range Kinds {
		before, stopBefore := iter.Pull(from.rows(kind))
		after, stopAfter := iter.Pull(to.rows(kind))
		a, moreA := before()
		b, moreB := after()
		for moreA || moreB {
			order := compareRows(a, moreA, b, moreB)
			switch {
			case order < 0:
				all = append(all, Difference{Change: Deleted, Before: a.resource()})
			case order > 0:
				all = append(all, Difference{Change: Created, After: b.resource()})
			case a != b:
				was, is := a.resource(), b.resource()
				if members := changed(was, is); len(members) > 0 {
					all = append(all, Difference{Change: Updated, Before: was, After: is, Members: members})
				}
			}
			if order <= 0 {
				a, moreA = before()
			}
			if order >= 0 {
				b, moreB = after()
			}
		}
		stopBefore()
		stopAfter()
	}
	return all
}

// rows yields all rows of a kind in the order of their keys.
func (s Snapshot) rows(kind Kind) iter.Seq[*row] {
	return rows[*row](tx{s.db.Txn(false)}, kind.table())
}

func compareRows(a *row, moreA bool, b *row, moreB bool) int {
	switch {
	case !moreA:
		return 1
	case !moreB:
		return -1
	default:
		return bytes.Compare(indexKey(a.key()), indexKey(b.key()))
	}
}

// changed answers the members in which two resources of one key differ, sorted.
func changed(a, b *Resource) []string {
	var members []string
	note := func(member string, differs bool) {
		if differs {
			members = append(members, member)
		}
	}
	note("createdAt", a.Created != b.Created)
	note("lastUpdatedAt", a.Updated != b.Updated)
	note("resourceOwner", a.Owner != b.Owner)
	note("tags", !slices.EqualFunc(a.Tags, b.Tags, func(x, y Tag) bool { return x.Key == y.Key && x.Value == y.Value }))
	note("uid", a.UID != b.UID)
	note("version", a.Version != b.Version)
	if a.Spec != b.Spec {
		members = append(members, differences("spec", decoded(a.Spec), decoded(b.Spec))...)
	}
	sort.Strings(members)
	return members
}

func decoded(spec string) any {
	var value any
	decoder := json.NewDecoder(strings.NewReader(spec))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		panic(fmt.Sprintf("state: a stored spec cannot be read: %v", err))
	}
	return value
}

// differences answers the paths at which two JSON values differ.
func differences(path string, a, b any) []string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			return memberDifferences(path, a, b)
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			var all []string
			for i := range a {
				all = append(all, differences(fmt.Sprintf("%s.%d.member", path, i+1), a[i], b[i])...)
			}
			return all
		}
	}
	if reflect.DeepEqual(a, b) {
		return nil
	}
	return []string{path}
}

func memberDifferences(path string, a, b map[string]any) []string {
	var all []string
	for name, value := range a {
		all = append(all, differences(path+"."+name, value, b[name])...)
	}
	for name := range b {
		if _, had := a[name]; !had {
			all = append(all, path+"."+name)
		}
	}
	return all
}
