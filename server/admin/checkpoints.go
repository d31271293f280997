package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// checkpoint is the JSON of a checkpoint, with its state.
type checkpoint struct {
	Name  string    `json:"name"`
	Time  time.Time `json:"time"` // by the server's clock
	state state.Snapshot
}

// checkpoints holds the checkpoints by name.
type checkpoints struct {
	mu    sync.Mutex
	named map[string]checkpoint
}

func (cs *checkpoints) put(c checkpoint) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.named == nil {
		cs.named = map[string]checkpoint{}
	}
	cs.named[c.Name] = c
}

func (cs *checkpoints) get(name string) (checkpoint, error) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	c, ok := cs.named[name]
	if !ok {
		return c, noCheckpoint(name)
	}
	return c, nil
}

func (cs *checkpoints) remove(name string) error {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if _, ok := cs.named[name]; !ok {
		return noCheckpoint(name)
	}
	delete(cs.named, name)
	return nil
}

func noCheckpoint(name string) error {
	return &statusError{http.StatusNotFound, "there is no checkpoint " + strconv.Quote(name)}
}

func (cs *checkpoints) clear() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.named = nil
}

// list returns the checkpoints, sorted by name.
func (cs *checkpoints) list() []checkpoint {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	all := make([]checkpoint, 0, len(cs.named))
	for _, c := range cs.named {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b checkpoint) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (a *admin) listCheckpoints(*http.Request) (any, error) {
	return struct {
		Checkpoints []checkpoint `json:"checkpoints"`
	}{a.checkpoints.list()}, nil
}

func (a *admin) saveCheckpoint(r *http.Request) (any, error) {
	c := checkpoint{Name: variable(r, "name"), Time: a.Server.Clock().Now().UTC(), state: a.Server.Checkpoint()}
	a.checkpoints.put(c)
	return c, nil
}

func (a *admin) removeCheckpoint(r *http.Request) (any, error) {
	return empty{}, a.checkpoints.remove(variable(r, "name"))
}

func (a *admin) restoreCheckpoint(r *http.Request) (any, error) {
	c, err := a.checkpoints.get(variable(r, "name"))
	if err == nil {
		a.Server.Restore(c.state)
	}
	return empty{}, err
}

func (a *admin) diff(r *http.Request) (any, error) {
	query := r.URL.Query()
	if query.Get("from") == "" {
		return nil, badRequest("from must be the name of a checkpoint")
	}
	withLines, err := flag(query, "text")
	if err != nil {
		return nil, err
	}
	from, err := a.checkpoints.get(query.Get("from"))
	if err != nil {
		return nil, err
	}
	to := checkpoint{state: a.Server.Checkpoint()}
	if name := query.Get("to"); name != "" {
		if to, err = a.checkpoints.get(name); err != nil {
			return nil, err
		}
	}
	list := []change{}
	var compared lineDiff
	for _, d := range state.Diff(from.state, to.state) {
		after := d.After
		if after == nil {
			after = d.Before
		}
		c := newChange(string(d.Change), after)
		c.Members = d.Members
		if withLines {
			if c.Lines, err = compared.lines(d.Before, d.After); err != nil {
				return nil, err
			}
		}
		list = append(list, c)
	}
	return struct {
		Differences []change `json:"differences"`
	}{list}, nil
}
