package admin

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/glob"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// DefaultHeartbeat is the interval of comments in a stream without events.
const DefaultHeartbeat = 15 * time.Second

const (
	backlog     = 1024            // unread events of a client
	sendTimeout = 5 * time.Second // shorter than the shutdown timeout of the program
)

func (a *admin) events(r *http.Request) (any, error) {
	query := r.URL.Query()
	s := &stream{admin: a, request: r}
	for _, field := range []struct {
		name     string
		compiled *glob.List
	}{
		{"kind", &s.kind}, {"mesh", &s.mesh}, {"resource", &s.resource}, {"account", &s.account}, {"region", &s.region},
	} {
		var err error
		if *field.compiled, err = glob.Compile(query.Get(field.name)); err != nil {
			return nil, badRequest(field.name + ": " + err.Error())
		}
	}
	if unmatched := s.kind.Unmatched(kindNames()); unmatched != "" {
		return nil, badRequest("kind " + strconv.Quote(unmatched) + " is none of " + enumerate(kindNames()))
	}
	return s, nil
}

func kindNames() []string {
	var names []string
	for _, kind := range state.Kinds() {
		names = append(names, kind.String())
	}
	return names
}

// stream is a response of server-sent events.
type stream struct {
	*admin
	request *http.Request

	kind, mesh, resource, account, region glob.List // which events

	out     http.ResponseWriter
	control *http.ResponseController
}

// write sends events until the client disconnects, is too far behind, or the program ends.
func (s *stream) write(w http.ResponseWriter) {
	setHeaders(w, "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if s.request.Method == http.MethodHead {
		return
	}
	s.out, s.control = w, http.NewResponseController(w)
	// A stream has no end, so the deadlines of the connection are removed.
	s.control.SetReadDeadline(time.Time{})  //nolint:errcheck // a writer without deadlines has none to remove
	s.control.SetWriteDeadline(time.Time{}) //nolint:errcheck // the same
	watch := s.Server.Watch(backlog)
	defer watch.Close()
	s.follow(watch.Events())
}

func (s *stream) follow(events <-chan state.Event) {
	heartbeat := time.NewTicker(cmp.Or(s.Heartbeat, DefaultHeartbeat))
	defer heartbeat.Stop()
	err := s.send(": watching\n\n")
	for err == nil {
		select {
		case event, open := <-events:
			if !open {
				s.end("behind", "the client has fallen too far behind: ask for the state, and watch again")
				return
			}
			err = s.sendChange(event)
		case <-heartbeat.C:
			err = s.send(": watching\n\n")
		case <-s.Done:
			s.sendRest(events)
			s.end("stopping", "the server stops")
			return
		case <-s.request.Context().Done():
			return
		}
	}
}

// sendRest sends the events from before the shutdown, because the clients that caused them
// have received their responses.
func (s *stream) sendRest(events <-chan state.Event) {
	for {
		select {
		case event, open := <-events:
			if !open || s.sendChange(event) != nil {
				return
			}
		default:
			return
		}
	}
}

// sendChange sends an event if the client's filters select it. Replacements of the whole
// state are sent to all clients.
func (s *stream) sendChange(event state.Event) error {
	c := newChange(string(event.Change), event.Resource)
	if event.Resource != nil && !s.selects(c) {
		return nil
	}
	return s.sendEvent(c.Change, c)
}

func (s *stream) selects(c change) bool {
	return s.kind.Match(c.Kind) && s.mesh.Match(c.mesh()) && s.resource.Match(c.resource()) &&
		s.account.Match(c.Account) && s.region.Match(c.Region)
}

// end sends the reason for the end of the stream.
func (s *stream) end(reason, text string) {
	s.sendEvent("end", struct { //nolint:errcheck // the stream ends in either case
		Reason  string `json:"reason"`
		Message string `json:"message"`
	}{reason, text})
}

func (s *stream) sendEvent(name string, data any) error {
	line, err := encode(data)
	if err != nil {
		return err
	}
	return s.send("event: " + name + "\ndata: " + string(line) + "\n")
}

// send writes without buffering. It gives up if the client reads nothing for sendTimeout,
// because such a client would delay the end of the program.
func (s *stream) send(text string) error {
	late := make(chan struct{})
	timer := time.AfterFunc(sendTimeout, func() {
		s.control.SetWriteDeadline(time.Unix(1, 0)) //nolint:errcheck // a writer without deadlines cannot time out
		close(late)
	})
	_, err := io.WriteString(s.out, text)
	if flushed := s.control.Flush(); err == nil {
		err = flushed
	}
	if !timer.Stop() {
		<-late // so that the deadline is not set after the stream has ended
	}
	return err
}
