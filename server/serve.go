package server

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// This file contains the path of one request, from top to bottom.

// requestContext is the state of one request.
type requestContext struct {
	http  *http.Request
	id    string    // the request id
	began time.Time // by the server's clock
	call  target    // what the request is about, as far as it is known
	body  string
	fault string // the name of the fault that was applied

	buffer []byte // memory for reading the body, and then for the body of the response

	hint    string   // what to do about a refusal
	ignored []string // unknown members of the request, each with a suggestion
}

// target identifies the caller, the operation and the resource of a request, for faults and
// the journal. Its strings do not keep the request in memory.
type target struct{ operation, account, region, mesh, resource string }

func (t target) caller() api.Caller { return api.Caller{Account: t.account, Region: t.region} }

// response is the response to a request.
type response struct {
	status      int
	body        []byte
	contentType string
	err         *api.Error // nil for a success
	cause       error      // of an unexpected error
	cut         Cut        // where an injected fault closes the connection
	raw         bool       // a fault sends a status and a body of its own
}

// ServeHTTP implements http.Handler. Every response is JSON and has a request id.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rc := &requestContext{http: r, id: s.options.RequestIDs().String(), began: s.options.Clock.Now()}
	written := false
	defer func() {
		if p := recover(); p != nil {
			s.recovered(w, rc, p, written)
		}
	}()
	if r.Method == http.MethodOptions {
		written = true
		s.writePreflight(w, rc)
		return
	}
	pooled := buffers.Get().(*[]byte)
	rc.buffer = *pooled
	resp := s.respond(w, rc)
	written = true
	if s.write(w, rc, resp) != nil {
		return // net/http may still hold the buffer
	}
	if cap(resp.body) > cap(rc.buffer) {
		rc.buffer = resp.body
	}
	if cap(rc.buffer) <= maxPooledBuffer {
		*pooled = rc.buffer
	}
	buffers.Put(pooled)
}

// buffers holds buffers for the bodies of requests and responses.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxPooledBuffer is the largest size of a buffer that is kept, in bytes.
const maxPooledBuffer = 128 << 10

// respond finds the operation and runs it.
func (s *Server) respond(w http.ResponseWriter, rc *requestContext) response {
	if tooLong(rc.http.URL) && s.rules.InForce(ruleLimits) {
		return refusal(pathTooLong)
	}
	found := route(rc.http)
	if found == nil {
		if resp, ok := s.companion(w, rc); ok {
			return resp
		}
		rc.hint = routeHint(rc.http)
		return refusal(unknownOperation)
	}
	rc.call = s.caller(rc.http)
	rc.call.operation = found.op.Name
	rc.call.mesh, rc.call.resource = found.op.Target(found.variable)

	in, inputErr := s.input(w, rc, found)
	faults := s.faults.match(rc.call, s.options.Clock.Now())
	if resp, applied := s.applyFaults(w, rc, faults, false, nil); applied {
		return resp
	}
	body, err := []byte(nil), inputErr
	if err == nil {
		body, err = s.api.Do(rc.buffer[:0], rc.call.caller(), in)
	}
	if resp, applied := s.applyFaults(w, rc, faults, true, body); applied {
		return resp
	}
	if err != nil {
		rc.hint = cmp.Or(s.api.Hint(rc.call.caller(), rc.call.mesh, err), ignoredHint(rc.ignored))
		return refusal(err)
	}
	return response{status: http.StatusOK, body: body, contentType: jsonType}
}

// input reads the body, checks the signature and parses the input of the operation.
func (s *Server) input(w http.ResponseWriter, rc *requestContext, found *operationMatch) (in api.Input, err error) {
	if err := s.readBody(w, rc); err != nil {
		return in, err
	}
	if s.verifier != nil {
		if err := s.verifier.Verify(rc.http, []byte(rc.body)); err != nil {
			return in, err
		}
	}
	source := model.Source{Query: rc.http.URL.RawQuery, Body: rc.body, Strict: s.options.Strict}
	if in, err = s.api.Parse(found.op, found.variable, source); err != nil {
		return in, err
	}
	rc.ignored = ignoredMembers(in)
	// The names are copied, because the journal keeps them longer than the body.
	mesh, resource := found.op.Target(in.Text)
	if rc.call.mesh == "" {
		rc.call.mesh = strings.Clone(mesh)
	}
	if rc.call.resource == "" {
		rc.call.resource = strings.Clone(resource)
	}
	return in, nil
}

// readBody reads the body of a request, up to MaxBody (rule 62).
func (s *Server) readBody(w http.ResponseWriter, rc *requestContext) error {
	r := rc.http
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	if s.rules.InForce(ruleLimits) {
		if r.ContentLength > MaxBody {
			return bodyTooLarge
		}
		if r.ContentLength < 0 {
			r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		}
	}
	var err error
	if 0 < r.ContentLength && r.ContentLength <= MaxBody {
		rc.buffer = slices.Grow(rc.buffer[:0], int(r.ContentLength))[:r.ContentLength]
		_, err = io.ReadFull(r.Body, rc.buffer)
	} else {
		rc.buffer, err = io.ReadAll(r.Body)
	}
	if err != nil {
		if tooMuch := (*http.MaxBytesError)(nil); errors.As(err, &tooMuch) {
			return bodyTooLarge
		}
		return badRequest(ruleFormat, "The request's body could not be read to its end.")
	}
	rc.body = string(rc.buffer)
	return nil
}

// refusal returns the response to a request that failed.
func refusal(err error) response {
	e := api.AsError(err)
	resp := response{status: e.Status, body: e.AppendJSON(nil), contentType: jsonType, err: e}
	if e.Status == http.StatusInternalServerError && !errors.Is(err, e) {
		resp.cause = err
	}
	return resp
}

// recovered responds to a request whose operation panicked. The operation's changes were not
// committed. recovered repeats the panic with which a handler asks net/http to close the
// connection.
func (s *Server) recovered(w http.ResponseWriter, rc *requestContext, p any, written bool) {
	if p == http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
		panic(p)
	}
	s.options.Logger.Error("panic", "value", p, "method", rc.http.Method,
		"path", rc.http.URL.EscapedPath(), "operation", rc.call.operation, "request", rc.id, "stack",
		string(debug.Stack()))
	if written {
		panic(http.ErrAbortHandler)
	}
	resp := refusal(api.Injected(InternalServerErrorException, "", api.Caller{}, ""))
	s.write(w, rc, resp) //nolint:errcheck // the client is gone
}
