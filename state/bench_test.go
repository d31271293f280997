package state_test

import (
	"fmt"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Costs do not grow: each operation beside 1,000, 100,000 and 1,000,000 virtual gateways.
func BenchmarkStore(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		if n > 1_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprintf("%d gateways", n), func(b *testing.B) {
			s := storeWith(nil)
			made(b, s, draftOf(keyOf(state.Mesh, "m")))
			gateway := func(i int) state.Key { return keyOf(state.VirtualGateway, "m", fmt.Sprintf("g%07d", i)) }
			for i := range n {
				made(b, s, draftOf(gateway(i)))
			}
			more := n
			b.Run("get", func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					if _, err := s.Get(self, gateway(i*7919%n)); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("create", func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					made(b, s, draftOf(gateway(more)))
					more++
				}
			})
			b.Run("update", func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					if _, err := s.Update(draftOf(gateway(i * 7919 % n))); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("list page of 100", func(b *testing.B) {
				b.ReportAllocs()
				for i := range b.N {
					page, err := s.List(self, keyOf(state.Mesh, "m"), state.VirtualGateway, state.Cursor{Name: gateway(i * 7919 % (n - 100)).Name()}, 100)
					resources := 0
					for range page.All() {
						resources++
					}
					if err != nil || resources != 100 {
						b.Fatal(resources, err)
					}
				}
			})
			b.Run("snapshot and restore", func(b *testing.B) {
				b.ReportAllocs()
				for range b.N {
					s.Restore(s.Snapshot())
				}
			})
			b.Run("delete", func(b *testing.B) {
				b.ReportAllocs()
				for more < n+b.N {
					made(b, s, draftOf(gateway(more)))
					more++
				}
				b.ResetTimer()
				for range b.N {
					more--
					if _, err := s.Delete(self, gateway(more)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// Whether a node is in use is looked up: it costs the same among 100,000 routes to others.
func BenchmarkDeleteOfANodeBesideRoutes(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("%d routes", n), func(b *testing.B) {
			s := storeWith(nil)
			made(b, s, draftOf(keyOf(state.Mesh, "m")))
			made(b, s, draftOf(keyOf(state.VirtualNode, "m", "target")))
			made(b, s, draftOf(keyOf(state.VirtualRouter, "m", "r")))
			for i := range n {
				made(b, s, to(draftOf(keyOf(state.Route, "m", "r", fmt.Sprint(i))), state.Target{Kind: state.VirtualNode, Name: "target"}))
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				made(b, s, draftOf(keyOf(state.VirtualNode, "m", "x")))
				if _, err := s.Delete(self, keyOf(state.VirtualNode, "m", "x")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
