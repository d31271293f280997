package admin

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (a *admin) faults(*http.Request) (any, error) {
	return struct {
		Faults []server.InjectedFault `json:"faults"`
	}{a.Server.Faults()}, nil
}

// askedFault is the JSON of a fault that is asked for: server.Fault's, its durations read here
// so that an error can name them.
type askedFault struct {
	server.Fault
	Delay     *string `json:"delay"`
	DelayUpTo *string `json:"delayUpTo"`
}

// injected is the JSON of a fault that was put in place.
type injected struct {
	Number int64 `json:"number"`
}

func (a *admin) inject(r *http.Request) (any, error) {
	var asked askedFault
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if err := asked.readDelays(); err != nil {
		return nil, err
	}
	number, _, err := a.Server.Inject(asked.Fault)
	if err != nil {
		return nil, &problem{http.StatusBadRequest, strings.ReplaceAll(err.Error(), "\n", "; ")}
	}
	return injected{number}, nil
}

// readDelays puts the durations where they belong.
func (asked *askedFault) readDelays() error {
	delay, err := duration("delay", asked.Delay)
	if err != nil {
		return err
	}
	upTo, err := duration("delayUpTo", asked.DelayUpTo)
	asked.Fault.Delay, asked.Fault.DelayUpTo = server.Duration(delay), server.Duration(upTo)
	return err
}

// duration reads a member that is a duration, zero if it is absent.
func duration(member string, text *string) (time.Duration, error) {
	if text == nil {
		return 0, nil
	}
	d, err := time.ParseDuration(*text)
	if err != nil {
		return 0, &problem{http.StatusBadRequest, member + " must be a duration such as 150ms or 1h30m, not " + quoted(*text)}
	}
	return d, nil
}

func (a *admin) clearFaults(*http.Request) (any, error) {
	a.Server.ClearFaults()
	return empty{}, nil
}

func (a *admin) removeFault(r *http.Request) (any, error) {
	text := variable(r, "number")
	number, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil:
		return nil, &problem{http.StatusBadRequest, "a fault is named by its number, not by " + quoted(text)}
	case !a.Server.RemoveFault(number):
		return nil, &problem{http.StatusNotFound, "there is no fault " + strconv.FormatInt(number, 10)}
	}
	return empty{}, nil
}

// profile is the JSON of a ready-made set of faults.
type profile struct {
	Name   string         `json:"name"`
	Faults []server.Fault `json:"faults"`
}

func (a *admin) profiles(*http.Request) (any, error) {
	var list struct {
		Profiles []profile `json:"profiles"`
	}
	for _, name := range server.ProfileNames() {
		faults, _ := server.Profile(name)
		list.Profiles = append(list.Profiles, profile{name, faults})
	}
	return list, nil
}

func (a *admin) injectProfile(r *http.Request) (any, error) {
	name := variable(r, "name")
	faults, ok := server.Profile(name)
	if !ok {
		return nil, &problem{http.StatusNotFound, "there is no profile " + quoted(name) + "; there are " + listed(server.ProfileNames())}
	}
	var in struct {
		Numbers []int64 `json:"numbers"`
	}
	for _, fault := range faults {
		number, _, err := a.Server.Inject(fault)
		if err != nil {
			return nil, err
		}
		in.Numbers = append(in.Numbers, number)
	}
	return in, nil
}
