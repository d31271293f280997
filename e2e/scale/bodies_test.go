package scale

import (
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// Of large requests the journal keeps the beginning, and nothing else keeps them whole.
func TestLargeBodiesAreNotKept(t *testing.T) {
	const many, size, most = 100, 1_000_000, 8 << 20
	s := serve(t, 1)
	defer s.close()
	if _, err := s.want("", "PUT", "/meshes", `{"meshName":"crowd"}`); err != nil {
		t.Fatal(err)
	}
	empty := harness.Heap()
	padding := strings.Repeat("x", size)
	for n := range many {
		body := fmt.Sprintf(`{"ignored":%q,"spec":{"serviceDiscovery":{"dns":{"hostname":"h"}},"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}],`+
			`"backends":[{"virtualService":{"virtualServiceName":"s%d"}}]},"tags":[{"key":"k","value":"v"}],"virtualNodeName":"n%d"}`, padding, n, n)
		if _, err := s.want("", "PUT", inMesh+"virtualNodes", body); err != nil {
			t.Fatal(err)
		}
	}
	if kept := harness.Heap() - empty; kept > most {
		t.Errorf("%d bytes are kept of %d requests of %d", kept, many, size)
	}
}
