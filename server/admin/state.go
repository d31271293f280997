package admin

import "net/http"

// state returns the state as it is, or as it was at a checkpoint.
func (a *admin) state(r *http.Request) (any, error) {
	query, err := parameters(r, "checkpoint")
	if err != nil {
		return nil, err
	}
	if name := query.Get("checkpoint"); name != "" {
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
		return nil, &problem{http.StatusBadRequest, err.Error()}
	}
	return empty{}, nil
}

func (a *admin) saveState(*http.Request) (any, error) {
	if a.SaveState == nil {
		return nil, &problem{http.StatusConflict, "the state is kept in no file: start the server with --state-file, or ask for GET /_mock/state"}
	}
	return empty{}, a.SaveState()
}
