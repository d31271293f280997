package scale

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

const (
	gateways    = inMesh + "virtualGateways"
	gatewaySpec = `{"listeners":[{"healthCheck":{"healthyThreshold":2,"intervalMillis":5000,"path":"/ping",` +
		`"port":8080,"protocol":"http","timeoutMillis":2000,"unhealthyThreshold":2},` +
		`"portMapping":{"port":8080,"protocol":"http"}}],"logging":{"accessLog":{"file":{"path":"/dev/stdout"}}}}`
)

func gatewayName(n int) string { return fmt.Sprintf("gateway-%07d", n) }

// concurrently calls send for each number below count, over several connections.
func concurrently(count int, send func(n int) error) error {
	const connections = 8
	var next atomic.Int64
	failed := make([]error, connections)
	var all sync.WaitGroup
	for i := range connections {
		all.Add(1)
		go func() {
			defer all.Done()
			for n := next.Add(1) - 1; n < int64(count) && failed[i] == nil; n = next.Add(1) - 1 {
				failed[i] = send(int(n))
			}
		}()
	}
	all.Wait()
	return errors.Join(failed...)
}

// The gateways are in one mesh. All 38 operations work beside them, the list has each of them
// once and in order, and no memory is left after the last delete. The test is not parallel
// because it measures the whole process.
func TestManyGatewaysAreCreatedListedAndDeleted(t *testing.T) {
	many := setting(t, "SCALE_GATEWAYS", strconv.Atoi, 3000)
	s := serve(t, 8)
	defer s.close()
	if _, err := s.send("", "PUT", "/meshes", `{"meshName":"crowd"}`); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	logTime := func(what string) {
		t.Logf("%s: %v", what, time.Since(began).Round(time.Millisecond))
		began = time.Now()
	}
	s.api.ClearCalls()
	empty := harness.Heap()

	if err := concurrently(many, func(n int) error {
		_, err := s.send("", "PUT", gateways,
			fmt.Sprintf(`{"spec":%s,"virtualGatewayName":%q}`, gatewaySpec, gatewayName(n)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	logTime(fmt.Sprintf("%d gateways created", many))
	s.api.ClearCalls()
	full := harness.Heap()

	n := 0
	if err := s.walk(gateways, "virtualGateways", "virtualGatewayName", func(names []string) error {
		for _, name := range names {
			if name != gatewayName(n) {
				return fmt.Errorf("the list has %s, want %s", name, gatewayName(n))
			}
			n++
		}
		return nil
	}); err != nil || n != many {
		t.Fatalf("the list has %d gateways: %v", n, err)
	}
	logTime("listed")
	if err := s.lifecycle("one-more", rand.New(rand.NewPCG(1, 1))); err != nil {
		t.Fatal(err)
	}
	logTime("all 38 operations")
	if _, err := s.send("ResourceInUseException", http.MethodDelete, "/meshes/crowd", ""); err != nil {
		t.Fatal(err)
	}
	checkpoint := s.api.Checkpoint()
	if err := s.api.Reset(server.ResetOptions{}); err != nil {
		t.Fatal(err)
	}
	s.api.Restore(checkpoint)
	logTime("reset and restored")
	if err := concurrently(many, func(n int) error {
		_, err := s.send("", "DELETE", gateways+"/"+gatewayName(n), "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	logTime("deleted")
	s.api.ClearCalls()
	left := harness.Heap() - empty
	t.Logf("with the gateways %.1f MB, %d bytes each; without them %.2f MB are left", float64(full-empty)/1e6,
		(full-empty)/int64(many), float64(left)/1e6)
	if left > 1<<20 {
		t.Errorf("%d bytes remain of %d", left, full-empty)
	}
}
