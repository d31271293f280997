package seedfile

import (
	"strings"
	"testing"
)

func TestCheckReportsUnknownMembersAndBrokenConstraints(t *testing.T) {
	t.Parallel()
	const input = `{"meshName":"m","virtualNodeName":"n","meshOwner":"5","spec":{"loging":{},"zzz":1,
		"listeners":[{"portMapping":{"port":"80","protocol":"spdy"},"tsl":null}]}}`
	var got []string
	for _, mistake := range Check("CreateVirtualNode", []byte(input)) {
		got = append(got, mistake.Error())
	}
	want := []string{
		"meshOwner: Member must have length greater than or equal to 12",
		"spec.listeners.0.portMapping.port: Member must be an integer",
		"spec.listeners.0.portMapping.protocol: Member must satisfy enum value set: [http, tcp, http2, grpc]",
		`spec.listeners.0.tsl: unknown member; did you mean "tls"?`,
		`spec.loging: unknown member; did you mean "logging"?`,
		"spec.zzz: unknown member; the members are backendDefaults, backends, listeners, logging, serviceDiscovery",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCheckReportsNothingForACorrectInput(t *testing.T) {
	t.Parallel()
	if mistakes := Check("DescribeMesh", []byte(`{"meshName":"m"}`)); len(mistakes) != 0 {
		t.Error(mistakes)
	}
}

func TestCheckReportsAnUnknownOperation(t *testing.T) {
	t.Parallel()
	if got := Check("CreateMehs", nil).Error(); got != `operation: App Mesh has no operation "CreateMehs"; did you mean "CreateMesh"?` {
		t.Error(got)
	}
}

func TestCheckBoundsMistakesAndTheirPaths(t *testing.T) {
	t.Parallel()
	var input strings.Builder
	input.WriteString(`{"meshName":"m"`)
	for range 200 {
		input.WriteString(`,"` + strings.Repeat("x", 1000) + `":1`)
	}
	mistakes := Check("CreateMesh", []byte(input.String()+"}"))
	if len(mistakes) != MaxMistakes {
		t.Errorf("%d mistakes, want %d", len(mistakes), MaxMistakes)
	}
	for _, mistake := range mistakes {
		if len(mistake.Path) > 100 {
			t.Errorf("the path has %d bytes", len(mistake.Path))
		}
	}
}
