package server

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Limits of the journal. A call takes at most some 45 KiB: MaxJournalText for each of its
// nine texts and MaxJournalBody for each of its bodies.
const (
	DefaultJournal = 1000     // calls
	MaxJournalBody = 16 << 10 // bytes of the body of a request, and of a response
	MaxJournalText = 1 << 10  // bytes of any other text of a call
)

// Call is one request with its response, as the journal keeps it.
type Call struct {
	Number    int64         // counts up from 1 over the life of the server
	ID        string        // the request id
	Time      time.Time     // of the request, by the server's clock
	Duration  time.Duration // until the response, by the server's clock
	Operation OperationName // "" if no operation matches
	Account   string        // of the caller
	Region    string
	Mesh      string // the names in the request, as far as it has them
	Resource  string
	Method    string
	Path      string // with the query
	Request   string // the body of the request
	Status    int    // 0 if the connection was closed
	Response  string // the body of the response
	Code      Code   // the exception; "" for a success
	Rule      int    // the violated rule; 0 for none
	Fault     string // the name of the fault that was applied; "" for none

	// Ignored lists the unknown members of the request (rule 34), each with a suggestion.
	Ignored []string
	// Hint says in one sentence what to do about a refusal; "" for none.
	Hint string
	// Truncated lists the fields that were longer than the journal's limits.
	Truncated []string
}

// Outcome returns the exception of the response, "-" for a success, and "" if a fault made
// it neither: the connection was closed, or the fault's own status is no success.
func (c *Call) Outcome() string {
	if c.Code == "" && 200 <= c.Status && c.Status < 300 {
		return "-"
	}
	return string(c.Code)
}

// truncate cuts the texts of a call to the journal's limits, and copies what it cuts so that
// the rest can be freed.
func (c *Call) truncate() {
	if len(c.Path) > MaxJournalText { // these are parts of the request line, too
		c.Method, c.Mesh, c.Resource = strings.Clone(c.Method), strings.Clone(c.Mesh), strings.Clone(c.Resource)
	}
	for _, field := range []struct {
		name  string
		text  *string
		limit int
	}{
		{"account", &c.Account, MaxJournalText},
		{"region", &c.Region, MaxJournalText},
		{"mesh", &c.Mesh, MaxJournalText},
		{"resource", &c.Resource, MaxJournalText},
		{"method", &c.Method, MaxJournalText},
		{"path", &c.Path, MaxJournalText},
		{"request", &c.Request, MaxJournalBody},
		{"response", &c.Response, MaxJournalBody},
		{"fault", &c.Fault, MaxJournalText},
		{"hint", &c.Hint, MaxJournalText},
	} {
		if len(*field.text) > field.limit {
			*field.text = strings.Clone((*field.text)[:field.limit])
			c.Truncated = append(c.Truncated, field.name)
		}
	}
}

// journal keeps the last calls. Calls are never changed once they are in the journal, so
// that they are matched and rendered without holding the lock.
type journal struct {
	mu    sync.Mutex
	size  int // 0: the journal is off
	calls []*Call
	next  int // position of the oldest call once the journal is full
	total int64
}

// add adds a call.
func (j *journal) add(c *Call) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.total++
	c.Number = j.total
	if len(j.calls) < j.size {
		j.calls = append(j.calls, c)
		return
	}
	j.calls[j.next] = c
	j.next = (j.next + 1) % j.size
}

// all returns the calls, the oldest first.
func (j *journal) all() []*Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Concat(j.calls[j.next:], j.calls[:j.next])
}

// Calls returns those of the last calls that the filter selects, in the order in which they
// were answered. It fails if the filter is wrong: see CallFilter.Check.
func (s *Server) Calls(filter CallFilter) ([]Call, error) {
	matcher, err := filter.compile()
	if err != nil {
		return nil, err
	}
	var selected []Call
	for _, c := range s.journal.all() {
		if matcher.match(c) {
			selected = append(selected, c.clone())
		}
	}
	return selected, nil
}

// ClearCalls empties the journal. The numbers of calls count on.
func (s *Server) ClearCalls() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.calls, s.journal.next = nil, 0
}
