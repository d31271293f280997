package state

import "sync"

// Change is what happened to a resource.
type Change string

// The changes. Reset is of no resource: the whole state was replaced.
const (
	Created Change = "created"
	Updated Change = "updated"
	Deleted Change = "deleted"
	Tagged  Change = "tagged"
	Reset   Change = "reset"
)

// Event is a change that was committed.
type Event struct {
	Change   Change
	Resource *Resource // as it is after the change, or was before it was deleted; nil for Reset
}

// watchers are those who are told of changes. go-memdb's own watches end at a fork, so the
// store tells them itself, after the commit and in its order.
type watchers struct {
	mu   sync.Mutex
	all  map[*Watch]struct{}
	told []Event // of the transaction that is open
}

// Watch is a stream of events.
type Watch struct {
	events chan Event
	store  *Store
}

// Watch begins a stream of events that holds up to backlog of them that were not read yet.
// A reader that falls further behind finds the stream closed. Close ends it.
func (s *Store) Watch(backlog int) *Watch {
	w := &Watch{events: make(chan Event, backlog), store: s}
	s.watchers.mu.Lock()
	defer s.watchers.mu.Unlock()
	if s.watchers.all == nil {
		s.watchers.all = map[*Watch]struct{}{}
	}
	s.watchers.all[w] = struct{}{}
	return w
}

// Events answers the stream. It is closed when its reader has fallen behind, or by Close.
func (w *Watch) Events() <-chan Event { return w.events }

// Close ends the stream. More calls do nothing.
func (w *Watch) Close() {
	w.store.watchers.mu.Lock()
	defer w.store.watchers.mu.Unlock()
	w.store.watchers.drop(w)
}

func (ws *watchers) drop(w *Watch) {
	if _, ok := ws.all[w]; ok {
		delete(ws.all, w)
		close(w.events)
	}
}

// tell notes an event of the open transaction.
func (s *Store) tell(change Change, r *Resource) {
	s.watchers.told = append(s.watchers.told, Event{Change: change, Resource: r})
}

// publish hands the events of a committed transaction to all who watch.
func (ws *watchers) publish() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for w := range ws.all {
		for _, event := range ws.told {
			select {
			case w.events <- event:
				continue
			default:
			}
			ws.drop(w)
			break
		}
	}
	ws.told = ws.told[:0]
}
