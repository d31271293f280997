package server

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// exchange is one request and its answer. It is the http.ResponseWriter that the router
// hands to the operations, so that every answer, also to what no operation fits, leaves
// by the same door.
type exchange struct {
	http.ResponseWriter
	server   *Server
	request  *http.Request
	began    time.Time
	id       state.UID
	answered bool
}

// The headers of an answer in the order of the record (§1.3), spelled for Go's maps.
const (
	headerRequestID = iota
	headerErrorType
	headerRule
	headerContentType
	headerDate
	headerUpstreamTime
	headerServer
	headerConnection
	headerCount
)

var canonicalHeaders = [headerCount]string{
	"X-Amzn-Requestid", "X-Amzn-Errortype", "X-Appmesh-Mock-Rule", "Content-Type",
	"Date", "X-Envoy-Upstream-Service-Time", "Server", "Connection",
}

// wireHeaders are the names as Envoy wrote them, in lower case but for the last (§1.3).
var wireHeaders = func() (names [headerCount]string) {
	for i, name := range canonicalHeaders {
		names[i] = strings.ToLower(name)
	}
	names[headerConnection] = canonicalHeaders[headerConnection]
	return names
}()

// answer writes a success or an error. The body is JSON.
func (x *exchange) answer(status int, body []byte, refusal *Error) {
	now := x.server.options.Clock.Now()
	var code, rule string
	if refusal != nil {
		code, rule = refusal.Code, strconv.Itoa(refusal.Rule)
	}
	x.setHeaders([headerCount]string{
		headerRequestID:    x.id.String(),
		headerErrorType:    code,
		headerRule:         rule,
		headerContentType:  "application/json",
		headerDate:         x.server.dates.format(now),
		headerUpstreamTime: strconv.FormatInt(now.Sub(x.began).Milliseconds(), 10),
		headerServer:       "envoy",
		headerConnection:   "keep-alive",
	})
	x.answered = true
	x.WriteHeader(status)
	x.Write(body) //nolint:errcheck // a client that is gone needs no answer
	x.log(status, code)
}

// setHeaders sets those headers that have a value. On a connection they go in lower case,
// as the service's Envoy wrote them; where a Go program calls the handler itself, they are
// named as Go's http.Header finds them.
func (x *exchange) setHeaders(values [headerCount]string) {
	names, header := &canonicalHeaders, x.Header()
	if x.onWire() {
		names = &wireHeaders
		header["Date"], header["Content-Type"] = nil, nil // or net/http would add its own
	}
	if x.request.ProtoMajor != 1 {
		values[headerConnection] = ""
	}
	for i := range values {
		if values[i] != "" {
			header[names[i]] = values[i : i+1 : i+1]
		}
	}
}

// onWire tells whether a net/http server reads and writes the exchange.
func (x *exchange) onWire() bool { return x.request.Context().Value(http.ServerContextKey) != nil }

// refuse answers an error.
func (x *exchange) refuse(err error) {
	refusal := asError(err)
	x.answer(refusal.Status, refusal.body(), refusal)
}

// recover answers for an operation that panicked. What it had begun to change was never
// committed. A panic that net/http asks for to cut a connection goes on.
func (x *exchange) recover() {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		panic(p)
	}
	x.server.options.Logger.Error("panic", "value", p, "method", x.request.Method,
		"path", x.request.URL.EscapedPath(), "request", x.id.String(), "stack", string(debug.Stack()))
	if x.answered {
		panic(http.ErrAbortHandler)
	}
	x.refuse(internalError)
}

func (x *exchange) log(status int, code string) {
	logger := x.server.options.Logger
	if ctx := x.request.Context(); logger.Enabled(ctx, slog.LevelDebug) {
		logger.LogAttrs(ctx, slog.LevelDebug, "request", slog.String("method", x.request.Method),
			slog.String("path", x.request.URL.EscapedPath()), slog.Int("status", status),
			slog.String("code", code), slog.String("request", x.id.String()))
	}
}

// preflight answers a CORS preflight as AWS's service framework does (rule 39).
func (x *exchange) preflight() {
	h, asked := x.Header(), x.request.Header
	set := func(name, value string) {
		if value == "" {
			return
		}
		if x.onWire() {
			name = strings.ToLower(name)
		}
		h[name] = []string{value}
	}
	now := x.server.options.Clock.Now()
	h["Date"] = nil
	set(canonicalHeaders[headerRequestID], x.id.String())
	set("Access-Control-Allow-Origin", "*")
	set("Access-Control-Allow-Headers", asked.Get("Access-Control-Request-Headers"))
	set("Access-Control-Allow-Methods", asked.Get("Access-Control-Request-Method"))
	set("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")
	set("Access-Control-Max-Age", "172800")
	set(canonicalHeaders[headerDate], x.server.dates.format(now))
	set(canonicalHeaders[headerUpstreamTime], strconv.FormatInt(now.Sub(x.began).Milliseconds(), 10))
	set(canonicalHeaders[headerServer], "envoy")
	h["Content-Length"] = []string{"0"}
	x.answered = true
	x.WriteHeader(http.StatusOK)
	x.log(http.StatusOK, "")
}

// dateCache keeps the Date header of the current second.
type dateCache struct{ last atomic.Pointer[cachedDate] }

type cachedDate struct {
	second int64
	text   string
}

func (c *dateCache) format(t time.Time) string {
	if last := c.last.Load(); last != nil && last.second == t.Unix() {
		return last.text
	}
	date := &cachedDate{second: t.Unix(), text: t.UTC().Format(http.TimeFormat)}
	c.last.Store(date)
	return date.text
}
