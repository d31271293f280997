package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// one is a test that starts one server, and ends.
type one struct {
	testing.TB
	cleanups []func()
}

func (t *one) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *one) end() {
	for _, f := range t.cleanups {
		f()
	}
}

// answered asks for a page and reads it.
func answered(tb testing.TB, client *http.Client, url string) {
	tb.Helper()
	answer, err := client.Get(url)
	if err != nil {
		tb.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		tb.Fatal(answer.Status, err)
	}
}

// BenchmarkStart is how long a test waits for the first answer of a server of its own, and
// until that server is gone.
func BenchmarkStart(b *testing.B) {
	b.Run("socket=no/server=mock", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t := &one{TB: b}
			srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
			answered(b, &http.Client{Transport: srv.Transport()}, srv.URL+"/v20190125/meshes")
			t.end()
		}
	})
	onSocket := func(b *testing.B, start func(t *one) (url string)) {
		b.ReportAllocs()
		for b.Loop() {
			t := &one{TB: b}
			transport := &http.Transport{}
			answered(b, &http.Client{Transport: transport}, start(t))
			transport.CloseIdleConnections()
			t.end()
		}
	}
	b.Run("socket=yes/server=mock", func(b *testing.B) {
		onSocket(b, func(t *one) string { return appmeshtest.Start(t).URL + "/v20190125/meshes" })
	})
	b.Run("socket=yes/server=floor", func(b *testing.B) {
		onSocket(b, func(t *one) string {
			srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			t.Cleanup(srv.Close)
			return srv.URL
		})
	})
}

// BenchmarkProgram is how long the command, stripped as in a release, takes from its start to
// its first answer; how much memory it has then, and how large it is.
func BenchmarkProgram(b *testing.B) {
	for _, each := range []struct {
		server, module, source, path string
		flags                        []string
	}{
		{"mock", "../..", "./cmd/appmesh-mock", "/v20190125/meshes", []string{"--addr"}},
		{"floor", ".", "./testdata/floor", "/", nil},
	} {
		b.Run("server="+each.server, func(b *testing.B) {
			binary := filepath.Join(b.TempDir(), each.server)
			build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, each.source)
			build.Dir, build.Env = each.module, append(os.Environ(), "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			info, err := os.Stat(binary)
			if err != nil {
				b.Fatal(err)
			}
			var resident float64
			for b.Loop() {
				resident += program(b, binary, each.flags, each.path)
			}
			b.ReportMetric(resident/float64(b.N), "resident-B")
			b.ReportMetric(float64(info.Size()), "binary-B")
		})
	}
}

// program runs a program until its first answer, and answers how many bytes of it are resident then.
func program(b *testing.B, binary string, flags []string, path string) (resident float64) {
	b.Helper()
	b.StopTimer()
	srv := httptest.NewServer(nil) // for a port that is free
	address := srv.Listener.Addr().String()
	srv.Close()
	command := exec.CommandContext(b.Context(), binary, append(flags, address)...)
	b.StartTimer()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for deadline := time.Now().Add(20 * time.Second); ; {
		answer, err := client.Get("http://" + address + path)
		if err == nil {
			answer.Body.Close()
			break
		}
		if time.Now().After(deadline) {
			b.Fatal(err)
		}
		time.Sleep(50 * time.Microsecond)
	}
	b.StopTimer()
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", command.Process.Pid)) // there is none but on Linux
	if _, line, ok := strings.Cut(string(status), "VmRSS:"); ok {
		kilobytes, _ := strconv.ParseFloat(strings.Fields(line)[0], 64)
		resident = kilobytes * 1024
	}
	command.Process.Kill() //nolint:errcheck // it ends with the benchmark at the latest, whose context has it killed
	command.Wait()         //nolint:errcheck // it was killed
	b.StartTimer()
	return resident
}

// A thousand tests at once, each with a server of its own that has answered, cost 5 MB and no goroutine.
func TestAThousandServersWithoutASocketAreSmall(t *testing.T) {
	const many, most = 1000, 5_000_000
	first := appmeshtest.Start(t, appmeshtest.WithoutListener()) // makes what all servers share
	answered(t, &http.Client{Transport: first.Transport()}, first.URL+"/v20190125/meshes")
	goroutines, before := runtime.NumGoroutine(), harness.Heap()
	servers := make([]*appmeshtest.Server, many)
	for i := range servers {
		servers[i] = appmeshtest.Start(t, appmeshtest.WithoutListener())
		answered(t, &http.Client{Transport: servers[i].Transport()}, servers[i].URL+"/v20190125/meshes")
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("there are %d goroutines more", n-goroutines)
	}
	bytes := harness.Heap() - before
	t.Logf("%d servers: %d bytes", many, bytes)
	if bytes > most {
		t.Errorf("they take %d bytes, more than %d", bytes, most)
	}
	runtime.KeepAlive(servers)
}

// BenchmarkHeapOfAGateway is what a stored gateway weighs, with its client token, and how many
// times its spec as JSON that is.
func BenchmarkHeapOfAGateway(b *testing.B) {
	for _, gateways := range []int64{1_000, 100_000, 1_000_000} {
		if gateways > 1_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprintf("gateways=%d", gateways), func(b *testing.B) {
			for range b.N {
				api, err := server.New(server.Options{Journal: -1})
				if err != nil {
					b.Fatal(err)
				}
				srv := httptest.NewServer(api)
				before := harness.Heap()
				fill(b, srv.Listener.Addr().String(), gateways)
				srv.CloseClientConnections()
				each := float64(harness.Heap()-before) / float64(gateways)
				srv.Close()
				b.ReportMetric(each, "heap-B/gateway")
				b.ReportMetric(each/float64(len(spec)), "specs/gateway")
			}
		})
	}
}
