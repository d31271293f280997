package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// With rule 1 relaxed, each structure in a response has all members of the model, in order.
func TestExplicitNullsWriteEveryMemberOfTheModel(t *testing.T) {
	t.Parallel()
	types := map[string]reflect.Type{
		"mesh": reflect.TypeFor[model.MeshSpec](), "virtualGateway": reflect.TypeFor[model.VirtualGatewaySpec](),
		"gatewayRoute":  reflect.TypeFor[model.GatewayRouteSpec](),
		"virtualNode":   reflect.TypeFor[model.VirtualNodeSpec](),
		"virtualRouter": reflect.TypeFor[model.VirtualRouterSpec](), "route": reflect.TypeFor[model.RouteSpec](),
		"virtualService": reflect.TypeFor[model.VirtualServiceSpec](),
	}
	eachKind(t, func(t *testing.T, a *api, k kind) {
		for _, spec := range []string{k.spec, k.other} {
			name := fmt.Sprintf("x%d", len(spec))
			for what, got := range map[string]response{"create": a.make(k.name, name, spec),
				"describe": a.describe(k.name, name), "update": a.change(k.name, name, spec),
				"delete": a.remove(k.name, name)} {
				wantAllMembers(t, what+" spec", got.ok().at("spec"), types[k.name])
			}
		}
		list := a.get(k.collection).ok()
		if !strings.Contains(list.body, `"nextToken":null`) {
			t.Errorf("no null nextToken in %s", list.body)
		}
		a.make(k.name, "t", "")
		same(t, "tags", a.tags(k.arnOf("t"), "").ok().body, `{"nextToken":null,"tags":[]}`)
	}, appmeshtest.WithRelax(1))
}

// wantAllMembers checks that a value has each member of a generated struct, at every depth.
func wantAllMembers(t *testing.T, at string, value any, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			wantAllMembers(t, fmt.Sprintf("%s.%d", at, i), item, typ.Elem())
		}
	case map[string]any:
		members := 0
		for i := range typ.NumField() {
			name := typ.Field(i).Tag.Get("json")
			if name == "" {
				continue
			}
			members++
			if member, ok := v[name]; !ok {
				t.Errorf("%s has no %s", at, name)
			} else {
				wantAllMembers(t, at+"."+name, member, typ.Field(i).Type)
			}
		}
		if members != len(v) {
			t.Errorf("%s has %d members, the model %d", at, len(v), members)
		}
	}
}

// Rule 1: the responses are equal byte for byte after all nulls are removed.
func TestResponsesWithoutNullsEqualThoseWithNullsRemoved(t *testing.T) {
	t.Parallel()
	plain, nulls := start(t), start(t, appmeshtest.WithRelax(1))
	plain.populate()
	nulls.populate()
	for _, k := range kinds {
		for _, a := range []*api{plain, nulls} {
			a.make(k.name, "x", "")
			a.change(k.name, "x", k.other).ok()
		}
		for _, path := range []string{k.path("x"), k.collection, byARN("/tags", k.arnOf("x"))} {
			var v any
			decoder := json.NewDecoder(strings.NewReader(nulls.get(path).ok().body))
			decoder.UseNumber()
			if err := decoder.Decode(&v); err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			encoder := json.NewEncoder(&b)
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(withoutNulls(v)); err != nil {
				t.Fatal(err)
			}
			same(t, path, strings.TrimSpace(b.String()), plain.get(path).ok().body)
		}
	}
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(member)
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}
