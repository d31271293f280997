package server

import (
	"sync"
	"time"
)

// Call is one request and what was answered to it.
type Call struct {
	Number    int64         // counts up from 1 over the life of the server
	ID        string        // the request id
	Time      time.Time     // when it came, by the server's clock
	Duration  time.Duration // until it was answered, by the server's clock
	Operation string        // "" if no operation fits
	Account   string        // of the caller
	Region    string
	Mesh      string // the names in the request, as far as it has them
	Resource  string
	Method    string
	Path      string // with the query
	Request   []byte // the body, cut off at MaxJournalBody
	Status    int    // 0 if the connection was cut
	Answer    []byte // the body, cut off at MaxJournalBody
	Code      string // the exception; "" for a success
	Rule      int    // that was broken; 0 for none
	Fault     string // the name of the fault that struck; "" for none
}

// What the journal keeps at the most.
const (
	DefaultJournal = 1000     // calls
	MaxJournalBody = 16 << 10 // bytes of a request's body, and of an answer's
)

// journal keeps the last calls.
type journal struct {
	mu    sync.Mutex
	size  int // 0: it is off
	calls []Call
	next  int // where the next call goes once the journal is full: the oldest
	total int64
}

// add notes a call and copies its bodies, into the room of the call that it takes the place of.
func (j *journal) add(c Call, request string, answer []byte) {
	if j.size == 0 {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.total++
	c.Number = j.total
	if len(j.calls) < j.size {
		j.calls = append(j.calls, Call{})
		j.next = len(j.calls) - 1
	}
	at := &j.calls[j.next]
	c.Request = append(at.Request[:0], request[:min(len(request), MaxJournalBody)]...)
	c.Answer = append(at.Answer[:0], answer[:min(len(answer), MaxJournalBody)]...)
	*at = c
	j.next = (j.next + 1) % j.size
}

// Outcome answers the exception that was answered, "-" for a success, and "" where a fault
// made it neither: the connection was cut, or a raw answer says something else than success.
func (c *Call) Outcome() string {
	if c.Code == "" && 200 <= c.Status && c.Status < 300 {
		return "-"
	}
	return c.Code
}

// CallFilter says which calls of the journal are meant. The zero CallFilter means all.
type CallFilter struct {
	Match
	Code  string // globs as in Match; "-" for successes
	Since int64  // only calls with a higher number
}

func (f CallFilter) fits(c *Call) bool {
	return c.Number > f.Since && Glob(f.Code, c.Outcome()) && f.Match.fits(c.subject())
}

func (c *Call) subject() subject {
	return subject{c.Operation, c.Account, c.Region, c.Mesh, c.Resource}
}

// Calls answers those of the last calls that fit, in the order in which they were answered.
func (s *Server) Calls(filter CallFilter) []Call {
	j := &s.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	var fitting []Call
	for i := range j.calls {
		if c := j.calls[(j.next+i)%len(j.calls)]; filter.fits(&c) {
			c.Request, c.Answer = append([]byte(nil), c.Request...), append([]byte(nil), c.Answer...) // nil where there is none
			fitting = append(fitting, c)
		}
	}
	return fitting
}

// ForgetCalls empties the journal. Its numbers count on.
func (s *Server) ForgetCalls() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.calls, s.journal.next = nil, 0
}
