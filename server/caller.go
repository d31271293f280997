package server

import (
	"net/http"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// caller returns the account and the region of a request, from the scope of its signature
// (rule 35). It copies them, because the journal keeps them longer than the header.
func (s *Server) caller(r *http.Request) target {
	caller := target{account: s.options.Account, region: s.options.Region}
	scope, ok := sigv4.ReadScope(r)
	if !ok {
		return caller
	}
	if state.IsAccount(scope.KeyID) {
		caller.account = strings.Clone(scope.KeyID)
	}
	if credential := s.options.Credentials[scope.KeyID]; credential.Account != "" {
		caller.account = credential.Account
	}
	if state.IsRegion(scope.Region) && scope.Region != caller.region {
		caller.region = strings.Clone(scope.Region)
	}
	return caller
}

// secret returns the secret of an access key, for the verification of signatures.
func (s *Server) secret(keyID string) (string, bool) {
	credential, ok := s.options.Credentials[keyID]
	return credential.Secret, ok
}
