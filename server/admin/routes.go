package admin

import (
	"net/http"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (a *admin) index(*http.Request) (any, error) {
	return struct {
		Routes []*route `json:"routes"`
	}{a.routes}, nil
}

// health is the JSON of GET /_mock/health.
type health struct {
	Status  string  `json:"status"`        // always "ok"
	Uptime  float64 `json:"uptimeSeconds"` // since New
	Version string  `json:"version"`
}

func (a *admin) health(*http.Request) (any, error) {
	return health{Status: "ok", Uptime: a.Now().Sub(a.Started).Round(time.Millisecond).Seconds(), Version: a.Version}, nil
}

func (a *admin) reset(*http.Request) (any, error) {
	a.Server.Reset()
	return empty{}, nil
}

// rule is the JSON of a rule.
type rule struct {
	server.Rule
	InForce bool `json:"inForce"`
}

func (a *admin) rules(*http.Request) (any, error) {
	var list struct {
		Rules []rule `json:"rules"`
	}
	for _, r := range server.Rules() {
		list.Rules = append(list.Rules, rule{r, a.Server.InForce(r.Number)})
	}
	return list, nil
}

func (a *admin) shares(r *http.Request) (any, error) {
	of, err := parameters(r, "meshName", "meshOwner", "region")
	if err != nil {
		return nil, err
	}
	shares, err := a.Server.Shares(of.Get("meshName"), of.Get("meshOwner"), of.Get("region"))
	return struct {
		Shares []server.Share `json:"shares"`
	}{shares}, err
}

func (a *admin) share(r *http.Request) (any, error) {
	var asked server.Share
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	return a.Server.Share(asked)
}

func (a *admin) unshare(r *http.Request) (any, error) {
	var asked server.Share
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	return empty{}, a.Server.Unshare(asked)
}
