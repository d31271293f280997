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
	all map[string]map[string]*Measure // by operation and code
}

func (m *measures) add(c *Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.all[c.Operation][c.Outcome()]
	if at == nil {
		at = m.of(c.Operation, c.Outcome())
	}
	at.Calls++
	at.Took += c.Duration
	for i := len(LatencyBounds) - 1; i >= 0 && c.Duration <= LatencyBounds[i]; i-- {
		at.Within[i]++
	}
}

// of makes the measure of an operation and a code.
func (m *measures) of(operation, code string) *Measure {
	if m.all == nil {
		m.all = map[string]map[string]*Measure{}
	}
	if m.all[operation] == nil {
		m.all[operation] = map[string]*Measure{}
	}
	at := &Measure{Operation: operation, Code: code}
	m.all[operation][code] = at
	return at
}

// Measures answers what was counted since the server was made, by operation, then code.
func (s *Server) Measures() []Measure {
	s.measures.mu.Lock()
	defer s.measures.mu.Unlock()
	var all []Measure
	for _, codes := range s.measures.all {
		for _, m := range codes {
			all = append(all, *m)
		}
	}
	slices.SortFunc(all, func(a, b Measure) int {
		return slices.Compare([]string{a.Operation, a.Code}, []string{b.Operation, b.Code})
	})
	return all
}
