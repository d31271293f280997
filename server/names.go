package server

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// checkName checks the name of a resource where it can be anything but a mesh's new name:
// neither a slash, which could be made but never named in a path, nor control characters
// (rule 15), and for a virtual service the length that the model leaves open (rule 16).
func (s *Server) checkName(member, name string) error {
	if s.inForce(15) {
		if strings.Contains(name, "/") {
			return badRequest(15, fmt.Sprintf("%s must not contain '/'.", member))
		}
		if strings.IndexFunc(name, unicode.IsControl) >= 0 {
			return badRequest(15, fmt.Sprintf("%s must not contain control characters.", member))
		}
	}
	if member == "virtualServiceName" {
		if n := len(utf16.Encode([]rune(name))); n < 1 || n > 255 {
			return badRequest(16, fmt.Sprintf("%s must have length between 1 and 255.", member))
		}
	}
	return nil
}

// checkMeshName checks the name of a new mesh (rule 15, recorded).
func (s *Server) checkMeshName(name string) error {
	if !s.inForce(15) {
		return nil
	}
	for _, c := range name {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return badRequest(15, `MeshName must match ^[a-zA-Z0-9\-_]+$`)
		}
	}
	return nil
}

// checkToken checks the form of a client token (MODEL: up to 36 letters, numbers, hyphens
// and underscores).
func checkToken(token string) error {
	if len(token) < 1 || len(token) > 36 {
		return badRequest(63, "clientToken must have between 1 and 36 characters.")
	}
	for _, c := range token {
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != '-' && c != '_' {
			return badRequest(63, "clientToken must be letters, numbers, hyphens and underscores.")
		}
	}
	return nil
}
