package routing

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
)

// Command returns the shell command appmesh-mock resolve for the query. The flags are further
// words of the command.
func (q Query) Command(flags ...string) string {
	r := q.Request
	words := []string{"appmesh-mock", "resolve", "--from", q.From, q.url()}
	if r.Method != "" && (r.Method != "GET" || r.Protocol == protocolGRPC) { // the defaults of Request
		words = append(words, "-X", r.Method)
	}
	if !isURLHost(r.Host) {
		words = append(words, "-H", "host: "+r.Host) // instead of that of the URL
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		for _, value := range r.Headers[name] {
			if !strings.EqualFold(name, "host") { // not a header for Resolve, but the host for the command
				words = append(words, "-H", name+": "+value)
			}
		}
	}
	if r.Protocol != "" {
		words = append(words, "--protocol", r.Protocol)
	}
	return quote.Command(append(words, flags...)...)
}

// url returns the URL of the request.
func (q Query) url() string {
	r := q.Request
	host := r.Host
	if !isURLHost(host) {
		host = "localhost"
	}
	if r.Port != 0 {
		host += ":" + strconv.Itoa(r.Port)
	}
	return cmp.Or(strings.ToLower(r.Scheme), "http") + "://" + host + "/" + strings.TrimPrefix(r.Path, "/")
}

// isURLHost reports whether a host can be a part of a URL, followed by a port.
func isURLHost(host string) bool {
	return host != "" && strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}
