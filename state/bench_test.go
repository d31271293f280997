package state_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// BenchmarkStore shows that the cost of an operation hardly depends on the number of
// resources. The benchmark with 1,000,000 gateways is left out with -short.
func BenchmarkStore(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		if n > 1_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprintf("%d gateways", n), func(b *testing.B) {
			s := newStore(nil)
			create(b, s, draft(key(state.Mesh, "m"), spec{}))
			gateway := func(i int) state.Key { return key(state.VirtualGateway, "m", fmt.Sprintf("g%07d", i)) }
			for i := range n {
				create(b, s, draft(gateway(i), spec{}))
			}
			count := n
			run := func(name string, do func(i int) error) {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					for i := range b.N {
						if err := do(i); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
			run("get", func(i int) error { return errorOf(s.Get(owner, gateway(i*7919%n))) })
			run("create", func(int) error {
				count++
				return errorOf(s.Create(draft(gateway(count-1), spec{})))
			})
			run("update", func(i int) error { return errorOf(s.Update(draft(gateway(i*7919%n), spec{}))) })
			run("list page of 100", func(i int) error {
				from := state.Cursor{Name: gateway(i * 7919 % (n - 100)).Name()}
				page, err := s.List(owner, key(state.Mesh, "m"), state.VirtualGateway, from, 100)
				resources := 0
				for range page.All() {
					resources++
				}
				if resources != 100 {
					b.Fatal(resources, err)
				}
				return err
			})
			run("snapshot and restore", func(int) error {
				s.Restore(s.Snapshot())
				return nil
			})
			b.Run("delete", func(b *testing.B) {
				b.ReportAllocs()
				for ; count < n+b.N; count++ {
					create(b, s, draft(gateway(count), spec{}))
				}
				b.ResetTimer()
				for range b.N {
					count--
					if _, err := s.Delete(owner, gateway(count)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkDeleteOfANode shows that the routes to other nodes do not matter.
func BenchmarkDeleteOfANode(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("beside %d routes", n), func(b *testing.B) {
			s := newStore(nil)
			create(b, s, draft(key(state.Mesh, "m"), spec{}))
			create(b, s, draft(key(state.VirtualNode, "m", "target"), spec{}))
			create(b, s, draft(key(state.VirtualRouter, "m", "r"), spec{}))
			to := targets(state.Target{Kind: state.VirtualNode, Name: "target"})
			for i := range n {
				create(b, s, draft(key(state.Route, "m", "r", fmt.Sprint(i)), to))
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				create(b, s, draft(key(state.VirtualNode, "m", "x"), spec{}))
				if _, err := s.Delete(owner, key(state.VirtualNode, "m", "x")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMemory reports the heap that a virtual gateway takes, in bytes and as a multiple
// of its spec. The spec is as long as one with TLS, a health check and access logs, and the
// create has a client token, as SDKs send one.
func BenchmarkMemory(b *testing.B) {
	const gateways, specSize = 20_000, 1175
	filler := strings.Repeat("x", specSize-len(`{"text":""}`))
	for range b.N {
		s := newStore(nil)
		create(b, s, draft(key(state.Mesh, "m"), spec{}))
		empty := heap()
		for i := range gateways {
			// No strings are shared between drafts, as between requests.
			d := draft(key(state.VirtualGateway, strings.Clone("m"), fmt.Sprintf("gateway-%07d", i)), listeners(8080))
			d.Tenant = state.Tenant{Account: strings.Clone(owner), Region: strings.Clone("us-east-1")}
			d.Spec, d.Token = `{"text":"`+filler+`"}`, fmt.Sprintf("%036d", i)
			create(b, s, d)
		}
		each := float64(heap()-empty) / gateways
		b.ReportMetric(each, "B/gateway")
		b.ReportMetric(each/specSize, "×spec")
		runtime.KeepAlive(s)
	}
}

// BenchmarkSaveAndLoad reports the time for a document of 1,000 gateways.
func BenchmarkSaveAndLoad(b *testing.B) {
	s := newStore(nil)
	create(b, s, draft(key(state.Mesh, "m"), spec{}))
	for i := range 1_000 {
		create(b, s, draft(key(state.VirtualGateway, "m", fmt.Sprint(i)), spec{Text: strings.Repeat("x", 1000)}))
	}
	document := s.Snapshot().Save()
	b.SetBytes(int64(len(document)))
	b.Run("save", func(b *testing.B) {
		for range b.N {
			s.Snapshot().Save()
		}
	})
	b.Run("load", func(b *testing.B) {
		for range b.N {
			load(b, document)
		}
	})
}

// heap returns the bytes of the heap in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // empties pools
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
