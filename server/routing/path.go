package routing

import (
	"regexp"
	"strings"
)

// pathCriterion is the condition of a match on the path, without the query. The constants of
// its kind are in the order in which matches of equal priority are tried (ruleOrder).
type pathCriterion struct {
	kind  pathKind
	value string
	regex *regexp.Regexp
	text  string
}

type pathKind uint8

const (
	pathExact pathKind = iota
	pathRegex
	pathPrefix
)

func exactPath(path string) pathCriterion {
	return pathCriterion{kind: pathExact, value: path, text: "path " + path}
}

// prefixPath returns the condition that the path begins with a plain string (rulePrefix).
func prefixPath(prefix string) pathCriterion {
	return pathCriterion{kind: pathPrefix, value: prefix, text: "prefix " + prefix}
}

func regexPath(text string) (pathCriterion, error) {
	regex, err := compileRegex(text)
	return pathCriterion{kind: pathRegex, value: text, regex: regex, text: "path regex " + text}, err
}

// grpcPath returns the condition for an optional service and an optional method.
func grpcPath(service, method *string) pathCriterion {
	switch {
	case service == nil && method != nil:
		regex := "/[^/]+/" + regexp.QuoteMeta(*method)
		return pathCriterion{
			kind: pathRegex, value: regex, regex: regexp.MustCompile(`\A(?:` + regex + `)\z`),
			text: "gRPC method " + *method,
		}
	case service == nil:
		return pathCriterion{kind: pathPrefix, value: "/", text: "any gRPC method"}
	case method == nil:
		return pathCriterion{kind: pathPrefix, value: "/" + *service + "/", text: "gRPC service " + *service}
	default:
		return pathCriterion{
			kind: pathExact, value: "/" + *service + "/" + *method,
			text: "gRPC method " + *service + "/" + *method,
		}
	}
}

func (c *pathCriterion) String() string { return c.text }

func (c *pathCriterion) matches(r *request) bool { return c.accepts(r.path) }

func (c *pathCriterion) reason(r *request) string {
	return got(c.text, r.path)
}

func (c *pathCriterion) accepts(path string) bool {
	switch c.kind {
	case pathExact:
		return path == c.value
	case pathPrefix:
		return strings.HasPrefix(path, c.value)
	default:
		return c.regex != nil && c.regex.MatchString(path)
	}
}
