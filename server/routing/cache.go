package routing

import (
	"sync"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// maxCached is the largest number of meshes that a Cache stores.
const maxCached = 64

// Cache caches compiled meshes of one store for the latest revision. The zero Cache is ready
// to use. It is safe for concurrent use.
type Cache struct {
	mu       sync.Mutex
	revision uint64
	meshes   map[state.Key]*Mesh
}

// Compile is like the function Compile, but uses the cache. All snapshots must be from the
// same store.
func (c *Cache) Compile(snapshot state.Snapshot, tenant state.Tenant, mesh string) (*Mesh, error) {
	key := state.Key{Kind: state.Mesh, Tenant: tenant, Names: [3]string{mesh}}
	if m := c.find(snapshot.Revision(), key); m != nil {
		return m, nil
	}
	m, err := Compile(snapshot, tenant, mesh)
	if err == nil {
		c.keep(snapshot.Revision(), key, m)
	}
	return m, err
}

func (c *Cache) find(revision uint64, key state.Key) *Mesh {
	c.mu.Lock()
	defer c.mu.Unlock()
	if revision != c.revision {
		return nil
	}
	return c.meshes[key]
}

func (c *Cache) keep(revision uint64, key state.Key, m *Mesh) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if revision < c.revision {
		return
	}
	if revision > c.revision || c.meshes == nil || len(c.meshes) >= maxCached {
		c.revision, c.meshes = revision, map[state.Key]*Mesh{}
	}
	c.meshes[key] = m
}
