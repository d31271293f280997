package server_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// The number of allocations does not depend on how busy the machine is, so that this test
// notices a change that makes the handler slower. The limits are the measured numbers, which
// include the request's own, and one or two more for another Go release.
// The test is not parallel: AllocsPerRun counts the allocations of the whole process.
func TestAllocationsOfAnOperation(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates too")
	}
	s := newServer(t, server.Options{})
	send := newSender(t, s)
	const base = "/v20190125/meshes/m/virtualGateways"
	made := 0
	create := func() {
		send("PUT", base, "", fmt.Sprintf(`{"spec":%s,"virtualGatewayName":"g%07d"}`, benchSpec, made))
		made++
	}
	send("PUT", "/v20190125/meshes", "", `{"meshName":"m"}`)
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
		{"describe", func() { send("GET", base+"/g0000005", "", "") }, 24},
		{"list a page of 100", func() { send("GET", base, "", "") }, 45},
		{"update", func() { send("PUT", base+"/g0000005", "", update) }, 119},
		{"create", create, 123},
		{"delete", func() { send("DELETE", fmt.Sprintf("%s/g%07d", base, 900-deleted), "", ""); deleted++ }, 100},
	} {
		if got := testing.AllocsPerRun(100, operation.run); got > operation.most {
			t.Errorf("%s allocates %v times, at most %v is expected", operation.name, got, operation.most)
		} else {
			t.Logf("%s: %v allocations", operation.name, got)
		}
	}
}
