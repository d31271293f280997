package server

import (
	"fmt"
	"sync"
	"time"
)

// Clock is the clock of a server, which sets the times in metadata, headers and durations. It
// runs or is frozen, can advance with each write, and can be set. Its methods may be called
// concurrently.
type Clock struct {
	mu    sync.Mutex
	state clockState
	start clockState // for Reset
}

type clockState struct {
	wall  func() time.Time // nil: the clock is frozen
	now   time.Time        // the time, if the clock is frozen
	ahead time.Duration    // the difference from wall, if the clock runs
	step  time.Duration    // how far a write advances the clock
}

// Epoch is the time at which a deterministic clock starts: the date of App Mesh's API version.
var Epoch = time.Date(2019, time.January, 25, 0, 0, 0, 0, time.UTC)

// A clock can be set to times from EarliestTime up to, but not including, LatestTime. They
// are close enough to each other for a time.Duration between any two of them.
var (
	EarliestTime = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	LatestTime   = time.Date(2200, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// SteppingClock returns a clock that starts at the given time and advances by step with each
// write and at no other time. Two runs with the same requests have the same times.
func SteppingClock(start time.Time, step time.Duration) *Clock {
	return newClock(clockState{now: start, step: step})
}

// RunningClock returns a clock that shows the time returned by wall.
func RunningClock(wall func() time.Time) *Clock { return newClock(clockState{wall: wall}) }

func newClock(state clockState) *Clock { return &Clock{state: state, start: state} }

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.time()
}

func (c *clockState) time() time.Time {
	if c.wall == nil {
		return c.now
	}
	return c.wall().Add(c.ahead)
}

func (c *clockState) advance(d time.Duration) {
	if c.wall == nil {
		c.now = c.now.Add(d)
	} else {
		c.ahead += d
	}
}

// Stamp returns the time of a write. It advances a clock that advances with writes.
func (c *Clock) Stamp() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.state.time()
	c.state.advance(c.state.step)
	return t
}

// Set sets the time. A running clock continues from there.
func (c *Clock) Set(t time.Time) error { return c.Change(ClockChange{Now: &t}) }

// Advance advances the clock by d, or sets it back if d is negative.
func (c *Clock) Advance(d time.Duration) error { return c.Change(ClockChange{Advance: d}) }

// Freeze stops a running clock at the time it shows. The clock no longer advances with
// writes either.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.freeze()
}

// Run makes the clock follow wall, starting from the time that the clock shows. The clock no
// longer advances with writes.
func (c *Clock) Run(wall func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.run(wall)
}

// Running reports whether the clock runs by itself. A frozen clock moves only with writes,
// Set and Advance.
func (c *Clock) Running() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.wall != nil
}

// Reset restores the initial state of the clock.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = c.start
}

func (c *clockState) freeze() { c.now, c.wall, c.step = c.time(), nil, 0 }

func (c *clockState) run(wall func() time.Time) {
	c.ahead, c.wall, c.step = c.time().Sub(wall()), wall, 0
}

// ClockChange is a set of changes to a clock that take effect together.
type ClockChange struct {
	Now     *time.Time       // sets the time; nil keeps it
	Advance time.Duration    // advances the clock
	Freeze  bool             // stops the clock
	Run     func() time.Time // makes a frozen clock follow this function; ignored if nil
}

// Change changes the clock, or returns an error and changes nothing if the time would not
// be between EarliestTime and LatestTime.
func (c *Clock) Change(change ClockChange) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := c.state
	switch {
	case change.Freeze:
		next.freeze()
	case change.Run != nil && next.wall == nil:
		next.run(change.Run)
	}
	now := next.time()
	to := now
	if change.Now != nil {
		to = *change.Now
	}
	// Any two times within the limits are close enough that Sub does not overflow.
	to = to.Add(change.Advance)
	if to != now && (to.Before(EarliestTime) || !to.Before(LatestTime)) {
		return fmt.Errorf("the clock can be set to the years from 1970 to 2199, not to %s",
			to.UTC().Format(time.RFC3339))
	}
	next.advance(to.Sub(now))
	c.state = next
	return nil
}
