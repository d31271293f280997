package server

import "strings"

// Match says which calls are meant: by operation, world and resource. Each is a list of
// globs parted by commas, where * stands for any characters and ? for one; empty means any.
type Match struct {
	Operation string `json:"operation,omitempty"` // "CreateVirtualGateway", "Create*,Update*"
	Account   string `json:"account,omitempty"`   // of the caller
	Region    string `json:"region,omitempty"`
	Mesh      string `json:"mesh,omitempty"`     // the mesh's name
	Resource  string `json:"resource,omitempty"` // the resource's own name; of a list, of what it lists from
}

// subject is what a Match is held against.
type subject struct{ operation, account, region, mesh, resource string }

func (m Match) fits(s subject) bool {
	return Glob(m.Operation, s.operation) && Glob(m.Account, s.account) &&
		Glob(m.Region, s.region) && Glob(m.Mesh, s.mesh) && Glob(m.Resource, s.resource)
}

// Glob tells whether the text fits one of the globs, parted by commas; if there are none, any does.
func Glob(patterns, text string) bool {
	if patterns == "" {
		return true
	}
	for pattern := range strings.SplitSeq(patterns, ",") {
		if glob(strings.TrimSpace(pattern), text) {
			return true
		}
	}
	return false
}

// glob tells whether the whole text fits the pattern. It takes time in proportion to the
// product of their lengths at most.
func glob(pattern, text string) bool {
	star, retry := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			retry++
			p, t = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
