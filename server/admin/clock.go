package admin

import (
	"net/http"
	"time"
)

// clock is the JSON of GET /_mock/clock.
type clock struct {
	Now     time.Time `json:"now"`
	Running bool      `json:"running"`
}

func (a *admin) clock(*http.Request) (any, error) {
	c := a.Server.Clock()
	return clock{Now: c.Now().UTC(), Running: c.Running()}, nil
}

// askedClock is the JSON of PUT /_mock/clock.
type askedClock struct {
	Now     *string `json:"now"`     // RFC 3339
	Advance *string `json:"advance"` // a duration; back if it is negative
	Frozen  *bool   `json:"frozen"`
}

// The clock can be set to a time from earliest to, and without, latest: near enough to each
// other that a time.Duration can say how far it is from any time there to any other.
var (
	earliest = time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, time.January, 1, 0, 0, 0, 0, time.UTC)
)

func (a *admin) setClock(r *http.Request) (any, error) {
	var asked askedClock
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if err := asked.check(); err != nil {
		return nil, err
	}
	c := a.Server.Clock()
	now := c.Now()
	to, by, err := asked.target(now)
	if err != nil {
		return nil, err
	}
	switch {
	case asked.Frozen == nil:
	case *asked.Frozen:
		c.Freeze()
	case !c.Running():
		c.Run(a.Now)
	}
	if asked.Now != nil {
		c.Set(to)
	} else {
		c.Advance(by)
	}
	return a.clock(r)
}

func (asked askedClock) check() error {
	switch {
	case asked.Now == nil && asked.Advance == nil && asked.Frozen == nil:
		return &problem{http.StatusBadRequest, "one of now, advance and frozen must be set"}
	case asked.Now != nil && asked.Advance != nil:
		return &problem{http.StatusBadRequest, "only one of now and advance can be set"}
	}
	return nil
}

// target answers what time it is to be, and how far that is from now.
func (asked askedClock) target(now time.Time) (to time.Time, by time.Duration, err error) {
	to = now
	switch {
	case asked.Now != nil:
		if to, err = time.Parse(time.RFC3339Nano, *asked.Now); err != nil {
			return to, 0, &problem{http.StatusBadRequest, "now must be a time such as 2019-01-25T12:00:00Z, not " + quoted(*asked.Now)}
		}
	case asked.Advance != nil:
		if by, err = duration("advance", asked.Advance); err != nil {
			return to, 0, err
		}
		to = now.Add(by)
	default:
		return to, 0, nil
	}
	if to.Before(earliest) || !to.Before(latest) {
		return to, 0, &problem{http.StatusBadRequest, "the clock can be set to the years from 1970 to 2199, not to " + to.UTC().Format(time.RFC3339)}
	}
	return to, by, nil
}
