package state

import "sync"

// Change is a kind of change.
type Change string

// The kinds of changes. Reset concerns no single resource: it replaces the whole state.
const (
	Created Change = "created"
	Updated Change = "updated"
	Deleted Change = "deleted"
	Tagged  Change = "tagged"
	Reset   Change = "reset"
)

// Event is a committed change.
type Event struct {
	Change   Change
	Resource *Resource // its state after the change, or the result of Delete; nil for Reset
}

// watchers holds the watches of a store. go-memdb's own watches do not survive a fork, so
// the store publishes events itself, after each commit and before the next one begins.
type watchers struct {
	mu            sync.Mutex
	all           map[*Watch]struct{}
	pendingEvents []pendingEvent // those of the open transaction
}

type pendingEvent struct {
	change   Change
	resource *storedResource // nil for Reset
}

// Watch is a stream of events.
type Watch struct {
	events chan Event
	store  *Store
}

// Watch returns a stream of the events from now on, with a buffer of backlog events. If the
// buffer is full when another event occurs, the stream is closed. Close ends it.
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

// Events returns the channel of events. It is closed by Close, or when the reader is more
// than the backlog behind.
func (w *Watch) Events() <-chan Event { return w.events }

// Close ends the stream. It may be called more than once.
func (w *Watch) Close() {
	w.store.watchers.mu.Lock()
	defer w.store.watchers.mu.Unlock()
	w.store.watchers.remove(w)
}

func (ws *watchers) remove(w *Watch) {
	if _, ok := ws.all[w]; ok {
		delete(ws.all, w)
		close(w.events)
	}
}

// queueEvent adds an event that is published when the open transaction commits.
func (s *Store) queueEvent(change Change, r *storedResource) {
	s.watchers.pendingEvents = append(s.watchers.pendingEvents, pendingEvent{change, r})
}

// publish sends the pending events to all watches.
func (ws *watchers) publish() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for w := range ws.all {
		if !w.send(ws.pendingEvents) {
			ws.remove(w)
		}
	}
	clear(ws.pendingEvents)
	ws.pendingEvents = ws.pendingEvents[:0]
}

// send reports whether all events fit in the backlog.
func (w *Watch) send(events []pendingEvent) bool {
	for _, pending := range events {
		event := Event{Change: pending.change}
		if pending.resource != nil {
			event.Resource = pending.resource.resource()
		}
		select {
		case w.events <- event:
		default:
			return false
		}
	}
	return true
}
