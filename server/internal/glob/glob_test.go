package glob_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server/internal/glob"
)

func match(t testing.TB, list, name string) bool {
	t.Helper()
	l, err := glob.Compile(list)
	if err != nil {
		t.Fatal(err)
	}
	return l.Match(name)
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		list, name string
		want       bool
	}{
		{"", "anything", true},
		{"", "", true},
		{"shop", "shop", true},
		{"shop", "shops", false},
		{"shop", "ashop", false},
		{"*", "", true},
		{"*", "a/b", true},
		{"?", "", false},
		{"?", "a", true},
		{"Create*", "CreateMesh", true},
		{"Create*", "DescribeMesh", false},
		{"*Mesh", "CreateMesh", true},
		{"*Mesh", "Meshes", false},
		{"*Virtual*", "ListVirtualNodes", true},
		{"a*b*c", "a-b-b-c", true},
		{"a*b*c", "a-c-b", false},
		{"a*a", "a", false},
		{"*a?c*", "xxabcxx", true},
		{"*a?c*", "xxacxx", false},
		{"Create*, Delete*", "DeleteMesh", true},
		{",x", "", true},
		{"**", "x", true},
	} {
		if got := match(t, test.list, test.name); got != test.want {
			t.Errorf("%q matches %q: %t, want %t", test.list, test.name, got, test.want)
		}
	}
}

func TestLongPatternIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := glob.Compile(strings.Repeat("*", glob.MaxLength)); err != nil {
		t.Errorf("a pattern of %d bytes is refused: %v", glob.MaxLength, err)
	}
	if _, err := glob.Compile(strings.Repeat("*", glob.MaxLength+1)); err == nil {
		t.Errorf("a pattern of %d bytes is accepted", glob.MaxLength+1)
	}
}

// slowMatch is the simplest implementation of matching.
func slowMatch(pattern, name string) bool {
	if pattern == "" {
		return name == ""
	}
	if pattern[0] == '*' {
		return slowMatch(pattern[1:], name) || name != "" && slowMatch(pattern, name[1:])
	}
	return name != "" && (pattern[0] == '?' || pattern[0] == name[0]) && slowMatch(pattern[1:], name[1:])
}

func TestMatchAgreesWithItsDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab?*]{1,8}`).Draw(t, "pattern")
		name := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "name")
		l, err := glob.Compile(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := l.Match(name), slowMatch(pattern, name); got != want {
			t.Fatalf("%q matches %q: %t, want %t", pattern, name, got, want)
		}
	})
}
