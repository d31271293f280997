package main

import (
	"log/slog"
	"net/http"
	"time"
)

// timeouts limits the time for which a client can hold an idle connection. It does not limit
// the time of handlers.
type timeouts struct {
	header time.Duration // to read the headers of a request
	read   time.Duration // to read a whole request
	write  time.Duration // for each write of a response
	idle   time.Duration // between two requests
}

var defaultTimeouts = timeouts{
	header: 10 * time.Second, read: 30 * time.Second, write: 60 * time.Second, idle: 2 * time.Minute,
}

// maxHeaderBytes is large enough for the API itself to refuse a path that is too long (rule
// 62).
const maxHeaderBytes = 256 << 10

// newWeb returns an HTTP server without a handler. It has no WriteTimeout, because that
// begins with the request and would cut off injected delays and event streams. See
// withWriteTimeout.
func newWeb(t timeouts, logger *slog.Logger) *http.Server {
	return &http.Server{
		ReadHeaderTimeout: t.header,
		ReadTimeout:       t.read,
		IdleTimeout:       t.idle,
		MaxHeaderBytes:    maxHeaderBytes,
		HTTP2:             &http.HTTP2Config{WriteByteTimeout: t.write},
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// withWriteTimeout returns a handler in which each write to the client has its own timeout.
func withWriteTimeout(next http.Handler, timeout time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := &boundedWriter{ResponseWriter: w, control: http.NewResponseController(w), timeout: timeout}
		if r.ProtoMajor == 1 {
			b.setDeadline(0) // remove the deadline of the last request on this connection
		}
		next.ServeHTTP(b, r)
	})
}

// boundedWriter sets a deadline for each write. The last deadline also applies to the data
// that net/http writes after the handler has ended.
type boundedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
}

// setDeadline sets the write deadline, or removes it if d is zero.
func (b *boundedWriter) setDeadline(d time.Duration) {
	var at time.Time
	if d > 0 {
		at = time.Now().Add(d)
	}
	b.control.SetWriteDeadline(at) //nolint:errcheck // the writers of net/http support deadlines
}

// WriteHeader implements http.ResponseWriter.
func (b *boundedWriter) WriteHeader(status int) {
	b.setDeadline(b.timeout)
	b.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (b *boundedWriter) Write(p []byte) (int, error) {
	b.setDeadline(b.timeout)
	return b.ResponseWriter.Write(p)
}

// FlushError flushes, for http.ResponseController. Then it removes the deadline, because no
// data is pending and a stream may pause for longer than the timeout.
func (b *boundedWriter) FlushError() error {
	b.setDeadline(b.timeout)
	defer b.setDeadline(0)
	return b.control.Flush()
}

// Unwrap returns the writer for http.ResponseController.
func (b *boundedWriter) Unwrap() http.ResponseWriter { return b.ResponseWriter }
