package admin

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// DefaultHeartbeat is how often a stream without events says that it stands.
const DefaultHeartbeat = 15 * time.Second

const (
	backlog  = 1024            // events that a client can be behind
	patience = 5 * time.Second // with a client that takes nothing; less than the end of the program waits
)

func (a *admin) events(r *http.Request) (any, error) {
	query, err := parameters(r, "kind", "mesh", "resource", "account", "region")
	if err != nil {
		return nil, err
	}
	if err := checkKinds(query.Get("kind")); err != nil {
		return nil, err
	}
	return &stream{admin: a, request: r, of: query}, nil
}

// checkKinds refuses a glob that no kind fits.
func checkKinds(globs string) error {
	names := server.KindNames()
	for glob := range strings.SplitSeq(globs, ",") {
		if !slices.ContainsFunc(names, func(name string) bool { return server.Glob(glob, name) }) {
			return &problem{http.StatusBadRequest, "kind " + quoted(glob) + " is none of " + listed(names)}
		}
	}
	return nil
}

// stream is an answer of server-sent events.
type stream struct {
	*admin
	request *http.Request
	of      url.Values // which events
	out     http.ResponseWriter
	control *http.ResponseController
}

// write sends events until the client is gone, has fallen behind, or the program ends.
func (s *stream) write(w http.ResponseWriter) {
	setHeaders(w, "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if s.request.Method == http.MethodHead {
		return
	}
	s.out, s.control = w, http.NewResponseController(w)
	// A stream has no end that a deadline could stand for.
	s.control.SetWriteDeadline(time.Time{}) //nolint:errcheck // what has no deadlines needs none lifted
	watch := s.Server.Watch(backlog)
	defer watch.Close()
	s.follow(watch.Events())
}

func (s *stream) follow(events <-chan server.Event) {
	heart := time.NewTicker(cmp.Or(s.Heartbeat, DefaultHeartbeat))
	defer heart.Stop()
	err := s.send(": watching\n\n")
	for err == nil {
		select {
		case event, open := <-events:
			if !open {
				s.end("behind", "the client has fallen too far behind: ask for the state, and watch again")
				return
			}
			err = s.tell(event)
		case <-heart.C:
			err = s.send(": watching\n\n")
		case <-s.Done:
			s.tellRest(events)
			s.end("stopping", "the server stops")
			return
		case <-s.request.Context().Done():
			return
		}
	}
}

// tellRest sends what had happened before the server began to stop: what a client has the
// answer to, it is told of.
func (s *stream) tellRest(events <-chan server.Event) {
	for {
		select {
		case event, open := <-events:
			if !open || s.tell(event) != nil {
				return
			}
		default:
			return
		}
	}
}

// tell sends an event that is asked for. That the whole state was replaced, everybody is told.
func (s *stream) tell(event server.Event) error {
	c := changeOf(string(event.Change), event.Resource)
	if event.Resource != nil && !s.wants(c) {
		return nil
	}
	return s.sendEvent(c.Change, c)
}

func (s *stream) wants(c change) bool {
	return server.Glob(s.of.Get("kind"), c.Kind) && server.Glob(s.of.Get("mesh"), c.mesh()) &&
		server.Glob(s.of.Get("resource"), c.resource()) && server.Glob(s.of.Get("account"), c.Account) &&
		server.Glob(s.of.Get("region"), c.Region)
}

// end says why the stream ends here.
func (s *stream) end(reason, text string) {
	s.sendEvent("end", struct { //nolint:errcheck // it ends in either case
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

// send writes at once. A client that takes nothing for as long as there is patience is gone:
// otherwise it would hold the stream, and the end of the program.
func (s *stream) send(text string) error {
	late := make(chan struct{})
	timer := time.AfterFunc(patience, func() {
		s.control.SetWriteDeadline(time.Unix(1, 0)) //nolint:errcheck // what has no deadlines cannot be hurried
		close(late)
	})
	_, err := io.WriteString(s.out, text)
	if flushed := s.control.Flush(); err == nil {
		err = flushed
	}
	if !timer.Stop() {
		<-late // so that nobody touches the connection after the stream
	}
	return err
}
