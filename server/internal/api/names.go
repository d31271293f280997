package api

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// checkName checks a name in the input of an operation. A slash could be created but never
// be named in a path, so it is refused, as are control characters (rule 15). The model does
// not bound the length of the names of virtual services; rule 16 does.
func (a *API) checkName(member, name string) error {
	if a.rules.InForce(rulePathNames) {
		if strings.Contains(name, "/") {
			return badRequest(rulePathNames, fmt.Sprintf("%s must not contain '/'.", member))
		}
		if strings.IndexFunc(name, unicode.IsControl) >= 0 {
			return badRequest(rulePathNames, fmt.Sprintf("%s must not contain control characters.", member))
		}
	}
	if member == "virtualServiceName" {
		if n := len(utf16.Encode([]rune(name))); n < 1 || n > 255 {
			return badRequest(ruleServiceName, fmt.Sprintf("%s must have length between 1 and 255.", member))
		}
	}
	return nil
}

// checkMeshName checks the name of a new mesh (rule 15, recorded).
func (a *API) checkMeshName(name string) error {
	if !a.rules.InForce(rulePathNames) {
		return nil
	}
	for _, c := range name {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return badRequest(rulePathNames, `MeshName must match ^[a-zA-Z0-9\-_]+$`)
		}
	}
	return nil
}

// checkToken checks the form of a client token (rule 63).
func checkToken(token string) error {
	if len(token) < 1 || len(token) > 36 {
		return badRequest(ruleClientToken, "clientToken must have between 1 and 36 characters.")
	}
	for _, c := range token {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return badRequest(ruleClientToken, "clientToken must be letters, numbers, hyphens and underscores.")
		}
	}
	return nil
}
