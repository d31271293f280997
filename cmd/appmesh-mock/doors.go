package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// What a door is for.
const (
	forAppMesh = "App Mesh"
	forAdmin   = "admin routes"
	forDebug   = "profiles"
)

// door is an address that is listened on, and the web server behind it.
type door struct {
	purpose  string
	secure   bool // it speaks TLS
	listener net.Listener
	web      *http.Server
}

// url answers by what this machine reaches the door: a URL, or unix: and the path of a socket.
func (d *door) url() string {
	addr := d.listener.Addr()
	if addr.Network() == "unix" {
		return "unix:" + addr.String()
	}
	return address(addr.String()).url(scheme(d.secure))
}

func scheme(secure bool) string {
	if secure {
		return "https"
	}
	return "http"
}

func (d *door) serve() error {
	if d.secure {
		return d.web.ServeTLS(d.listener, "", "")
	}
	return d.web.Serve(d.listener)
}

// doors are all that a program listens on: those of --addr first.
type doors struct {
	all      []*door
	failed   error         // why one could not be opened
	stopping chan struct{} // closed when no more requests are taken
	logger   *slog.Logger
}

// openDoors opens all addresses, or none.
func openDoors(s *settings, api *server.Server, kept *keeper, logger *slog.Logger) (*doors, error) {
	ds := &doors{stopping: make(chan struct{}), logger: logger}
	secure, err := s.tlsConfig()
	if err != nil {
		return nil, err
	}
	h := newHandlers(s, api, kept, ds.stopping)
	for _, a := range s.addrs.all {
		ds.add(forAppMesh, a, secure, h.appMesh)
	}
	if s.adminAddr != "" {
		ds.add(forAdmin, s.adminAddr, secure, h.admin)
	}
	if s.debugAddr != "" {
		ds.add(forDebug, onLoopback(s.debugAddr), nil, debugHandler)
	}
	if ds.failed != nil {
		ds.close()
		return nil, ds.failed
	}
	return ds, nil
}

// add opens one, unless another has failed. A socket speaks no TLS: nobody can listen in.
func (ds *doors) add(purpose string, a address, secure *tls.Config, handler func(loopback bool) http.Handler) {
	if ds.failed != nil {
		return
	}
	listener, err := listen(a)
	if err != nil {
		ds.failed = err
		return
	}
	tcp, isTCP := listener.Addr().(*net.TCPAddr)
	d := &door{purpose, isTCP && secure != nil, listener, newWeb(handler(isTCP && tcp.IP.IsLoopback()), ds.logger)}
	if d.secure {
		d.web.TLSConfig = secure.Clone()
	}
	if purpose == forDebug {
		d.web.WriteTimeout = 0 // a profile may take as long as it is asked to
	}
	ds.all = append(ds.all, d)
}

// serve serves on all, and answers where it says why one has stopped.
func (ds *doors) serve() <-chan error {
	failed := make(chan error, len(ds.all))
	for _, d := range ds.all {
		go func() { failed <- d.serve() }()
	}
	return failed
}

// shutDown takes no more requests and lets those in flight end.
func (ds *doors) shutDown() {
	ds.logger.Info("stopping: requests in flight may end")
	close(ds.stopping)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var ending sync.WaitGroup
	for _, d := range ds.all {
		if d.purpose == forDebug {
			d.web.Close()
			continue
		}
		ending.Add(1)
		go func() {
			defer ending.Done()
			if err := d.web.Shutdown(ctx); err != nil {
				ds.logger.Warn("requests were cut off", "at", d.url(), "after", grace.String())
			}
		}()
	}
	ending.Wait()
}

// close closes at once what is still open.
func (ds *doors) close() {
	for _, d := range ds.all {
		d.web.Close()
		d.listener.Close() //nolint:errcheck // of a web server that has not served yet; else it is closed
	}
}

func newWeb(h http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}
