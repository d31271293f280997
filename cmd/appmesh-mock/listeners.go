package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// purpose is the set of routes that a listener serves.
type purpose int

const (
	forAppMesh purpose = iota
	forAdmin
)

// listener is an open address and its HTTP server.
type listener struct {
	net.Listener
	purpose purpose
	secure  bool // serves TLS
	web     *http.Server
}

// url returns the listener's URL on this machine, or unix: and the path of a socket.
func (l *listener) url() string {
	addr := l.Addr()
	if addr.Network() == "unix" {
		return "unix:" + addr.String()
	}
	return address(addr.String()).url(scheme(l.secure))
}

func scheme(secure bool) string {
	if secure {
		return "https"
	}
	return "http"
}

func (l *listener) serve() error {
	if l.secure {
		return l.web.ServeTLS(l.Listener, "", "")
	}
	return l.web.Serve(l.Listener)
}

// listeners holds all addresses on which a process listens, beginning with those of --addr.
type listeners struct {
	all      []*listener
	requests *requests
	stopping chan struct{} // closed when the process stops
	logger   *slog.Logger
}

// openListeners opens all addresses. If one fails, it closes the others.
func openListeners(s *settings, secure *tls.Config, logger *slog.Logger) (*listeners, error) {
	ls := &listeners{requests: newRequests(), stopping: make(chan struct{}), logger: logger}
	type wanted struct {
		purpose purpose
		address address
	}
	var all []wanted
	for _, a := range s.addrs.all {
		all = append(all, wanted{forAppMesh, a})
	}
	if s.adminAddr != "" {
		all = append(all, wanted{forAdmin, s.adminAddr})
	}
	for _, each := range all {
		opened, err := listen(each.address)
		if err != nil {
			ls.close()
			return nil, err
		}
		_, isTCP := opened.Addr().(*net.TCPAddr) // a socket needs no TLS
		l := &listener{opened, each.purpose, isTCP && secure != nil, newWeb(defaultTimeouts, logger)}
		if l.secure {
			l.web.TLSConfig = secure.Clone()
		}
		ls.all = append(ls.all, l)
	}
	return ls, nil
}

// serve serves a server on all listeners. The returned channel receives an error if one of
// them stops.
func (ls *listeners) serve(s *settings, api *server.Server, file *stateFile) <-chan error {
	h := newHandlers(s, api, file, ls.stopping)
	failed := make(chan error, len(ls.all))
	for _, l := range ls.all {
		tcp, isTCP := l.Addr().(*net.TCPAddr)
		handler := h.appMesh
		if l.purpose == forAdmin {
			handler = h.admin
		}
		l.web.Handler = ls.requests.counted(withWriteTimeout(handler(isTCP && tcp.IP.IsLoopback()),
			defaultTimeouts.write))
		go func() { failed <- l.serve() }()
	}
	return failed
}

// handlerTimeout is the time to wait for handlers after their connections were closed.
const handlerTimeout = time.Second

// shutDown stops accepting requests, and lets requests in flight finish within the timeout.
// Then it closes their connections. After it returns, no request is acknowledged.
func (ls *listeners) shutDown(timeout time.Duration) {
	close(ls.stopping)
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	var ending sync.WaitGroup
	for _, l := range ls.all {
		ending.Add(1)
		go func() {
			defer ending.Done()
			if err := l.web.Shutdown(ctx); err != nil {
				ls.logger.Warn("requests in flight are cut off", "address", l.url(), "timeout", timeout.String())
			}
		}()
	}
	ending.Wait()
	ls.close()
	if !ls.requests.refuse(handlerTimeout) {
		ls.logger.Warn("requests did not end after their connections were closed")
	}
	ls.close() // a connection that was being accepted during the first call
}

// close closes all listeners and connections at once.
func (ls *listeners) close() {
	for _, l := range ls.all {
		l.web.Close()
		l.Close() //nolint:errcheck // needed if web has not served yet; otherwise it is closed
	}
}
