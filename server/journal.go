package server

import (
	"strings"
	"sync"
	"time"
)

// Limits of the journal. A call takes at most about 45 KiB: MaxJournalText for each of its
// nine texts and MaxJournalBody for each of its two bodies.
const (
	DefaultJournal = 1000     // calls
	MaxJournalBody = 16 << 10 // bytes of the body of a request, and of a response
	MaxJournalText = 1 << 10  // bytes of any other text of a call
)

// Call is a request and its response, as stored in the journal.
type Call struct {
	Number    int64         // counts up from 1 for each server
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

// Outcome returns the exception of the response, or "-" for a success. It returns "" if a
// fault closed the connection or sent its own status, unless that status is a success.
func (c *Call) Outcome() string {
	if c.Code == "" && 200 <= c.Status && c.Status < 300 {
		return "-"
	}
	return string(c.Code)
}

// truncate shortens the texts of a call to the journal's limits. It copies the texts that it
// shortens, so that the originals can be freed.
func (c *Call) truncate() {
	if len(c.Path) > MaxJournalText { // these texts are parts of the path, or of the request line with it
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

// cut shortens one text.
func (c *Call) cut(field string, text *string, limit int) {
	if len(*text) > limit {
		*text = strings.Clone((*text)[:limit])
		c.Truncated = append(c.Truncated, field)
	}
}

// journal stores the latest calls. A new call reuses the memory of the response that it
// replaces, so readers copy calls while they hold the lock.
type journal struct {
	mu    sync.Mutex
	size  int // 0: the journal is off
	calls []keptCall
	next  int // position of the oldest call once the journal is full
	total int64
}

// keptCall is a call and its response, which the call itself does not hold.
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

// after returns the calls with a number greater than the given one, oldest first.
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

// Calls returns the calls in the journal that the filter selects, in the order of their
// responses. It returns an error if the filter is invalid; see CallFilter.Check.
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

// ClearCalls empties the journal. The numbering of calls continues.
func (s *Server) ClearCalls() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.calls, s.journal.next = nil, 0
}
