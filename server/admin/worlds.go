package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// Worlds are ready-made data sets.
type Worlds struct {
	Names []string
	// Steps returns the data set with one of the names.
	Steps func(name string) ([]server.Step, error)
}

func (a *admin) worlds(*http.Request) (any, error) {
	return struct {
		Worlds []string `json:"worlds"`
	}{append([]string{}, a.Worlds.Names...)}, nil
}

func (a *admin) loadWorld(r *http.Request) (any, error) {
	name := variable(r, "name")
	if !slices.Contains(a.Worlds.Names, name) {
		return nil, &statusError{
			http.StatusNotFound, "there is no data set " + strconv.Quote(name) + "; GET /_mock/worlds lists them",
		}
	}
	steps, err := a.Worlds.Steps(name)
	if err != nil {
		return nil, err
	}
	return a.applySeed(r, steps)
}
