package harness

import "runtime"

// Heap returns how many bytes of this process's heap are in use.
func Heap() int64 {
	runtime.GC()
	runtime.GC() // the first drops the contents of pools, the second collects them
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
