package envoy_test

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// members adds the names of all members of a spec to names.
func members(names map[string]bool, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("json"); name != "" {
			names[name] = true
			members(names, t.Field(i).Type)
		}
	}
}

func TestReadmeHasTheEffectOfEveryMember(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, spec := range []any{
		model.MeshSpec{}, model.VirtualGatewaySpec{}, model.GatewayRouteSpec{}, model.VirtualNodeSpec{},
		model.VirtualRouterSpec{}, model.RouteSpec{}, model.VirtualServiceSpec{},
	} {
		members(names, reflect.TypeOf(spec))
	}
	if len(names) < 90 {
		t.Fatalf("got %d names of members, want hundreds", len(names))
	}
	for name := range names {
		if !regexp.MustCompile(`\b` + name + `\b`).Match(text) {
			t.Errorf("README.md has no entry for %s", name)
		}
	}
}
