package routing

import (
	"cmp"
	"strconv"
	"strings"
)

// The protocols of listeners and routes.
const (
	protocolHTTP  = "http"
	protocolHTTP2 = "http2"
	protocolGRPC  = "grpc"
	protocolTCP   = "tcp"
)

// request is a request in the form that matching uses.
type request struct {
	method, scheme string
	host           string // as sent
	lowerHost      string // in lower case
	hostname       string // in lower case, without the port
	path           string // without the query
	query          string // with its question mark
	headers        map[string][]string
}

// newRequest reads a request for a listener with the given protocol.
func newRequest(q Request, protocol string) request {
	r := request{
		method:  q.Method,
		scheme:  strings.ToLower(cmp.Or(q.Scheme, "http")),
		headers: make(map[string][]string, len(q.Headers)),
	}
	if r.method == "" {
		r.method = "GET"
		if cmp.Or(q.Protocol, protocol) == protocolGRPC {
			r.method = "POST"
		}
	}
	for name, values := range q.Headers {
		name = strings.ToLower(name)
		r.headers[name] = append(r.headers[name], values...)
	}
	// Envoy reads the scheme from this header.
	if forwarded := r.headers["x-forwarded-proto"]; len(forwarded) > 0 {
		if s := strings.ToLower(forwarded[0]); s == "http" || s == "https" {
			r.scheme = s
		}
	}
	r.setHost(q.Host)
	r.setPath(cmp.Or(q.Path, "/"))
	return r
}

func (r *request) setHost(host string) {
	r.host = host
	r.lowerHost = strings.ToLower(host)
	r.hostname, _ = splitPort(r.lowerHost)
}

func (r *request) setPath(path string) {
	path, _, _ = strings.Cut(path, "#")
	i := strings.IndexByte(path, '?')
	if i < 0 {
		i = len(path)
	}
	r.path, r.query = path[:i], path[i:]
}

// values returns the values of a header or of a pseudo-header such as ":path". The name must
// be in lower case.
func (r *request) values(name string) ([]string, bool) {
	switch name {
	case ":authority", "host":
		return []string{r.host}, true
	case ":method":
		return []string{r.method}, true
	case ":path":
		return []string{r.path + r.query}, true
	case ":scheme":
		return []string{r.scheme}, true
	}
	values := r.headers[name]
	return values, len(values) > 0
}

// parameter returns the first value of a query parameter. Names and values are compared
// as they are sent (ruleQuery).
func (r *request) parameter(name string) (string, bool) {
	query := strings.TrimPrefix(r.query, "?")
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if key, value, _ := strings.Cut(pair, "="); key == name {
			return value, true
		}
	}
	return "", false
}

// splitPort splits a host into name and port. The port is 0 if there is none.
func splitPort(host string) (string, int) {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return host, 0
	}
	port, err := strconv.ParseUint(host[i+1:], 10, 16)
	if err != nil {
		return host, 0
	}
	return host[:i], int(port)
}
