package server

import (
	"net/http"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/companions"
	"github.com/appmesh-mock/appmesh-mock/server/internal/glob"
)

// The supported operations of other AWS services (rules 120 and 121). Options.NoCompanions
// disables them. Faults do not apply to them.
const (
	GetCallerIdentity OperationName = companions.GetCallerIdentity
	GetResources      OperationName = companions.GetResources
)

// companion responds to a request for a service other than App Mesh. It reports false if the
// request is for no other service, or if Options.NoCompanions is set.
func (s *Server) companion(w http.ResponseWriter, rc *requestContext) (response, bool) {
	if s.options.NoCompanions {
		return response{}, false
	}
	if companions.ReadsBody(rc.http) {
		if err := s.readBody(w, rc); err != nil {
			return refusal(err), true
		}
	}
	call, ok := companions.Read(rc.http, rc.body)
	if !ok {
		return response{}, false
	}
	rc.call = s.caller(rc.http)
	rc.call.operation = call.Name()
	if call.IsCBOR() {
		w.Header().Set(companions.ProtocolHeader, companions.CBORProtocol)
	}
	body, err := s.runCompanion(rc, call)
	if err != nil {
		e := api.AsError(err)
		return response{
			status: e.Status, body: call.ErrorBody(e, rc.id), contentType: call.ContentType(), err: e,
		}, true
	}
	return response{status: http.StatusOK, body: body, contentType: call.ContentType()}, true
}

// runCompanion checks the signature, if signatures are checked, and runs the operation.
func (s *Server) runCompanion(rc *requestContext, call companions.Call) ([]byte, error) {
	if s.verifier != nil && call.Name() != "" {
		verifier := *s.verifier
		verifier.Service = call.Service
		if err := verifier.Verify(rc.http, []byte(rc.body)); err != nil {
			return nil, call.SignatureError(err)
		}
	}
	return call.Do(s.api, rc.call.caller(), rc.id)
}

// onlyCompanions returns the first pattern in Operation that matches an operation of another
// service but none of App Mesh, or "".
func (f CallFilter) onlyCompanions() string {
	patterns, err := glob.Compile(string(f.Operation))
	if err != nil {
		return ""
	}
	return patterns.Unmatched(appMeshNames())
}
