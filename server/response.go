package server

import (
	"net/http"
	"strconv"
	"time"
)

const jsonType = "application/json"

// maxCountedBody is the largest size of a body, in bytes, for which net/http adds
// Content-Length itself.
const maxCountedBody = 2048

// headerName holds the two spellings of a header: the canonical one for Go's maps, and the
// one that App Mesh's Envoy wrote on the wire.
type headerName struct{ canonical, wire string }

// The headers of a response (rule 38). Envoy wrote them in lower case, except Connection.
// Content-Length must have the name by which net/http looks for it.
var (
	headerRequestID     = headerName{"X-Amzn-Requestid", "x-amzn-requestid"}
	headerErrorType     = headerName{"X-Amzn-Errortype", "x-amzn-errortype"}
	headerRule          = headerName{"X-Appmesh-Mock-Rule", "x-appmesh-mock-rule"}
	headerContentType   = headerName{"Content-Type", "content-type"}
	headerContentLength = headerName{"Content-Length", "Content-Length"}
	headerDate          = headerName{"Date", "date"}
	headerUpstreamTime  = headerName{"X-Envoy-Upstream-Service-Time", "x-envoy-upstream-service-time"}
	headerHint          = headerName{"X-Appmesh-Mock-Hint", "x-appmesh-mock-hint"}
	headerWarning       = headerName{"X-Appmesh-Mock-Warning", "x-appmesh-mock-warning"}
	headerServer        = headerName{"Server", "server"}
	headerConnection    = headerName{"Connection", "Connection"}

	headerAllowOrigin   = headerName{"Access-Control-Allow-Origin", "access-control-allow-origin"}
	headerAllowHeaders  = headerName{"Access-Control-Allow-Headers", "access-control-allow-headers"}
	headerAllowMethods  = headerName{"Access-Control-Allow-Methods", "access-control-allow-methods"}
	headerExposeHeaders = headerName{"Access-Control-Expose-Headers", "access-control-expose-headers"}
	headerMaxAge        = headerName{"Access-Control-Max-Age", "access-control-max-age"}
)

// exposedHeaders lists the headers that a web page may read, as AWS's services do (rule 39).
const exposedHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"

// maxHeaders is the largest number of headers that a response usually has.
const maxHeaders = 12

// headers sets the headers of a response.
type headers struct {
	header http.Header
	wire   bool
	values []string // backs the values in header: one allocation for all of them
}

// headersOf returns the headers of a response. For requests that net/http serves, they have
// the spelling of App Mesh's Envoy. For Go programs that call the handler directly, they have
// their canonical spelling.
func headersOf(w http.ResponseWriter, r *http.Request) headers {
	h := headers{
		header: w.Header(),
		wire:   r.Context().Value(http.ServerContextKey) != nil,
		values: make([]string, 0, maxHeaders),
	}
	if h.wire {
		// Without these, net/http would add headers of its own.
		h.header[headerDate.canonical], h.header[headerContentType.canonical] = nil, nil
	}
	return h
}

// set sets a header that has a value.
func (h *headers) set(name headerName, value string) {
	if value == "" {
		return
	}
	key := name.canonical
	if h.wire {
		key = name.wire
	}
	h.values = append(h.values, value)
	n := len(h.values)
	h.header[key] = h.values[n-1 : n : n]
}

// add adds a value to a header that may have several.
func (h *headers) add(name headerName, value string) {
	key := name.canonical
	if h.wire {
		key = name.wire
	}
	h.header[key] = append(h.header[key], value)
}

// setCommon sets the headers that all responses have.
func (s *Server) setCommon(h *headers, rc *requestContext, now time.Time) {
	h.set(headerRequestID, rc.id)
	h.set(headerDate, now.UTC().Format(http.TimeFormat))
	h.set(headerUpstreamTime, strconv.FormatInt(now.Sub(rc.began).Milliseconds(), 10))
	h.set(headerServer, "envoy")
}

// write records and writes a response. It returns an error if the body could not be
// written whole, and panics with http.ErrAbortHandler to close the connection.
func (s *Server) write(w http.ResponseWriter, rc *requestContext, resp response) error {
	now := s.options.Clock.Now()
	s.record(rc, resp, now)
	if resp.cut == CutBefore {
		panic(http.ErrAbortHandler)
	}
	h := headersOf(w, rc.http)
	s.setCommon(&h, rc, now)
	if resp.err != nil {
		h.set(headerErrorType, string(resp.err.Code))
		h.set(headerRule, strconv.Itoa(resp.err.Rule))
		h.set(headerHint, printable(rc.hint, maxHint))
	}
	for _, member := range rc.ignored {
		h.add(headerWarning, "ignored "+member)
	}
	h.set(headerContentType, resp.contentType)
	if !h.wire || len(resp.body) > maxCountedBody || resp.cut != "" {
		h.set(headerContentLength, strconv.Itoa(len(resp.body)))
	}
	if rc.http.ProtoMajor == 1 {
		h.set(headerConnection, "keep-alive")
	}
	if rc.http.Header.Get("Origin") != "" { // a web page may read the response (rule 39)
		h.set(headerAllowOrigin, "*")
		h.set(headerExposeHeaders, exposedHeaders)
	}
	w.WriteHeader(resp.status)
	if resp.cut == CutMiddle {
		w.Write(resp.body[:len(resp.body)/2]) //nolint:errcheck // the connection ends here
		http.NewResponseController(w).Flush() //nolint:errcheck // the same
		panic(http.ErrAbortHandler)
	}
	_, err := w.Write(resp.body)
	return err
}

// writePreflight writes the response to a CORS preflight as the framework of AWS's services does (rule 39).
func (s *Server) writePreflight(w http.ResponseWriter, rc *requestContext) {
	asked, now := rc.http.Header, s.options.Clock.Now()
	s.record(rc, response{status: http.StatusOK}, now)
	h := headersOf(w, rc.http)
	s.setCommon(&h, rc, now)
	h.set(headerAllowOrigin, "*")
	h.set(headerExposeHeaders, exposedHeaders)
	h.set(headerAllowHeaders, asked.Get("Access-Control-Request-Headers"))
	h.set(headerAllowMethods, asked.Get("Access-Control-Request-Method"))
	h.set(headerMaxAge, "172800")
	h.set(headerContentLength, "0")
	w.WriteHeader(http.StatusOK)
}
