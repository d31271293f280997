package seedfile

import (
	"strings"
	"testing"
)

func TestNearestFindsMisspellingsAndNoOtherNames(t *testing.T) {
	t.Parallel()
	names := []string{"listeners", "backends", "logging", "serviceDiscovery", "backendDefaults"}
	for name, want := range map[string]string{
		"listners": "listeners", "Listeners": "listeners", "lisetners": "listeners", "servicediscovery": "serviceDiscovery",
		"loggin": "logging", "spec": "", "x": "", "": "", strings.Repeat("listeners", 10): "",
	} {
		if got := Nearest(name, names); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestCheckReportsUnknownMembersAndBrokenConstraints(t *testing.T) {
	t.Parallel()
	input := map[string]any{"meshName": "m", "virtualNodeName": "n", "meshOwner": "5", "spec": map[string]any{
		"listeners": []any{map[string]any{"portMapping": map[string]any{"port": "80", "protocol": "spdy"}, "tsl": nil}},
	}}
	var got []string
	for _, mistake := range Check("CreateVirtualNode", input) {
		got = append(got, mistake.Path+": "+mistake.Message)
	}
	want := []string{
		"spec.listeners.0.tsl: unknown member", "meshOwner: Member must have length greater than or equal to 12",
		"spec.listeners.0.portMapping.port: Member must be an integer",
		"spec.listeners.0.portMapping.protocol: Member must satisfy enum value set: [http, tcp, http2, grpc]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if mistakes := Check("DescribeMesh", map[string]any{"meshName": "m"}); len(mistakes) != 0 {
		t.Error(mistakes)
	}
}
