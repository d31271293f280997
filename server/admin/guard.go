package admin

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// Guarded returns a handler that refuses cross-origin requests of browsers and passes other
// requests to next. A page in a browser on this machine can send requests to any port, but
// they carry the page's Origin or Sec-Fetch-Site. If loopback is set, the Host of a request
// must be a loopback address. This stops pages whose host name is rebound to a loopback
// address, because they send that name as Host.
func Guarded(next http.Handler, loopback bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case loopback && !isLoopback(r.Host):
			writeError(w, &statusError{http.StatusForbidden,
				"the Host header must be localhost or a loopback address, not " + strconv.Quote(r.Host)})
		case isCrossOrigin(r):
			writeError(w, &statusError{http.StatusForbidden, "requests of other origins are refused"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isLoopback reports whether a Host header is localhost, a subdomain of it, or a loopback
// address.
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

// isCrossOrigin reports whether a browser sent the request for a page of another origin.
// Other clients send neither header. Links of other pages to GET routes are permitted.
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
