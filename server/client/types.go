package client

import (
	"encoding/json"
	"time"
)

// Health is the response of GET /_mock/health.
type Health struct {
	Status  string  `json:"status"`
	Uptime  float64 `json:"uptimeSeconds"`
	Version string  `json:"version"`
}

// Clock is the state of the server's clock.
type Clock struct {
	Now     time.Time `json:"now"`
	Running bool      `json:"running"`
}

// Checkpoint is a saved state.
type Checkpoint struct {
	Name string    `json:"name"`
	Time time.Time `json:"time"` // by the server's clock
}

// Fault is an injected fault. JSON has the members that are not listed here.
type Fault struct {
	Number    int64  `json:"number"`
	Name      string `json:"name"`
	Operation string `json:"operation"`
	Mesh      string `json:"mesh"`
	Resource  string `json:"resource"`
	Account   string `json:"account"`
	Region    string `json:"region"`
	Matched   int64  `json:"matched"` // calls that matched
	Applied   int64  `json:"applied"` // calls that the fault was applied to
	Summary   string `json:"summary"` // a sentence about the fault

	JSON json.RawMessage `json:"-"` // the whole fault
}

// UnmarshalJSON implements json.Unmarshaler.
func (f *Fault) UnmarshalJSON(data []byte) error {
	type plain Fault
	if err := json.Unmarshal(data, (*plain)(f)); err != nil {
		return err
	}
	f.JSON = append(json.RawMessage(nil), data...)
	return nil
}

// MarshalJSON implements json.Marshaler: it returns the whole fault as the server sent it.
func (f Fault) MarshalJSON() ([]byte, error) { return f.JSON, nil }

// Profile is a predefined set of faults.
type Profile struct {
	Name   string  `json:"name"`
	Faults []Fault `json:"faults"`
}

// Call is an entry of the journal.
type Call struct {
	Number        int64     `json:"number"`
	ID            string    `json:"requestId"`
	Time          time.Time `json:"time"` // by the server's clock
	Duration      float64   `json:"durationSeconds"`
	Operation     string    `json:"operation"` // empty if none matches the request
	Account       string    `json:"account"`
	Region        string    `json:"region"`
	Mesh          string    `json:"mesh"`
	Resource      string    `json:"resource"`
	Method        string    `json:"method"`
	Path          string    `json:"path"` // with the query
	Request       string    `json:"request"`
	RequestBytes  []byte    `json:"requestBase64"` // instead of Request, if it is not UTF-8
	Status        int       `json:"status"`        // 0 if the connection was cut
	Response      string    `json:"response"`
	ResponseBytes []byte    `json:"responseBase64"`
	Code          string    `json:"code"` // the exception
	Rule          int       `json:"rule"` // the rule that the request breaks
	Fault         string    `json:"fault"`
	Hint          string    `json:"hint"`
	Ignored       []string  `json:"ignored"`   // paths of unknown members
	Truncated     []string  `json:"truncated"` // members that are longer than the journal's limits

	JSON json.RawMessage `json:"-"` // the whole entry
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Call) UnmarshalJSON(data []byte) error {
	type plain Call
	if err := json.Unmarshal(data, (*plain)(c)); err != nil {
		return err
	}
	c.JSON = append(json.RawMessage(nil), data...)
	return nil
}

// MarshalJSON implements json.Marshaler: it returns the whole entry as the server sent it.
func (c Call) MarshalJSON() ([]byte, error) { return c.JSON, nil }

// Failed reports whether the call failed.
func (c *Call) Failed() bool { return c.Status < 200 || c.Status > 299 }
