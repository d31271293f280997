package scale

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// The journal keeps the beginning of a large request. The rest must be released.
func TestTheMemoryOfLargeRequestsIsReleased(t *testing.T) {
	const many, size, maxKept = 100, 1_000_000, 8 << 20
	s := serve(t, 1)
	defer s.close()
	if _, err := s.send("", "PUT", "/meshes", `{"meshName":"crowd"}`); err != nil {
		t.Fatal(err)
	}
	empty := harness.Heap()
	padding := strings.Repeat("x", size)
	for n := range many {
		body := fmt.Sprintf(`{"ignored":%q,"spec":{"serviceDiscovery":{"dns":{"hostname":"h"}},`+
			`"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],`+
			`"backends":[{"virtualService":{"virtualServiceName":"s%d"}}]},"tags":[{"key":"k","value":"v"}],`+
			`"virtualNodeName":"n%d"}`, padding, n, n)
		if _, err := s.send("", "PUT", inMesh+"virtualNodes", body); err != nil {
			t.Fatal(err)
		}
	}
	if kept := harness.Heap() - empty; kept > maxKept {
		t.Errorf("%d bytes are in use after %d requests of %d bytes", kept, many, size)
	}
}
