package api

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// checkName checks a name in the input of an operation. It refuses control characters, and
// slashes, because no path can contain such a name (rule 15). Rule 16 limits the length of
// virtual service names, which the model does not.
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

// checkNewName checks the name of a new resource of a kind (rules 15 and 64). Relaxing
// rule 15 relaxes both.
func (a *API) checkNewName(kind state.Kind, name string) error {
	rule := 0
	switch kind {
	case state.Mesh:
		rule = rulePathNames
	case state.VirtualNode, state.VirtualRouter, state.Route:
		rule = rulePlainNames
	}
	if rule == 0 || isPlainName(name) || !a.rules.InForce(rulePathNames) {
		return nil
	}
	return badRequest(rule, kind.Title()+`Name must match ^[a-zA-Z0-9\-_]+$`)
}

// isPlainName reports whether s contains only letters, digits, hyphens and underscores.
func isPlainName(s string) bool {
	for _, c := range s {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// checkToken checks the form of a client token, which the model describes only in prose (rule
// 63).
func checkToken(token string) error {
	if len(token) < 1 || len(token) > 36 {
		return badRequest(ruleClientToken, "clientToken must have between 1 and 36 characters.")
	}
	if !isPlainName(token) {
		return badRequest(ruleClientToken, "clientToken must be letters, numbers, hyphens and underscores.")
	}
	return nil
}
