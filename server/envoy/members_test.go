package envoy_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// leaves returns the paths of all members of a type that have no members themselves, such as
// ".listeners.portMapping.port", and of durations.
func leaves(t reflect.Type, path string) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[model.Duration]() {
		return []string{path}
	}
	var all []string
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("json"); name != "" {
			all = append(all, leaves(t.Field(i).Type, path+"."+name)...)
		}
	}
	return all
}

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	braces   = regexp.MustCompile(`^(.*?)\{(.*?)\}(.*)$`)
)

// expand returns a pattern once for each alternative in braces.
func expand(pattern string) []string {
	parts := braces.FindStringSubmatch(pattern)
	if parts == nil {
		return []string{pattern}
	}
	var all []string
	for _, alternative := range strings.Split(parts[2], ", ") {
		all = append(all, expand(parts[1]+alternative+parts[3])...)
	}
	return all
}

// patterns returns the ends of paths in the first column of the table in a section. A
// pattern that ends in ".*" stands for all members below.
func patterns(section string) []string {
	var all []string
	for line := range strings.Lines(section) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cell, _, _ := strings.Cut(line[1:], "|")
		for _, span := range codeSpan.FindAllStringSubmatch(cell, -1) {
			for _, pattern := range expand(span[1]) {
				all = append(all, "."+pattern)
			}
		}
	}
	return all
}

// covers reports whether a pattern describes a leaf.
func covers(pattern, leaf string) bool {
	if above, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.Contains(leaf, above)
	}
	return strings.HasSuffix(leaf, pattern)
}

func TestReadmeHasTheEffectOfEveryMemberOfEachKind(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for heading, spec := range map[string]any{
		"Mesh": model.MeshSpec{}, "Virtual gateway": model.VirtualGatewaySpec{},
		"Gateway route": model.GatewayRouteSpec{}, "Virtual node": model.VirtualNodeSpec{},
		"Virtual router": model.VirtualRouterSpec{}, "Route": model.RouteSpec{},
		"Virtual service": model.VirtualServiceSpec{},
	} {
		_, section, found := strings.Cut(string(text), "\n### "+heading+"\n")
		if !found {
			t.Errorf("README.md has no section %q", heading)
		}
		section, _, _ = strings.Cut(section, "\n### ")
		described, members := patterns(section), leaves(reflect.TypeOf(spec), "")
		if len(members) == 0 {
			t.Errorf("%s: the spec has no members", heading)
		}
		for _, leaf := range members {
			if !slices.ContainsFunc(described, func(pattern string) bool { return covers(pattern, leaf) }) {
				t.Errorf("%s: README.md has no entry for %s", heading, leaf[1:])
			}
		}
		for _, pattern := range described {
			exists := func(leaf string) bool {
				return covers(pattern, leaf) || strings.Contains(leaf, pattern+".")
			}
			if !slices.ContainsFunc(members, exists) {
				t.Errorf("%s: the spec has no member %s", heading, pattern[1:])
			}
		}
	}
}
