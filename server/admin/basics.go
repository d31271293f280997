package admin

import (
	"net/http"
	"strconv"
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
	return health{Status: "ok", Uptime: a.Now().Sub(a.Started).Round(time.Millisecond).Seconds(), Version: a.Version},
		nil
}

func (a *admin) reset(r *http.Request) (any, error) {
	query := r.URL.Query()
	options := server.ResetOptions{Account: query.Get("account"), Region: query.Get("region")}
	switch to := query.Get("to"); to {
	case "":
	case "start":
		options.ToStart = true
	default:
		return nil, badRequest("to must be start, not " + strconv.Quote(to))
	}
	var err error
	if options.All, err = flag(query, "all"); err != nil {
		return nil, err
	}
	if err := a.Server.Reset(options); err != nil {
		return nil, badRequest(err.Error())
	}
	if options.All {
		a.checkpoints.clear()
	}
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

func (a *admin) rule(r *http.Request) (any, error) {
	text := variable(r, "number")
	number, err := strconv.Atoi(text)
	if err != nil {
		return nil, badRequest("a rule is named by its number, not by " + strconv.Quote(text))
	}
	for _, each := range server.Rules() {
		if each.Number == number {
			return rule{each, a.Server.InForce(number)}, nil
		}
	}
	return nil, &statusError{http.StatusNotFound,
		"there is no rule " + strconv.Itoa(number) + "; GET /_mock/rules lists the rules"}
}

func (a *admin) shares(r *http.Request) (any, error) {
	query := r.URL.Query()
	shares, err := a.Server.Shares(query.Get("meshName"), query.Get("meshOwner"), query.Get("region"))
	return struct {
		Shares []server.Share `json:"shares"`
	}{shares}, err
}

func (a *admin) share(r *http.Request) (any, error) {
	var share server.Share
	if err := read(r, &share); err != nil {
		return nil, err
	}
	return a.Server.Share(share)
}

func (a *admin) unshare(r *http.Request) (any, error) {
	var share server.Share
	if err := read(r, &share); err != nil {
		return nil, err
	}
	return empty{}, a.Server.Unshare(share)
}
