package bench

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// scope stands for a test that starts a server: its cleanups run when end is called.
type scope struct {
	testing.TB
	cleanups []func()
}

func (s *scope) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *scope) end() {
	for _, f := range s.cleanups {
		f()
	}
}

// get sends a request and reads the response.
func get(tb testing.TB, client *http.Client, url string) {
	tb.Helper()
	resp, err := client.Get(url)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		tb.Fatal(resp.Status, err)
	}
}

// seconds returns the median time of a function.
func seconds(times int, do func()) float64 {
	var all []float64
	for range times {
		began := time.Now()
		do()
		all = append(all, time.Since(began).Seconds())
	}
	return median(all)
}

const meshes = "/v20190125/meshes"

// BenchmarkStart measures a server of a test from its start through the first response to
// its end.
func BenchmarkStart(b *testing.B) {
	inProcess := seconds(short(5000, 10), func() {
		t := &scope{TB: b}
		srv := appmeshtest.Start(t, appmeshtest.WithoutListener())
		get(b, &http.Client{Transport: srv.Transport()}, srv.URL+meshes)
		t.end()
	})
	results.add(row{"start in a test, without a socket", duration(inProcess), "", ""})
	onSocket := func(start func(t *scope) (url string)) float64 {
		return seconds(short(1000, 5), func() {
			t := &scope{TB: b}
			transport := &http.Transport{}
			get(b, &http.Client{Transport: transport}, start(t))
			transport.CloseIdleConnections()
			t.end()
		})
	}
	mock := onSocket(func(t *scope) string { return appmeshtest.Start(t).URL + meshes })
	floor := onSocket(func(t *scope) string {
		srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		t.Cleanup(srv.Close)
		return srv.URL
	})
	b.ReportMetric(inProcess*1e9, "in-process-ns")
	results.add(row{"start in a test, with a socket", duration(mock), duration(floor), ratio(mock, floor)})
}

// A thousand servers without a socket need at most 5 MB and no goroutine.
func TestAThousandServersWithoutASocketAreSmall(t *testing.T) {
	const servers, maxBytes = 1000, 5_000_000
	first := appmeshtest.Start(t, appmeshtest.WithoutListener()) // initializes the shared parts of all servers
	get(t, &http.Client{Transport: first.Transport()}, first.URL+meshes)
	goroutines, before := runtime.NumGoroutine(), harness.Heap()
	all := make([]*appmeshtest.Server, servers)
	for i := range all {
		all[i] = appmeshtest.Start(t, appmeshtest.WithoutListener())
		get(t, &http.Client{Transport: all[i].Transport()}, all[i].URL+meshes)
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("there are %d goroutines more", n-goroutines)
	}
	bytes := harness.Heap() - before
	t.Logf("%d servers: %d bytes", servers, bytes)
	if bytes > maxBytes {
		t.Errorf("they need %d bytes, more than %d", bytes, maxBytes)
	}
	runtime.KeepAlive(all)
}
