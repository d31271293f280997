package bench

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// build builds a program as in a release and in the image, stripped and static, and returns
// the binary and its size.
func build(b *testing.B, module, program string) (binary string, size float64) {
	b.Helper()
	return compile(b, module, "build", "-trimpath", program)
}

// compile runs the go command with a flag in a module, and returns the stripped binary and
// its size.
func compile(b *testing.B, module, verb, flag, source string) (binary string, size float64) {
	b.Helper()
	binary = filepath.Join(b.TempDir(), "binary")
	command := exec.Command("go", verb, flag, "-ldflags", "-s -w", "-o", binary, source)
	command.Dir, command.Env = module, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(binary)
	if err != nil {
		b.Fatal(err)
	}
	return binary, float64(info.Size())
}

// BenchmarkTestBinary measures by how much a test binary grows that calls appmeshtest.Start,
// beyond one that uses net/http/httptest only. The go command strips test binaries that it
// runs.
func BenchmarkTestBinary(b *testing.B) {
	_, mock := compile(b, ".", "test", "-c", "./testdata/withmock")
	_, floor := compile(b, ".", "test", "-c", "./testdata/withhttptest")
	b.ReportMetric(mock-floor, "growth-B")
	results.add(row{"test binary", megabytes(mock), megabytes(floor), fmt.Sprintf("+%s", megabytes(mock-floor))})
}

// BenchmarkHeapOfAGateway measures the memory of a stored gateway, with its client token, as
// a multiple of its spec as JSON.
func BenchmarkHeapOfAGateway(b *testing.B) {
	for _, gateways := range []int64{1_000, 100_000, 1_000_000} {
		if gateways > 1_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprintf("gateways=%d", gateways), func(b *testing.B) {
			mock, err := server.New(server.Options{Journal: -1})
			if err != nil {
				b.Fatal(err)
			}
			srv := httptest.NewServer(mock)
			defer srv.Close()
			before := harness.Heap()
			fill(b, srv.Listener.Addr().String(), gateways)
			srv.CloseClientConnections()
			each := float64(harness.Heap()-before) / float64(gateways)
			b.ReportMetric(each/float64(len(spec)), "specs/gateway")
			results.add(row{
				fmt.Sprintf("heap of each of %d gateways, and its spec", gateways),
				fmt.Sprintf("%.0f B", each), fmt.Sprintf("%d B", len(spec)), ratio(each, float64(len(spec))),
			})
		})
	}
}
