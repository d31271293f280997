package admin

import "net/http"

// state returns the current state, or that of a checkpoint.
func (a *admin) state(r *http.Request) (any, error) {
	if name := r.URL.Query().Get("checkpoint"); name != "" {
		c, err := a.checkpoints.get(name)
		if err != nil {
			return nil, err
		}
		return content{"application/json", c.state.Save()}, nil
	}
	return content{"application/json", a.Server.Save()}, nil
}

func (a *admin) loadState(r *http.Request) (any, error) {
	document, err := readAll(r)
	if err != nil {
		return nil, err
	}
	if err := a.Server.Load(document); err != nil {
		return nil, badRequest(err.Error())
	}
	return empty{}, nil
}

func (a *admin) saveState(*http.Request) (any, error) {
	if a.SaveState == nil {
		return nil, &statusError{http.StatusConflict,
			"there is no state file: start the server with --state-file, or use GET /_mock/state"}
	}
	return empty{}, a.SaveState()
}
