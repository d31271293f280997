package server

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// The groups that distinguish the identifiers of resources from those of requests.
const (
	countedUIDs       = 0x8000
	countedRequestIDs = 0x9000
)

// CountingIDs returns a source of version 4 UUIDs that count up from 1, so that each run has
// the same identifiers. The group distinguishes several sources. The source may be called
// concurrently.
func CountingIDs(group uint16) func() state.UID {
	var n atomic.Uint64
	return func() state.UID {
		var id state.UID
		binary.BigEndian.PutUint64(id[8:], n.Add(1))
		id[6] = 0x40
		binary.BigEndian.PutUint16(id[8:], group)
		return id
	}
}

// RandomIDs returns a source of version 4 UUIDs made from random bytes. The source may be
// called concurrently. It panics if reading from random fails.
func RandomIDs(random io.Reader) func() state.UID {
	var mu sync.Mutex
	buffered := bufio.NewReader(random)
	return func() state.UID {
		mu.Lock()
		defer mu.Unlock()
		var id state.UID
		if _, err := io.ReadFull(buffered, id[:]); err != nil {
			panic(fmt.Sprintf("server: no random bytes for an identifier: %v", err))
		}
		id[6] = id[6]&0x0f | 0x40
		id[8] = id[8]&0x3f | 0x80
		return id
	}
}
