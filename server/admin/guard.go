package admin

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// guarded keeps other web pages out. A page in a browser on this machine can send requests
// to any port of it: they carry the page's Origin (or Sec-Fetch-Site), which is refused
// here, and no answer allows another origin to read it. A page whose host name was pointed
// at a loopback address after it was loaded has that name as Host: that is refused where
// the listener is a loopback one.
func (a *admin) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case a.Loopback && !isLoopback(r.Host):
			refuse(w, &problem{http.StatusForbidden, "the Host header must be localhost or a loopback address, not " + quoted(r.Host)})
		case isCrossOrigin(r):
			refuse(w, &problem{http.StatusForbidden, "requests of other origins are refused"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isLoopback tells whether a Host header names this machine: localhost, a name below it,
// or a loopback address.
func isLoopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && address.Unmap().IsLoopback()
}

// isCrossOrigin tells whether a browser sent the request for a page of another origin. What
// is no browser sends neither header. A link to a GET route may stand on any page.
func isCrossOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		scheme, host, _ := strings.Cut(origin, "://")
		if !strings.EqualFold(host, r.Host) || (scheme == "https") != (r.TLS != nil) {
			return true
		}
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return false
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin" && site != "none"
}
