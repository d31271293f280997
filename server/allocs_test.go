package server_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// What an operation allocates does not depend on how busy the machine is, so it is what is
// held fast: a change that makes the handler dearer shows here. The figures are those that
// were reached, with a little room for another Go release; they have the request with them.
// The test is not parallel: AllocsPerRun counts what the whole process allocates.
func TestAllocationsOfAnOperation(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too")
	}
	s := newServer(t, server.Options{})
	ask := asker(t, s)
	const base = "/v20190125/meshes/m/virtualGateways"
	made := 0
	create := func() {
		ask("PUT", base, "", fmt.Sprintf(`{"spec":%s,"virtualGatewayName":"g%07d"}`, benchSpec, made))
		made++
	}
	ask("PUT", "/v20190125/meshes", "", `{"meshName":"m"}`)
	for range 1000 {
		create()
	}
	update := `{"spec":` + benchSpec + `}`
	deleted := 0
	for _, operation := range []struct {
		name string
		run  func()
		most float64
	}{
		{"describe", func() { ask("GET", base+"/g0000005", "", "") }, 31},
		{"list a page of 100", func() { ask("GET", base, "", "") }, 51},
		{"update", func() { ask("PUT", base+"/g0000005", "", update) }, 130},
		{"create", create, 134},
		{"delete", func() { ask("DELETE", fmt.Sprintf("%s/g%07d", base, 900-deleted), "", ""); deleted++ }, 106},
	} {
		if got := testing.AllocsPerRun(100, operation.run); got > operation.most {
			t.Errorf("%s allocates %v times, at most %v is expected", operation.name, got, operation.most)
		} else {
			t.Logf("%s: %v allocations", operation.name, got)
		}
	}
}
