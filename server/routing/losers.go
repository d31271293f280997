package routing

import "encoding/json"

// Loser is a route or gateway route that was tried and did not match.
type Loser struct {
	Ref     string `json:"ref"`
	Because string `json:"because"` // the first unmet criterion
}

// Losers holds the candidates that were tried before the matching one. Because there may be
// many, the list is built only when it is read.
type Losers struct {
	tried   []*candidate
	attempt *attempt
	list    []Loser // instead, of losers that were read from JSON
}

// attempt is a request on a listener for which candidates were tried.
type attempt struct {
	listener listener
	request  request
}

// All returns the losers in the order in which they were tried.
func (l Losers) All() []Loser {
	all := append(make([]Loser, 0, len(l.tried)+len(l.list)), l.list...)
	for _, c := range l.tried {
		all = append(all, Loser{c.ref, c.reason(l.attempt.listener, &l.attempt.request)})
	}
	return all
}

// IsZero reports whether there are no losers.
func (l Losers) IsZero() bool { return len(l.tried) == 0 && len(l.list) == 0 }

// MarshalJSON implements json.Marshaler.
func (l Losers) MarshalJSON() ([]byte, error) { return json.Marshal(l.All()) }

// UnmarshalJSON implements json.Unmarshaler.
func (l *Losers) UnmarshalJSON(data []byte) error {
	*l = Losers{}
	return json.Unmarshal(data, &l.list)
}
