package server

import (
	"slices"
	"sync"
	"time"
)

// LatencyBounds are the upper bounds of the latencies that Measures tells apart.
var LatencyBounds = [...]time.Duration{
	100 * time.Microsecond, 250 * time.Microsecond, 500 * time.Microsecond, time.Millisecond,
	5 * time.Millisecond, 25 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 5 * time.Second,
}

// Measure counts the calls of one operation that had one outcome.
type Measure struct {
	Operation string // "" for calls that no operation fits
	Code      string // as Call.Outcome: the exception, "-" for a success, "" for neither
	Calls     int64
	Took      time.Duration             // all of them together, by the server's clock
	Within    [len(LatencyBounds)]int64 // how many took no longer than each of the bounds
}

type measures struct {
	mu  sync.Mutex
	all map[[2]string]*Measure
}

func (m *measures) add(c *Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := [2]string{c.Operation, c.Outcome()}
	at := m.all[key]
	if at == nil {
		if m.all == nil {
			m.all = map[[2]string]*Measure{}
		}
		at = &Measure{Operation: c.Operation, Code: c.Outcome()}
		m.all[key] = at
	}
	at.Calls++
	at.Took += c.Duration
	for i := len(LatencyBounds) - 1; i >= 0 && c.Duration <= LatencyBounds[i]; i-- {
		at.Within[i]++
	}
}

// Measures answers what was counted since the server was made, by operation, then code.
func (s *Server) Measures() []Measure {
	s.measures.mu.Lock()
	defer s.measures.mu.Unlock()
	all := make([]Measure, 0, len(s.measures.all))
	for _, m := range s.measures.all {
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Measure) int {
		return slices.Compare([]string{a.Operation, a.Code}, []string{b.Operation, b.Code})
	})
	return all
}
