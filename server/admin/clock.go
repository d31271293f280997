package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
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

// clockChange is the JSON of PUT /_mock/clock.
type clockChange struct {
	Now     *string `json:"now"`     // RFC 3339
	Advance *string `json:"advance"` // a duration; negative ones set the clock back
	Frozen  *bool   `json:"frozen"`
}

func (a *admin) setClock(r *http.Request) (any, error) {
	var asked clockChange
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	var change server.ClockChange
	switch {
	case asked.Now == nil && asked.Advance == nil && asked.Frozen == nil:
		return nil, badRequest("one of now, advance and frozen must be set")
	case asked.Now != nil && asked.Advance != nil:
		return nil, badRequest("only one of now and advance can be set")
	case asked.Now != nil:
		now, err := time.Parse(time.RFC3339Nano, *asked.Now)
		if err != nil {
			return nil, badRequest("now must be a time such as 2019-01-25T12:00:00Z, not " + strconv.Quote(*asked.Now))
		}
		change.Now = &now
	case asked.Advance != nil:
		var err error
		if change.Advance, err = time.ParseDuration(*asked.Advance); err != nil {
			return nil, badRequest("advance must be a duration such as 150ms or 1h30m, not " +
				strconv.Quote(*asked.Advance))
		}
	}
	if asked.Frozen != nil {
		change.Freeze = *asked.Frozen
		if !*asked.Frozen {
			change.Run = a.Now
		}
	}
	if err := a.Server.Clock().Change(change); err != nil {
		return nil, badRequest(err.Error())
	}
	return a.clock(r)
}
