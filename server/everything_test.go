package server_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// members adds the paths of all members that a value of a type can have.
func members(to map[string]bool, path string, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if field := t.Field(i); field.IsExported() {
			member := path + "." + field.Tag.Get("json")
			to[member] = true
			members(to, member, field.Type)
		}
	}
}

// given removes the paths of the members that a document has.
func given(from map[string]bool, path string, value any) {
	delete(from, path)
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			given(from, path+"."+name, inner)
		}
	case []any:
		for _, item := range value {
			given(from, path, item)
		}
	}
}

func TestEverythingHasEachMemberThatASpecCanHave(t *testing.T) {
	t.Parallel()
	missing := map[string]bool{}
	for _, kind := range state.Kinds() {
		members(missing, kind.String(), reflect.TypeOf(model.NewSpec(kind.String())))
	}
	if len(missing) < 400 {
		t.Fatalf("there are only %d members; the walk over the structs is wrong", len(missing))
	}
	s, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	empty := s.Checkpoint()
	steps, err := worlds.Steps("everything")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	tagged := map[state.Kind]bool{}
	for _, made := range state.Diff(empty, s.Checkpoint()) {
		var spec any
		if err := json.Unmarshal([]byte(made.After.Spec), &spec); err != nil {
			t.Fatal(err)
		}
		given(missing, made.After.Kind.String(), spec)
		tagged[made.After.Kind] = tagged[made.After.Kind] || len(made.After.Tags) > 0
	}
	for _, kind := range state.Kinds() {
		if !tagged[kind] {
			t.Errorf("no %s has tags", kind)
		}
	}
	for member := range missing {
		t.Errorf("nothing has %s", member)
	}
}

func TestTheMembersOfASpecAreFoundBelowListsAndUnions(t *testing.T) {
	t.Parallel()
	all := map[string]bool{}
	members(all, "route", reflect.TypeFor[model.RouteSpec]())
	for _, want := range []string{"route.httpRoute.match.headers.match.range.start",
		"route.tcpRoute.timeout.idle.unit"} {
		if !all[want] {
			t.Errorf("%s was not found", want)
		}
	}
	given(all, "route", map[string]any{"httpRoute": map[string]any{"match": map[string]any{"headers": []any{
		map[string]any{"name": "x"}, map[string]any{"match": map[string]any{"range": map[string]any{"start": 1.0}}},
	}}}})
	if all["route.httpRoute.match.headers.match.range.start"] || all["route.httpRoute.match.headers.name"] {
		t.Error("members of list items are not found in a document")
	}
	if !all["route.httpRoute.match.headers.match.range.end"] {
		t.Error("a member counts as given that is not")
	}
}
