package server

import (
	"slices"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Snapshot is the whole state at one moment.
type Snapshot = state.Snapshot

// Difference is what became of one resource between two snapshots.
type Difference = state.Difference

// Event is a change that was committed.
type Event = state.Event

// Resource is a resource as the state keeps it.
type Resource = state.Resource

// Diff answers what changed from one checkpoint to another, by kind, then by key.
func Diff(from, to Snapshot) []Difference { return state.Diff(from, to) }

// KindCount says how many resources of a kind there are, in all worlds.
type KindCount struct {
	Kind      string `json:"kind"` // "virtualGateway"
	Resources int    `json:"resources"`
}

// KindNames answers the names of the seven kinds: "virtualGateway".
func KindNames() []string {
	var names []string
	for _, kind := range state.Kinds() {
		names = append(names, kind.String())
	}
	return names
}

// Counts answers for each of the seven kinds how many resources there are, in all worlds.
// It looks at each of them: the state keeps no count.
func (s *Server) Counts() []KindCount {
	var counts []KindCount
	for _, kind := range state.Kinds() {
		counts = append(counts, KindCount{kind.String(), s.Count(kind)})
	}
	return counts
}

// Profile answers the faults of a ready-made set, and whether there is one of that name.
func Profile(name string) ([]Fault, bool) {
	faults, ok := profiles[name]
	return slices.Clone(faults), ok
}

// Running tells whether the clock runs by itself. One that does not stands still but for
// what moves it: a step with each write, if it has one, and Set and Advance.
func (c *Clock) Running() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wall != nil
}

// Run makes the clock run as wall does, from the time it shows. It no longer steps.
func (c *Clock) Run(wall func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead, c.wall, c.step = c.now().Sub(wall()), wall, 0
}
