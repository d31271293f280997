package server

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// The rules for names and client tokens.
const (
	ruleNames        = 15 // of meshes; no slash and no control character in any name
	ruleServiceNames = 16 // length of a virtual service's name
	ruleClientTokens = 63
	rulePlainNames   = 64 // of virtual nodes, virtual routers and routes
)

// checkName checks a name in a request, other than that of a new mesh: it must have neither
// slashes, because they could not be part of a path, nor control characters (rule 15). The
// length of a virtual service's name is not in the model (rule 16).
func (s *Server) checkName(member, name string) error {
	if s.inForce(ruleNames) {
		if strings.Contains(name, "/") {
			return badRequest(ruleNames, fmt.Sprintf("%s must not contain '/'.", member))
		}
		if strings.IndexFunc(name, unicode.IsControl) >= 0 {
			return badRequest(ruleNames, fmt.Sprintf("%s must not contain control characters.", member))
		}
	}
	if member == "virtualServiceName" {
		if n := len(utf16.Encode([]rune(name))); n < 1 || n > 255 {
			return badRequest(ruleServiceNames, fmt.Sprintf("%s must have length between 1 and 255.", member))
		}
	}
	return nil
}

// checkNewName checks the name of a new resource of a kind (rules 15 and 64). Relaxing
// rule 15 relaxes both.
func (s *Server) checkNewName(kind state.Kind, name string) error {
	rule := 0
	switch kind {
	case state.Mesh:
		rule = ruleNames
	case state.VirtualNode, state.VirtualRouter, state.Route:
		rule = rulePlainNames
	}
	if rule == 0 || isPlainName(name) || !s.inForce(ruleNames) {
		return nil
	}
	return badRequest(rule, kind.Title()+`Name must match ^[a-zA-Z0-9\-_]+$`)
}

// isPlainName reports whether s holds letters, digits, hyphens and underscores only.
func isPlainName(s string) bool {
	for _, c := range s {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// checkToken checks the form of a client token, which the model has only in words (rule 63).
func checkToken(token string) error {
	if len(token) < 1 || len(token) > 36 {
		return badRequest(ruleClientTokens, "clientToken must have between 1 and 36 characters.")
	}
	if !isPlainName(token) {
		return badRequest(ruleClientTokens, "clientToken must be letters, numbers, hyphens and underscores.")
	}
	return nil
}
