package harness

import "runtime"

// Heap returns how many bytes of this process's heap are in use.
func Heap() int64 {
	runtime.GC()
	runtime.GC() // the first lets go of what pools hold, the second collects it
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
