package nearest

import (
	"strings"
	"testing"
)

func TestNameFindsMisspellingsAndNoOtherNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		known string
		names map[string]string
	}{
		{"listeners backends logging serviceDiscovery backendDefaults", map[string]string{
			"listners": "listeners", "Listeners": "listeners", "lisetners": "listeners", "servicediscovery": "serviceDiscovery",
			"loggin": "logging", "spec": "", "x": "", "": "", strings.Repeat("listeners", 100): "",
		}},
		{"connectionPool healthCheck outlierDetection portMapping timeout tls", map[string]string{
			"tsl": "tls", "TLS": "tls", "tlss": "tls", "healthcheck": "healthCheck", "healtCheck": "healthCheck",
			"portMappings": "portMapping", "portMap": "", "tl\x00": "tls", "connectionpol": "connectionPool",
		}},
		{"CreateMesh CreateRoute DeleteMesh ListMeshes", map[string]string{
			"CreateMehs": "CreateMesh", "Createmesh": "CreateMesh", "ListMesh": "ListMeshes", "CreateRuot": "CreateRoute",
		}},
		{"cart checkout", map[string]string{"crat": "cart", "card": "cart", "Checkout": "checkout", "chekcuot": "checkout", "a": ""}},
		{"up down", map[string]string{"uq": "up", "UP": "up", "qv": ""}},
	} {
		for name, want := range c.names {
			if got := Name(name, strings.Fields(c.known)); got != want {
				t.Errorf("%q of %s: got %q, want %q", name, c.known, got, want)
			}
		}
	}
}

func TestNameReturnsTheNameWithTheFewestEdits(t *testing.T) {
	t.Parallel()
	for _, known := range [][]string{{"checkout", "checkin"}, {"checkin", "checkout"}} {
		if got := Name("checkou", known); got != "checkout" {
			t.Errorf("of %q: %q", known, got)
		}
	}
	if got := Name("cart", []string{"care", "card"}); got != "care" {
		t.Errorf("of two names at the same distance: %q, want the first", got)
	}
}

func TestEditsCountsInsertionsDeletionsReplacementsAndSwaps(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", maxLength)
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"kitten", "sitting", 3}, {"abc", "acb", 1}, {"Spec", "spec", 0},
		{"abcd", "", 4}, {"abcd", "wxyz", 4}, {long, long[1:] + "m", 1}, {long, long + "nnnn", 4}, {"a", long + "n", 4},
	} {
		if got := edits(c.a, c.b, 3); got != c.want {
			t.Errorf("%q to %q: %d edits, want %d", c.a, c.b, got, c.want)
		}
	}
}
