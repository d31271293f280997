package server

import (
	"cmp"
	"net/http"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
)

// applyFaults applies the effects that come before the operation or, if after is set, those
// that come after it. It returns the response of the effect that makes the call fail, and
// whether there is one. Body is the body of the operation's response, or nil if the operation
// failed.
func (s *Server) applyFaults(
	w http.ResponseWriter, rc *requestContext, effects []faultEffect, after bool, body []byte,
) (resp response, applied bool) {
	for _, f := range effects {
		if f.After != after {
			continue
		}
		rc.fault = f.Name
		wait(w, rc.http, f.delay)
		switch {
		case f.Cut != "":
			if body == nil {
				e := api.Injected(InternalServerErrorException, "", api.Caller{}, "")
				body = e.AppendJSON(nil)
			}
			return response{status: http.StatusOK, body: body, contentType: jsonType, cut: f.Cut}, true
		case f.Status != 0:
			return response{
				status: f.Status, body: []byte(f.Body), contentType: cmp.Or(f.ContentType, jsonType), raw: true,
			}, true
		case f.Code != "":
			return refusal(api.Injected(f.Code, f.Message, rc.call.caller(), rc.call.operation)), true
		}
	}
	return response{}, false
}

// wait waits for the delay of a fault, or until the client disconnects. It removes the
// deadlines of the connection, which are meant for slow clients.
func wait(w http.ResponseWriter, r *http.Request, delay time.Duration) {
	if delay <= 0 {
		return
	}
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{})  //nolint:errcheck // a writer without deadlines has none to remove
	control.SetWriteDeadline(time.Time{}) //nolint:errcheck // the same
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}
