package api

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// appendARN appends the ARN of a resource as the text of a JSON string. In the ARN of a
// resource that a consumer created in a shared mesh, mesh@owner stands for the name of the
// mesh (rule 59).
func appendARN(dst []byte, r *state.Resource) []byte {
	return model.AppendText(appendARNPrefix(dst, r), r.Name())
}

// appendARNPrefix appends the ARN without the resource's own name, with which it ends.
func appendARNPrefix(dst []byte, r *state.Resource) []byte {
	dst = append(append(dst, `arn:`...), state.Partition(r.Tenant.Region)...)
	dst = append(append(append(dst, ":appmesh:"...), r.Tenant.Region...), ':')
	dst = append(append(dst, r.Owner...), ":mesh/"...)
	if r.Kind == state.Mesh {
		return dst
	}
	dst = model.AppendText(dst, r.Names[0])
	if r.Owner != r.Tenant.Account {
		dst = append(append(dst, '@'), r.Tenant.Account...)
	}
	if parent := r.Kind.Parent(); parent != state.Mesh {
		dst = model.AppendText(appendSegment(dst, parent), r.Names[1])
	}
	return appendSegment(dst, r.Kind)
}

// ARN returns the ARN of a resource.
func ARN(r *state.Resource) string {
	var arn string
	quoted := append(appendARN([]byte{'"'}, r), '"')
	if err := json.Unmarshal(quoted, &arn); err != nil { // impossible, because names are valid UTF-8
		return string(quoted)
	}
	return arn
}

func appendSegment(arn []byte, kind state.Kind) []byte {
	return append(append(append(arn, '/'), kind.String()...), '/')
}

// keysOfARN returns the keys that an ARN may identify, at least one. There are several only
// if rule 15 is relaxed and names may contain slashes. Errors (rule 19): BadRequestException
// for a malformed ARN, AccessDeniedException for an ARN of another account, NotFoundException
// for an ARN of another region.
func (c *call) keysOfARN(arn string) ([]state.Key, error) {
	invalid := badRequest(ruleTagARN, fmt.Sprintf("%s is an invalid ARN.", arn))
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "appmesh" ||
		!state.IsRegion(parts[3]) || parts[1] != state.Partition(parts[3]) || !state.IsAccount(parts[4]) {
		return nil, invalid
	}
	region, account := parts[3], parts[4]
	if account != c.caller.Account {
		return nil, accessDenied(ruleTagARN, fmt.Sprintf(
			"%s is an invalid ARN. Invalid account id in the ARN provided : %s", arn, account))
	}
	name, ok := strings.CutPrefix(parts[5], "mesh/")
	if !ok {
		return nil, invalid
	}
	keys := c.keysOfPath(state.Key{Tenant: state.Tenant{Account: account, Region: region}}, state.Mesh, name)
	if len(keys) == 0 {
		return nil, invalid
	}
	if region != c.tenant.Region {
		return nil, state.NotFoundError{Key: keys[0]}
	}
	return keys, nil
}

// keysOfPath returns the keys that the rest of an ARN after the segment of a kind may
// identify. The name of the resource is the whole rest, or ends before the segment of one of
// the child kinds.
func (a *API) keysOfPath(parent state.Key, kind state.Kind, rest string) []state.Key {
	if rest == "" {
		return nil
	}
	keys := a.keysOfChildren(parent, kind, rest)
	if !strings.Contains(rest, "/") || !a.rules.InForce(rulePathNames) {
		keys = append(keys, parent.Child(kind, rest))
	}
	return keys
}

func (a *API) keysOfChildren(parent state.Key, kind state.Kind, rest string) []state.Key {
	var keys []state.Key
	for at := range len(rest) {
		if at == 0 || rest[at] != '/' {
			continue
		}
		segment, tail, _ := strings.Cut(rest[at+1:], "/")
		child := state.ParseKind(segment)
		if child == 0 || child.Parent() != kind || strings.Contains(rest[:at], "/") && a.rules.InForce(rulePathNames) {
			continue
		}
		keys = append(keys, a.keysOfPath(parentKey(parent, kind, rest[:at]), child, tail)...)
	}
	return keys
}

// parentKey returns the key of a parent in an ARN. The name of a shared mesh has the form
// mesh@owner (rule 59).
func parentKey(within state.Key, kind state.Kind, name string) state.Key {
	at := strings.LastIndexByte(name, '@')
	if kind == state.Mesh && at > 0 && state.IsAccount(name[at+1:]) {
		within.Tenant.Account, name = name[at+1:], name[:at]
	}
	return within.Child(kind, name)
}
