package envoy

import (
	"math"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// text returns the string that a member has, "" if it has none.
func text(s *string) string { return value(s) }

// value returns what a member has, the zero value if it has nothing.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// maxSeconds keeps durations in the range that Envoy takes: ten years.
const maxSeconds = 10 * 365 * 24 * 60 * 60

// milliseconds returns a duration of a spec, and whether it has one.
func milliseconds(d *model.Duration) (ms int64, ok bool) {
	if d == nil || d.Value == nil || d.Unit == nil {
		return 0, false
	}
	if ms = min(*d.Value, maxSeconds*1000); text(d.Unit) == "s" {
		ms = min(*d.Value, maxSeconds) * 1000
	}
	return ms, true
}

// duration returns a duration as Envoy writes it, and nil if there is none.
func duration(d *model.Duration) any {
	ms, ok := milliseconds(d)
	if !ok {
		return nil
	}
	return seconds(ms)
}

// seconds returns a number of milliseconds as a duration of Envoy.
func seconds(ms int64) string {
	return strconv.FormatFloat(float64(min(ms, maxSeconds*1000))/1000, 'f', -1, 64) + "s"
}

// count keeps a number in the range of an unsigned integer of 32 bits.
func count(n int64) int64 { return min(max(n, 0), math.MaxUint32) }
