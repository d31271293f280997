package admin

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (a *admin) faults(*http.Request) (any, error) {
	return struct {
		Faults []server.InjectedFault `json:"faults"`
	}{a.Server.Faults()}, nil
}

func (a *admin) inject(r *http.Request) (any, error) {
	var fault server.Fault
	if err := read(r, &fault); err != nil {
		return nil, err
	}
	injected, err := a.Server.Inject(fault)
	if err != nil {
		return nil, badRequest(strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return struct {
		Number int64 `json:"number"`
	}{injected.Number}, nil
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
		return nil, badRequest("a fault is named by its number, not by " + strconv.Quote(text))
	case !a.Server.RemoveFault(number):
		return nil, &statusError{http.StatusNotFound, "there is no fault " + strconv.FormatInt(number, 10)}
	}
	return empty{}, nil
}

// profile is the JSON of a predefined set of faults.
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
	injected, err := a.Server.InjectProfile(variable(r, "name"))
	if err != nil {
		return nil, &statusError{http.StatusNotFound, err.Error()}
	}
	var numbers []int64
	for _, f := range injected {
		numbers = append(numbers, f.Number)
	}
	return struct {
		Numbers []int64 `json:"numbers"`
	}{numbers}, nil
}
