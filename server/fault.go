package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Cut says where a fault closes the connection.
type Cut string

// The values of Cut.
const (
	CutBefore Cut = "before" // before the response
	CutMiddle Cut = "middle" // in the middle of the response's body
)

// MaxDelay is the longest delay of a fault.
const MaxDelay = time.Hour

// Fault describes a failure to inject: the calls that it affects, and how they fail. A call
// fails by at most one of Code, Status and Cut. A Delay can be used alone or before the
// failure.
type Fault struct {
	Name  string     // for the journal and the log; "fault N" if empty
	Calls CallFilter // its Code, Since, Request and Where must be empty

	Code        Code          // an exception that App Mesh declares, or AccessDeniedException
	Message     string        // of Code; App Mesh's message if empty
	Status      int           // an HTTP status, sent with Body
	Body        string        // the body of the response with Status
	ContentType string        // of Body; application/json if empty
	Cut         Cut           // closes the connection
	Delay       time.Duration // before the response, at most MaxDelay
	DelayUpTo   time.Duration // if set, delays are spread evenly from Delay to DelayUpTo

	Nth   int     // only the nth call that matches
	Every int     // every nth of them
	First int     // the first n of them
	Share float64 // this fraction of them, more than 0 and at most 1
	Rate  float64 // those beyond this number per second and account
	Burst int     // the largest burst of calls that Rate permits; 1 if 0
	Seed  uint64  // of Share and DelayUpTo: the same seed gives the same sequence

	// After makes the call fail after the operation has run, so that only its response is lost.
	After bool
}

// faultJSON is the JSON form of a Fault: flat, with durations as text such as "150ms".
type faultJSON struct {
	Name        string        `json:"name,omitempty"`
	Operation   OperationName `json:"operation,omitempty"`
	Account     string        `json:"account,omitempty"`
	Region      string        `json:"region,omitempty"`
	Mesh        string        `json:"mesh,omitempty"`
	Resource    string        `json:"resource,omitempty"`
	Code        Code          `json:"code,omitempty"`
	Message     string        `json:"message,omitempty"`
	Status      int           `json:"status,omitempty"`
	Body        string        `json:"body,omitempty"`
	ContentType string        `json:"contentType,omitempty"`
	Cut         Cut           `json:"cut,omitempty"`
	Delay       string        `json:"delay,omitempty"`
	DelayUpTo   string        `json:"delayUpTo,omitempty"`
	Nth         int           `json:"nth,omitempty"`
	Every       int           `json:"every,omitempty"`
	First       int           `json:"first,omitempty"`
	Share       float64       `json:"share,omitempty"`
	Rate        float64       `json:"rate,omitempty"`
	Burst       int           `json:"burst,omitempty"`
	Seed        uint64        `json:"seed,omitempty"`
	After       bool          `json:"after,omitempty"`
	Summary     string        `json:"summary,omitempty"` // follows from the others; ignored when a fault is read
}

func (f Fault) toJSON() faultJSON {
	return faultJSON{
		Name: f.Name, Operation: f.Calls.Operation, Account: f.Calls.Account, Region: f.Calls.Region,
		Mesh: f.Calls.Mesh, Resource: f.Calls.Resource, Code: f.Code, Message: f.Message, Status: f.Status,
		Body: f.Body, ContentType: f.ContentType, Cut: f.Cut, Delay: durationText(f.Delay),
		DelayUpTo: durationText(f.DelayUpTo), Nth: f.Nth, Every: f.Every, First: f.First, Share: f.Share,
		Rate: f.Rate, Burst: f.Burst, Seed: f.Seed, After: f.After, Summary: f.Summary(),
	}
}

// MarshalJSON implements json.Marshaler.
func (f Fault) MarshalJSON() ([]byte, error) { return json.Marshal(f.toJSON()) }

// UnmarshalJSON implements json.Unmarshaler. It refuses unknown members.
func (f *Fault) UnmarshalJSON(data []byte) error {
	var j faultJSON
	if err := decodeStrictly(data, &j); err != nil {
		return err
	}
	fault, err := j.fault()
	if err == nil {
		*f = fault
	}
	return err
}

// decodeStrictly decodes JSON and refuses unknown members.
func decodeStrictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (j faultJSON) fault() (Fault, error) {
	delay, err := parseDelay("delay", j.Delay)
	if err != nil {
		return Fault{}, err
	}
	upTo, err := parseDelay("delayUpTo", j.DelayUpTo)
	return Fault{
		Name: j.Name, Calls: CallFilter{
			Operation: j.Operation, Account: j.Account, Region: j.Region, Mesh: j.Mesh, Resource: j.Resource,
		},
		Code: j.Code, Message: j.Message, Status: j.Status, Body: j.Body, ContentType: j.ContentType, Cut: j.Cut,
		Delay: delay, DelayUpTo: upTo, Nth: j.Nth, Every: j.Every, First: j.First, Share: j.Share,
		Rate: j.Rate, Burst: j.Burst, Seed: j.Seed, After: j.After,
	}, err
}

func durationText(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func parseDelay(member, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%s must be a duration such as 150ms or 1h30m, not %q", member, text)
	}
	return d, nil
}

// Check returns an error that lists all contradictions in the fault, or nil.
func (f *Fault) Check() error {
	var problems []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	failures := 0
	for _, set := range []bool{f.Code != "", f.Status != 0, f.Cut != ""} {
		if set {
			failures++
		}
	}
	refuse(failures > 1, "only one of code, status and cut can be set")
	refuse(failures == 0 && f.Delay == 0 && f.DelayUpTo == 0, "one of code, status, cut and delay must be set")
	refuse(f.Code != "" && !f.Code.Declared() && f.Code != AccessDeniedException,
		"code %q is neither one of App Mesh's ten exceptions nor %s%s", f.Code, AccessDeniedException,
		didYouMean(string(f.Code), codeNames()))
	refuse(f.Status != 0 && (f.Status < 200 || f.Status > 599), "status %d is not between 200 and 599", f.Status)
	refuse(f.Cut != "" && f.Cut != CutBefore && f.Cut != CutMiddle, "cut %q is neither %s nor %s", f.Cut, CutBefore,
		CutMiddle)
	refuse(f.Status == 0 && f.Body+f.ContentType != "", "body and contentType go with status")
	refuse(f.Code == "" && f.Message != "", "message goes with code")
	refuse(f.Rate == 0 && f.Burst != 0, "burst goes with rate")
	refuse(f.Calls.Code != "" || f.Calls.Since != 0 || f.Calls.Request != "" || f.Calls.Where != nil,
		"a fault cannot select calls by their code, number or body, or by a function")
	if err := f.Calls.Check(); err != nil {
		problems = append(problems, err)
	} else {
		companion := f.Calls.onlyCompanions()
		refuse(companion != "", "operation %q belongs to another service; faults apply to App Mesh only", companion)
	}
	refuse(f.Delay < 0, "the delay is negative")
	refuse(f.Delay > MaxDelay || f.DelayUpTo > MaxDelay, "a delay can be at most %v", MaxDelay)
	refuse(f.DelayUpTo != 0 && f.DelayUpTo < f.Delay, "delayUpTo is less than delay")
	refuse(f.Nth < 0 || f.Every < 0 || f.First < 0 || f.Burst < 0 || f.Rate < 0,
		"nth, every, first, rate and burst cannot be negative")
	refuse(f.Share < 0 || f.Share > 1, "share %v is not between 0 and 1", f.Share)
	return errors.Join(problems...)
}
