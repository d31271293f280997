package envoy

import (
	"math"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// text returns *s, or "" if s is nil.
func text(s *string) string { return value(s) }

// value returns *p, or the zero value if p is nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// maxSeconds is the largest duration that Envoy accepts, in seconds: ten years.
const maxSeconds = 10 * 365 * 24 * 60 * 60

// milliseconds returns a duration in a spec, and whether there is one.
func milliseconds(d *model.Duration) (ms int64, ok bool) {
	if d == nil || d.Value == nil || d.Unit == nil {
		return 0, false
	}
	if ms = min(*d.Value, maxSeconds*1000); text(d.Unit) == "s" {
		ms = min(*d.Value, maxSeconds) * 1000
	}
	return ms, true
}

// duration returns a duration in Envoy's format, or nil if there is none.
func duration(d *model.Duration) any {
	ms, ok := milliseconds(d)
	if !ok {
		return nil
	}
	return seconds(ms)
}

// seconds formats milliseconds as a duration of Envoy.
func seconds(ms int64) string {
	return strconv.FormatFloat(float64(min(ms, maxSeconds*1000))/1000, 'f', -1, 64) + "s"
}

// count limits a number to the range of an unsigned 32-bit integer.
func count(n int64) int64 { return min(max(n, 0), math.MaxUint32) }
