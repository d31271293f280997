package server

import (
	"cmp"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"
)

// exchange is one request and its answer. It is the http.ResponseWriter that the router
// hands to the operations, so that every answer, also to what no operation fits, leaves
// by the same door.
type exchange struct {
	http.ResponseWriter
	server   *Server
	request  *http.Request
	began    time.Time
	id       string
	about    subject // as far as it is known
	body     string  // of the request
	fault    string  // that struck
	answered bool
	lost     bool // the answer could not be written whole

	match mux.RouteMatch // the operation that fits, and the variables of the path
	call  call

	in, out []byte // room for the bodies, which one exchange leaves to another
}

// exchanges are some of those that have ended.
var exchanges = sync.Pool{New: func() any { return new(exchange) }}

// mostRoom is how many bytes of room for a body an exchange can have that is used again.
const mostRoom = 128 << 10

func (s *Server) begin(w http.ResponseWriter, r *http.Request) *exchange {
	x := exchanges.Get().(*exchange)
	x.ResponseWriter, x.server, x.request = w, s, r
	x.began, x.id = s.options.Clock.Now(), s.options.RequestIDs().String()
	return x
}

// end ends an exchange, and answers for an operation that panicked. What it had begun to
// change was never committed. A panic that net/http asks for to cut a connection goes on.
// Nothing may hold on to an exchange that has ended; of one whose answer was not written whole,
// HTTP/2 may still hold the bytes.
func (x *exchange) end() {
	if p := recover(); p != nil {
		x.recovered(p)
		return
	}
	if x.lost || max(cap(x.in), cap(x.out)) > mostRoom {
		return
	}
	vars := x.match.Vars
	clear(vars)
	*x = exchange{match: mux.RouteMatch{Vars: vars}, in: x.in, out: x.out}
	exchanges.Put(x)
}

// The headers of an answer in the order of the record (§1.3), spelled for Go's maps.
const (
	headerRequestID = iota
	headerErrorType
	headerRule
	headerContentType
	headerContentLength
	headerDate
	headerUpstreamTime
	headerServer
	headerConnection
	headerCount
)

var canonicalHeaders = [headerCount]string{
	"X-Amzn-Requestid", "X-Amzn-Errortype", "X-Appmesh-Mock-Rule", "Content-Type",
	"Content-Length", "Date", "X-Envoy-Upstream-Service-Time", "Server", "Connection",
}

// wireHeaders are the names as Envoy wrote them, in lower case but for the last (§1.3), and
// but for the length, which net/http must find to send a long body in one piece.
var wireHeaders = func() (names [headerCount]string) {
	for i, name := range canonicalHeaders {
		names[i] = strings.ToLower(name)
	}
	names[headerConnection] = canonicalHeaders[headerConnection]
	names[headerContentLength] = canonicalHeaders[headerContentLength]
	return names
}()

// counted is how many bytes a body has at the most that net/http counts itself. With a header
// less to set, the map of those that all answers have stays within Go's smallest.
const counted = 2048

// answer writes a success or an error. The body is JSON.
func (x *exchange) answer(status int, body []byte, refusal *Error) {
	x.send(status, body, refusal, "application/json")
}

func (x *exchange) send(status int, body []byte, refusal *Error, contentType string) {
	now := x.server.options.Clock.Now()
	values := x.headers(now, len(body), refusal, contentType)
	if len(body) <= counted && x.onWire() {
		values[headerContentLength] = ""
	}
	x.setHeaders(values)
	x.answered = true
	x.record(now, status, body, refusal)
	x.WriteHeader(status)
	_, err := x.Write(body)
	x.lost = err != nil
}

// headers answers the values of an answer's headers, "" for those that it has not (rule 38).
func (x *exchange) headers(now time.Time, length int, refusal *Error, contentType string) (values [headerCount]string) {
	if refusal != nil {
		values[headerErrorType], values[headerRule] = refusal.Code, strconv.Itoa(refusal.Rule)
	}
	values[headerRequestID] = x.id
	values[headerContentType] = contentType
	values[headerContentLength] = strconv.Itoa(length)
	values[headerDate] = x.server.dates.format(now)
	values[headerUpstreamTime] = strconv.FormatInt(now.Sub(x.began).Milliseconds(), 10)
	values[headerServer] = "envoy"
	values[headerConnection] = "keep-alive"
	return values
}

// setHeaders sets those headers that have a value. On a connection they go in lower case,
// as the service's Envoy wrote them; where a Go program calls the handler itself, they are
// named as Go's http.Header finds them.
func (x *exchange) setHeaders(set [headerCount]string) {
	values := &set
	names, header := &canonicalHeaders, x.Header()
	if x.onWire() {
		names = &wireHeaders
		header["Date"], header["Content-Type"] = nil, nil // or net/http would add its own
	}
	if x.request.Header.Get("Origin") != "" {
		x.shareWithPages()
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
	if raw, ok := err.(*rawAnswer); ok { //nolint:errorlint // nothing wraps it
		x.send(raw.status, raw.body, nil, cmp.Or(raw.contentType, "application/json"))
		return
	}
	refusal := asError(err)
	x.answer(refusal.Status, refusal.body(), refusal)
}

func (x *exchange) recovered(p any) {
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		panic(p)
	}
	x.server.options.Logger.Error("panic", "value", p, "method", x.request.Method,
		"path", x.request.URL.EscapedPath(), "request", x.id, "stack", string(debug.Stack()))
	if x.answered {
		panic(http.ErrAbortHandler)
	}
	x.refuse(internalError)
}

// record notes the call in the journal and in the measures, and logs it if that is asked for.
func (x *exchange) record(now time.Time, status int, body []byte, refusal *Error) {
	s := x.server
	call := Call{
		ID: x.id, Time: x.began, Duration: now.Sub(x.began), Operation: x.about.operation,
		Account: x.about.account, Region: x.about.region, Mesh: x.about.mesh, Resource: x.about.resource,
		Method: x.request.Method, Path: cmp.Or(x.request.RequestURI, x.request.URL.RequestURI()),
		Status: status, Fault: x.fault,
	}
	if refusal != nil {
		call.Code, call.Rule = refusal.Code, refusal.Rule
	}
	s.measures.add(&call)
	s.journal.add(call, x.body, body)
	if ctx := x.request.Context(); s.options.Logger.Enabled(ctx, slog.LevelDebug) {
		s.options.Logger.LogAttrs(ctx, slog.LevelDebug, "request", slog.String("method", call.Method),
			slog.String("path", call.Path), slog.String("operation", call.Operation), slog.Int("status", status),
			slog.String("code", call.Code), slog.String("request", call.ID))
	}
}

// exposedHeaders are those of an answer that a web page may read (§1.4).
const exposedHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"

// shareWithPages lets a web page of any origin read the answer, as the preflight promises (rule 39).
func (x *exchange) shareWithPages() {
	x.set("Access-Control-Allow-Origin", "*")
	x.set("Access-Control-Expose-Headers", exposedHeaders)
}

// set sets a header that has a value, in lower case on a connection.
func (x *exchange) set(name, value string) {
	if value == "" {
		return
	}
	if x.onWire() {
		name = strings.ToLower(name)
	}
	x.Header()[name] = []string{value}
}

// preflight answers a CORS preflight as AWS's service framework does (rule 39).
func (x *exchange) preflight() {
	asked, now := x.request.Header, x.server.options.Clock.Now()
	x.Header()["Date"] = nil
	x.set(canonicalHeaders[headerRequestID], x.id)
	x.shareWithPages()
	x.set("Access-Control-Allow-Headers", asked.Get("Access-Control-Request-Headers"))
	x.set("Access-Control-Allow-Methods", asked.Get("Access-Control-Request-Method"))
	x.set("Access-Control-Max-Age", "172800")
	x.set(canonicalHeaders[headerDate], x.server.dates.format(now))
	x.set(canonicalHeaders[headerUpstreamTime], strconv.FormatInt(now.Sub(x.began).Milliseconds(), 10))
	x.set(canonicalHeaders[headerServer], "envoy")
	x.Header()["Content-Length"] = []string{"0"}
	x.answered = true
	x.record(now, http.StatusOK, nil, nil)
	x.WriteHeader(http.StatusOK)
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
