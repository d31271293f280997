package server

import (
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
	c.cut("account", &c.Account, MaxJournalText)
	c.cut("region", &c.Region, MaxJournalText)
	c.cut("mesh", &c.Mesh, MaxJournalText)
	c.cut("resource", &c.Resource, MaxJournalText)
	c.cut("method", &c.Method, MaxJournalText)
	c.cut("path", &c.Path, MaxJournalText)
	c.cut("request", &c.Request, MaxJournalBody)
	c.cut("fault", &c.Fault, MaxJournalText)
	c.cut("hint", &c.Hint, MaxJournalText)
}

// cut cuts one text.
func (c *Call) cut(field string, text *string, limit int) {
	if len(*text) > limit {
		*text = strings.Clone((*text)[:limit])
		c.Truncated = append(c.Truncated, field)
	}
}

// journal keeps the last calls. The memory of a call's response is used again for the call
// that takes its place, so that calls are copied while the lock is held.
type journal struct {
	mu    sync.Mutex
	size  int // 0: the journal is off
	calls []keptCall
	next  int // position of the oldest call once the journal is full
	total int64
}

// keptCall is a call without its response, and the response.
type keptCall struct {
	Call
	response []byte
}

// add adds a call with the body of its response, which it copies up to the journal's limit.
func (j *journal) add(c Call, response []byte) {
	c.truncate()
	if len(response) > MaxJournalBody {
		response = response[:MaxJournalBody]
		c.Truncated = append(c.Truncated, "response")
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.total++
	c.Number = j.total
	if len(j.calls) < j.size {
		j.calls = append(j.calls, keptCall{})
		j.next = len(j.calls) - 1
	}
	kept := &j.calls[j.next]
	kept.Call, kept.response = c, append(kept.response[:0], response...)
	j.next = (j.next + 1) % j.size
}

// after returns the calls with a higher number, the oldest first.
func (j *journal) after(number int64) []Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	var calls []Call
	for i := range j.calls {
		if kept := &j.calls[(j.next+i)%len(j.calls)]; kept.Number > number {
			c := kept.Call
			c.Response = string(kept.response)
			calls = append(calls, c)
		}
	}
	return calls
}

// Calls returns those of the last calls that the filter selects, in the order in which they
// were answered. It fails if the filter is wrong: see CallFilter.Check.
func (s *Server) Calls(filter CallFilter) ([]Call, error) {
	matcher, err := filter.compile()
	if err != nil {
		return nil, err
	}
	var selected []Call
	for _, c := range s.journal.after(filter.Since) {
		if matcher.match(&c) {
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
