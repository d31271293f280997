package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// InjectedFault is a fault that is in effect.
type InjectedFault struct {
	Number int64 // identifies the fault; counts up from 1
	Fault
	Matched int64 // the number of calls that matched
	Applied int64 // the number of those that failed or were delayed
}

// injectedFaultJSON is the JSON form of an InjectedFault.
type injectedFaultJSON struct {
	Number int64 `json:"number"`
	faultJSON
	Matched int64 `json:"matched"`
	Applied int64 `json:"applied"`
}

// MarshalJSON implements json.Marshaler.
func (f InjectedFault) MarshalJSON() ([]byte, error) {
	return json.Marshal(injectedFaultJSON{f.Number, f.toJSON(), f.Matched, f.Applied})
}

// UnmarshalJSON implements json.Unmarshaler. It refuses unknown members.
func (f *InjectedFault) UnmarshalJSON(data []byte) error {
	var j injectedFaultJSON
	if err := decodeStrictly(data, &j); err != nil {
		return err
	}
	fault, err := j.fault()
	if err == nil {
		*f = InjectedFault{Number: j.Number, Fault: fault, Matched: j.Matched, Applied: j.Applied}
	}
	return err
}

// faultSet holds the faults that are in effect, in the order in which they were injected.
type faultSet struct {
	mu     sync.Mutex
	all    []*activeFault
	last   int64       // the number of the last fault
	exists atomic.Bool // whether there are faults; calls without faults take no lock
}

// activeFault is a fault with its state.
type activeFault struct {
	InjectedFault
	calls   callMatcher
	random  splitMix
	buckets map[tenantKey]*tokenBucket
}

type tenantKey struct{ account, region string }

// Inject puts a fault into effect. It fails if the fault contradicts itself.
func (s *Server) Inject(f Fault) (InjectedFault, error) {
	if err := f.Check(); err != nil {
		return InjectedFault{}, err
	}
	calls, err := f.Calls.compile()
	if err != nil {
		return InjectedFault{}, err
	}
	fs := &s.faults
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.last++
	if f.Name == "" {
		f.Name = fmt.Sprintf("fault %d", fs.last)
	}
	added := InjectedFault{Number: fs.last, Fault: f}
	fs.all = append(fs.all, &activeFault{
		InjectedFault: added, calls: calls, random: splitMix(f.Seed), buckets: map[tenantKey]*tokenBucket{},
	})
	fs.exists.Store(true)
	return added, nil
}

// Faults returns the faults that are in effect, with their counters.
func (s *Server) Faults() []InjectedFault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	all := make([]InjectedFault, 0, len(s.faults.all))
	for _, f := range s.faults.all {
		all = append(all, f.InjectedFault)
	}
	return all
}

// RemoveFault ends a fault. It reports whether the fault was in effect.
func (s *Server) RemoveFault(number int64) bool {
	fs := &s.faults
	fs.mu.Lock()
	defer fs.mu.Unlock()
	before := len(fs.all)
	fs.all = slices.DeleteFunc(fs.all, func(f *activeFault) bool { return f.Number == number })
	fs.exists.Store(len(fs.all) > 0)
	return len(fs.all) < before
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.all = nil
	s.faults.exists.Store(false)
}

// faultEffect is the effect of a fault on one call.
type faultEffect struct {
	Fault
	delay time.Duration
}

// match returns the effects of the faults on a call: any number of delays, and at most one
// failure. It updates the counters of the faults.
func (fs *faultSet) match(call target, now time.Time) []faultEffect {
	if !fs.exists.Load() {
		return nil
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var effects []faultEffect
	for _, f := range fs.all {
		if !f.calls.matchTarget(call) {
			continue
		}
		f.Matched++
		if !f.due(call, now) {
			continue
		}
		f.Applied++
		effects = append(effects, faultEffect{Fault: f.Fault, delay: f.nextDelay()})
		if f.Code != "" || f.Status != 0 || f.Cut != "" {
			break
		}
	}
	return effects
}

// due reports whether the fault affects the call that Matched has just counted.
func (f *activeFault) due(call target, now time.Time) bool {
	n := int(f.Matched)
	switch {
	case f.Nth > 0 && n != f.Nth, f.Every > 0 && n%f.Every != 0, f.First > 0 && n > f.First:
		return false
	case f.Share > 0 && f.random.float() >= f.Share:
		return false
	case f.Rate > 0:
		key, burst := tenantKey{call.account, call.region}, float64(max(1, f.Burst))
		if f.buckets[key] == nil {
			f.buckets[key] = &tokenBucket{tokens: burst, at: now}
		}
		return !f.buckets[key].take(now, f.Rate, burst)
	}
	return true
}

func (f *activeFault) nextDelay() time.Duration {
	if f.DelayUpTo == 0 {
		return f.Delay
	}
	return f.Delay + time.Duration(f.random.float()*float64(f.DelayUpTo-f.Delay))
}

// tokenBucket limits the rate of calls.
type tokenBucket struct {
	tokens float64
	at     time.Time
}

// take takes one token at the given time, and reports whether there was one.
func (b *tokenBucket) take(now time.Time, rate, burst float64) bool {
	b.tokens = min(burst, b.tokens+max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// splitMix is the state of the SplitMix64 pseudo-random number generator.
type splitMix uint64

// float returns a number from 0 up to, but not including, 1.
func (s *splitMix) float() float64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
