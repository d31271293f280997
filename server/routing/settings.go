package routing

import (
	"slices"
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// The default timeouts of routes and listeners, according to App Mesh's user guide.
const (
	defaultPerRequest millis = 15_000
	defaultIdle       millis = 300_000
)

// millis is a duration in milliseconds. 0 means no limit.
type millis int64

func newMillis(d *model.Duration) *millis {
	if d == nil || d.Value == nil {
		return nil
	}
	ms := millis(*d.Value)
	if deref(d.Unit) != "ms" {
		ms *= 1000
	}
	return &ms
}

// String returns the duration as "15s" or "250ms".
func (m millis) String() string {
	if m%1000 == 0 {
		return strconv.FormatInt(int64(m/1000), 10) + "s"
	}
	return strconv.FormatInt(int64(m), 10) + "ms"
}

// above reports whether m is a longer limit than other.
func (m millis) above(other millis) bool {
	return other != 0 && (m == 0 || m > other)
}

func orDefault(m *millis, standard millis) millis {
	if m == nil {
		return standard
	}
	return *m
}

// listenerTimeouts returns the timeouts of a listener of a virtual node.
func listenerTimeouts(l *model.VirtualNodeListener) (perRequest, idle millis) {
	perRequest, idle = defaultPerRequest, defaultIdle
	t := l.Timeout
	if t == nil {
		return perRequest, idle
	}
	http := t.Http
	if http == nil {
		http = t.Http2
	}
	if http == nil {
		http = (*model.HttpTimeout)(t.Grpc)
	}
	switch {
	case http != nil:
		return orDefault(newMillis(http.PerRequest), perRequest), orDefault(newMillis(http.Idle), idle)
	case t.Tcp != nil:
		return perRequest, orDefault(newMillis(t.Tcp.Idle), idle)
	default:
		return perRequest, idle
	}
}

// defaultRetries returns the retries of a route without a policy, according to App Mesh's
// user guide.
func defaultRetries(protocol string) *Retries {
	switch protocol {
	case protocolTCP:
		return nil
	case protocolGRPC:
		return &Retries{Max: 2, On: []string{"unavailable", "503", "stream-error", "connection-error"}}
	default:
		return &Retries{Max: 2, On: []string{"503", "stream-error", "connection-error"}}
	}
}

func newRetries(most *int64, events ...[]string) *Retries {
	return &Retries{Max: int(deref(most)), On: slices.Concat(events...)}
}
