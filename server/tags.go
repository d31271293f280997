package server

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// emptyBody is what TagResource and UntagResource answer (rule 20).
var emptyBody = []byte("{}")

func tagResource(c *call) ([]byte, error) {
	tags, err := c.tags()
	if err != nil {
		return nil, err
	}
	return emptyBody, c.onResource(func(k state.Key) error { return c.server.store.Tag(c.caller, k, tags) })
}

func untagResource(c *call) ([]byte, error) {
	return emptyBody, c.onResource(func(k state.Key) error {
		return c.server.store.Untag(c.caller, k, c.in.TagKeys())
	})
}

// tagPage is how many tags a page has when the request sets no limit, and the most it can have (MODEL).
const tagPage = 50

func listTagsForResource(c *call) ([]byte, error) {
	var body []byte
	err := c.onResource(func(k state.Key) error {
		scope := pageScope(k.Kind, k)
		after, err := c.tagStart(scope)
		if err != nil {
			return err
		}
		page, next, err := c.server.store.Tags(c.caller, k, after, c.limit(tagPage))
		if err != nil {
			return err
		}
		body = c.tagPage(page, scope.tagToken(next))
		return nil
	})
	return body, err
}

// tags returns the tags of the request.
func (c *call) tags() ([]state.Tag, error) {
	var tags []state.Tag
	for _, given := range c.in.Tags() {
		tags = append(tags, state.Tag{Key: *given.Key, Value: *given.Value})
	}
	return tags, c.server.checkTags(tags)
}

// checkTags checks the keys of tags (rule 23).
func (s *Server) checkTags(tags []state.Tag) error {
	if !s.inForce(23) {
		return nil
	}
	for i, tag := range tags {
		if strings.HasPrefix(strings.ToLower(tag.Key), "aws:") {
			return badRequest(23, fmt.Sprintf("The tag key '%s' must not begin with 'aws:'.", tag.Key))
		}
		if slices.ContainsFunc(tags[:i], func(other state.Tag) bool { return other.Key == tag.Key }) {
			return badRequest(23, fmt.Sprintf("The tag key '%s' is given more than once.", tag.Key))
		}
	}
	return nil
}

// onResource runs do with the key of the resource that the request's ARN names (rule 19).
func (c *call) onResource(do func(state.Key) error) error {
	keys, err := c.arnKeys(c.in.Text("resourceArn"))
	if err != nil {
		return err
	}
	for _, k := range keys[1:] {
		if _, err := c.server.store.Get(c.caller, k); err == nil {
			return do(k)
		}
	}
	return do(keys[0])
}

// arnKeys answers the keys that an ARN can mean, at least one: more than one only where
// rule 15 is relaxed and names may contain the slash that parts an ARN.
func (c *call) arnKeys(arn string) ([]state.Key, error) {
	invalid := badRequest(19, fmt.Sprintf("%s is an invalid ARN.", arn))
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "appmesh" ||
		!isRegion(parts[3]) || parts[1] != Partition(parts[3]) || !isAccount(parts[4]) {
		return nil, invalid
	}
	region, account := parts[3], parts[4]
	if account != c.caller {
		return nil, &Error{Code: "AccessDeniedException", Status: 403, Rule: 19, Message: fmt.Sprintf(
			"%s is an invalid ARN. Invalid account id in the ARN provided : %s", arn, account)}
	}
	name, ok := strings.CutPrefix(parts[5], "mesh/")
	if !ok {
		return nil, invalid
	}
	keys := c.server.named(state.Key{Tenant: state.Tenant{Account: account, Region: region}}, state.Mesh, name)
	if len(keys) == 0 {
		return nil, invalid
	}
	if region != c.world.Region {
		return nil, state.NotFoundError{Key: keys[0]}
	}
	return keys, nil
}

// named answers the keys that the rest of an ARN can mean behind the segment of a kind: all
// of it is the name, or the name ends where the segment of a kind that lives there begins.
func (s *Server) named(home state.Key, kind state.Kind, rest string) []state.Key {
	if rest == "" {
		return nil
	}
	if !strings.Contains(rest, "/") || !s.inForce(15) {
		return append(s.namedWithin(home, kind, rest), home.Child(kind, rest))
	}
	return s.namedWithin(home, kind, rest)
}

func (s *Server) namedWithin(home state.Key, kind state.Kind, rest string) []state.Key {
	var keys []state.Key
	for at := range len(rest) {
		if at == 0 || rest[at] != '/' {
			continue
		}
		segment, tail, _ := strings.Cut(rest[at+1:], "/")
		inner := state.ParseKind(segment)
		if inner == 0 || inner.Parent() != kind || strings.Contains(rest[:at], "/") && s.inForce(15) {
			continue
		}
		keys = append(keys, s.named(mesh(home, kind, rest[:at]), inner, tail)...)
	}
	return keys
}

// mesh answers the key of a home in an ARN. A mesh is named mesh@owner in the ARN of what a
// consumer made in it (§8).
func mesh(home state.Key, kind state.Kind, name string) state.Key {
	at := strings.LastIndexByte(name, '@')
	if kind == state.Mesh && at > 0 && isAccount(name[at+1:]) {
		home.Tenant.Account, name = name[at+1:], name[:at]
	}
	return home.Child(kind, name)
}
