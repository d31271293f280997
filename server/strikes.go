package server

import (
	"fmt"
	"net/http"
	"time"
)

// strike is what a fault does to one call.
type strike struct {
	Fault
	wait time.Duration
}

// strikes answers what the faults do to a call, each counted: at most one that is an
// answer, and the delays before it.
func (fs *faults) strikes(of subject, now time.Time) []strike {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var all []strike
	for _, f := range fs.all {
		if !f.fits(of) {
			continue
		}
		f.Fits++
		if !f.due(of, now) {
			continue
		}
		f.Hits++
		all = append(all, strike{Fault: f.Fault, wait: f.delay()})
		if f.Code != "" || f.Status != 0 || f.Cut != "" {
			break
		}
	}
	return all
}

// due tells whether the fault strikes the call that Fits has just counted.
func (f *armed) due(of subject, now time.Time) bool {
	n := int(f.Fits)
	switch {
	case f.Nth > 0 && n != f.Nth, f.Every > 0 && n%f.Every != 0, f.First > 0 && n > f.First:
		return false
	case f.Share > 0 && f.chance.float() >= f.Share:
		return false
	case f.Rate > 0:
		key := of.account + " " + of.region
		if f.buckets[key] == nil {
			f.buckets[key] = &bucket{tokens: float64(max(1, f.Burst)), at: now}
		}
		return !f.buckets[key].take(now, f.Rate, float64(max(1, f.Burst)))
	}
	return true
}

func (f *armed) delay() time.Duration {
	wait := time.Duration(f.Delay)
	if f.DelayUpTo > 0 {
		wait += time.Duration(f.chance.float() * float64(f.DelayUpTo-f.Delay))
	}
	return wait
}

// bucket is a token bucket.
type bucket struct {
	tokens float64
	at     time.Time
}

func (b *bucket) take(now time.Time, rate, burst float64) bool {
	b.tokens = min(burst, b.tokens+max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// splitmix is a small source of chance (SplitMix64) whose run its seed decides.
type splitmix uint64

func (s *splitmix) float() float64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// strikeAll lets faults strike before the operation or after it. It answers an error for
// one that answers in App Mesh's place, and does not come back from one that cuts the connection.
func (x *exchange) strikeAll(all []strike, after bool, body []byte) error {
	for _, each := range all {
		if each.After != after {
			continue
		}
		x.fault = each.Name
		x.wait(each.wait)
		switch {
		case each.Cut == CutBefore:
			x.record(x.server.options.Clock.Now(), 0, nil, nil)
			panic(http.ErrAbortHandler)
		case each.Cut == CutMiddle:
			x.cutMiddle(body)
		case each.Status != 0:
			return &rawAnswer{status: each.Status, body: []byte(each.Body), contentType: each.ContentType}
		case each.Code != "":
			return x.injected(each.Fault)
		}
	}
	return nil
}

// wait waits, but not for a client that is gone.
func (x *exchange) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.request.Context().Done():
	}
}

// cutMiddle answers half of a body and cuts the connection.
func (x *exchange) cutMiddle(body []byte) {
	if body == nil {
		body = internalError.body()
	}
	now := x.server.options.Clock.Now()
	x.setHeaders(x.headers(now, len(body), nil, "application/json"))
	x.answered = true
	x.record(now, 0, nil, nil)
	x.WriteHeader(http.StatusOK)
	x.Write(body[:len(body)/2])                          //nolint:errcheck // the connection ends here
	http.NewResponseController(x.ResponseWriter).Flush() //nolint:errcheck // the same
	panic(http.ErrAbortHandler)
}

// rawAnswer is an answer that only a fault gives.
type rawAnswer struct {
	status      int
	body        []byte
	contentType string
}

// Error implements error.
func (r *rawAnswer) Error() string { return fmt.Sprintf("status %d", r.status) }
