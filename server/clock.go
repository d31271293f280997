package server

import (
	"sync"
	"time"
)

// Clock is the time that a server shows: in metadata, in headers and in what it measures.
// It runs or it stands still, it may move on with each write, and it can be set. All
// methods may be called at the same time.
type Clock struct {
	mu    sync.Mutex
	wall  func() time.Time // nil: the clock stands still
	at    time.Time        // when it stands still: the time
	ahead time.Duration    // when it runs: how far it is ahead of wall
	step  time.Duration    // how far a write moves it
}

// Epoch is when the deterministic clock begins: the day of App Mesh's API version.
var Epoch = time.Date(2019, time.January, 25, 0, 0, 0, 0, time.UTC)

// SteppingClock answers a clock that begins at start and moves on by step with each write
// and at no other time, so that a run repeats to the millisecond.
func SteppingClock(start time.Time, step time.Duration) *Clock {
	return &Clock{at: start, step: step}
}

// RunningClock answers a clock that shows what wall shows.
func RunningClock(wall func() time.Time) *Clock { return &Clock{wall: wall} }

// Now answers what time it is.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.wall == nil {
		return c.at
	}
	return c.wall().Add(c.ahead)
}

// Stamp answers the time of a write, and moves the clock on if it moves with writes.
func (c *Clock) Stamp() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.now()
	c.advance(c.step)
	return t
}

// Set sets the time. A running clock runs on from there.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance(t.Sub(c.now()))
}

// Advance moves the clock on by d, or back if d is negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance(d)
}

func (c *Clock) advance(d time.Duration) {
	if c.wall == nil {
		c.at = c.at.Add(d)
	} else {
		c.ahead += d
	}
}

// Freeze makes a running clock stand still at the time it shows.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.wall, c.step = c.now(), nil, 0
}
