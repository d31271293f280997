package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// Where a fault cuts the connection.
const (
	CutBefore = "before" // the answer: the client sees none
	CutMiddle = "middle" // of the answer's body
)

// Fault is a rule for what goes wrong, with which calls, and when. What goes wrong is one of
// Code, Status and Cut, or a Delay, alone or before one of them.
type Fault struct {
	Name string `json:"name,omitempty"` // for the journal; the fault's number if empty
	Match

	Code        string   `json:"code,omitempty"`        // one of App Mesh's exceptions, or AccessDeniedException
	Message     string   `json:"message,omitempty"`     // of Code; App Mesh's own if empty
	Status      int      `json:"status,omitempty"`      // answer this HTTP status with Body as it stands
	Body        string   `json:"body,omitempty"`        //
	ContentType string   `json:"contentType,omitempty"` // of Body; application/json if empty
	Cut         string   `json:"cut,omitempty"`         // close the connection: CutBefore or CutMiddle
	Delay       Duration `json:"delay,omitempty"`       // before the answer
	DelayUpTo   Duration `json:"delayUpTo,omitempty"`   // if set, the delay is spread evenly from Delay to here

	Nth   int     `json:"nth,omitempty"`   // only the nth call that fits
	Every int     `json:"every,omitempty"` // every nth
	First int     `json:"first,omitempty"` // the first n
	Share float64 `json:"share,omitempty"` // this share of them, from above 0 to 1
	Rate  float64 `json:"rate,omitempty"`  // those that an account makes above so many a second
	Burst int     `json:"burst,omitempty"` // of Rate: so many at once are within it
	Seed  uint64  `json:"seed,omitempty"`  // of Share and DelayUpTo: the same seed, the same run

	After bool `json:"after,omitempty"` // the operation is done first, and only its answer is lost
}

// InjectedFault is a fault that is in place.
type InjectedFault struct {
	Number int64 `json:"number"`
	Fault
	Fits int64 `json:"fits"` // how many calls fitted
	Hits int64 `json:"hits"` // how many of them it struck
}

// Duration is a time.Duration that JSON shows as Go writes it: "150ms".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// Check answers what is wrong with the fault, nil if nothing is.
func (f *Fault) Check() error {
	var wrong []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	outcomes := 0
	for _, set := range []bool{f.Code != "", f.Status != 0, f.Cut != ""} {
		if set {
			outcomes++
		}
	}
	_, declared := model.Exceptions[f.Code]
	refuse(outcomes > 1, "only one of code, status and cut can be set")
	refuse(outcomes == 0 && f.Delay == 0 && f.DelayUpTo == 0, "one of code, status, cut and delay must be set")
	refuse(f.Code != "" && !declared && f.Code != accessDenied, "code %q is neither one of App Mesh's ten exceptions nor %s", f.Code, accessDenied)
	refuse(f.Status != 0 && (f.Status < 200 || f.Status > 599), "status %d is not between 200 and 599", f.Status)
	refuse(f.Cut != "" && f.Cut != CutBefore && f.Cut != CutMiddle, "cut %q is neither %s nor %s", f.Cut, CutBefore, CutMiddle)
	refuse(f.Status == 0 && f.Body+f.ContentType != "", "body and contentType go with status")
	refuse(f.Code == "" && f.Message != "", "message goes with code")
	refuse(f.Rate == 0 && f.Burst != 0, "burst goes with rate")
	for pattern := range strings.SplitSeq(f.Operation, ",") {
		refuse(f.Operation != "" && !fitsAnOperation(pattern), "operation %q fits none of the API's operations", pattern)
	}
	refuse(f.Delay < 0, "the delay is negative")
	refuse(f.DelayUpTo != 0 && f.DelayUpTo < f.Delay, "delayUpTo is less than delay")
	refuse(f.Nth < 0 || f.Every < 0 || f.First < 0 || f.Burst < 0 || f.Rate < 0, "nth, every, first, rate and burst cannot be negative")
	refuse(f.Share < 0 || f.Share > 1, "share %v is not between 0 and 1", f.Share)
	return errors.Join(wrong...)
}

func fitsAnOperation(pattern string) bool {
	return slices.ContainsFunc(table(), func(op *row) bool { return Glob(pattern, op.name) })
}

// faults are the faults that are in place, in the order in which they were injected.
type faults struct {
	mu    sync.Mutex
	all   []*armed
	count int64
	any   atomic.Bool // whether there are any: all that a call costs where there are none
}

// armed is a fault with what it remembers.
type armed struct {
	InjectedFault
	chance  splitmix
	buckets map[string]*bucket // by account and region
}

// Inject puts a fault in place and answers its number and a function that removes it.
func (s *Server) Inject(f Fault) (number int64, remove func(), err error) {
	if err := f.Check(); err != nil {
		return 0, nil, err
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.count++
	number = s.faults.count
	if f.Name == "" {
		f.Name = fmt.Sprintf("fault %d", number)
	}
	s.faults.all = append(s.faults.all, &armed{
		InjectedFault: InjectedFault{Number: number, Fault: f}, chance: splitmix(f.Seed), buckets: map[string]*bucket{},
	})
	s.faults.any.Store(true)
	return number, func() { s.RemoveFault(number) }, nil
}

// Faults answers the faults that are in place, with how often each has struck.
func (s *Server) Faults() []InjectedFault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	all := make([]InjectedFault, 0, len(s.faults.all))
	for _, f := range s.faults.all {
		all = append(all, f.InjectedFault)
	}
	return all
}

// RemoveFault removes a fault, and tells whether it was in place.
func (s *Server) RemoveFault(number int64) bool {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	before := len(s.faults.all)
	s.faults.all = slices.DeleteFunc(s.faults.all, func(f *armed) bool { return f.Number == number })
	s.faults.any.Store(len(s.faults.all) > 0)
	return len(s.faults.all) < before
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = nil
	s.faults.any.Store(false)
}
