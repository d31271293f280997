package main

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
	"github.com/appmesh-mock/appmesh-mock/server/ui"
)

// handlers creates the handlers of listeners.
type handlers struct {
	api      http.Handler
	mock     func() http.Handler // nil if the admin routes are disabled
	dropIn   http.Handler        // nil if the admin routes are disabled
	page     http.Handler        // nil if the page is disabled
	separate bool                // the admin routes have a listener of their own
}

func newHandlers(s *settings, api *server.Server, file *stateFile, stopping <-chan struct{}) *handlers {
	h := &handlers{api: withXDS(s.dataPlane.service, api), separate: s.adminAddr != ""}
	if s.noAdmin {
		return h
	}
	options := admin.Options{
		Server: api, Version: version(), Now: time.Now, Started: time.Now(), Done: stopping,
		Envoy: s.dataPlane.service, Worlds: admin.Worlds{Names: worlds.Names(), Steps: worlds.Steps},
	}
	if s.stateFile != "" {
		options.SaveState = file.save
	}
	h.dropIn = admin.DropIn(options)
	if !s.noUI {
		h.page = ui.Handler()
	}
	// Building the routes takes most of the start-up time, so it is deferred to the first
	// request.
	h.mock = sync.OnceValue(func() http.Handler { return admin.New(options) })
	return h
}

// appMesh returns the handler for App Mesh and, unless they have a separate listener, for the
// admin routes. On a loopback listener the admin routes check the Host of a request.
func (h *handlers) appMesh(loopback bool) http.Handler {
	if h.mock == nil || h.separate {
		return h.api
	}
	mock := h.admin(loopback)
	beside := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == admin.Prefix || strings.HasPrefix(r.URL.Path, admin.Prefix+"/") || admin.IsDropIn(r.URL.Path) {
			mock.ServeHTTP(w, r)
			return
		}
		h.api.ServeHTTP(w, r)
	})
	if h.page == nil {
		return beside
	}
	return ui.RedirectBrowsers(beside)
}

// admin returns the handler of the admin routes and the page.
func (h *handlers) admin(loopback bool) http.Handler {
	return admin.Guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case admin.IsDropIn(r.URL.Path):
			h.dropIn.ServeHTTP(w, r)
		case h.page != nil && ui.IsPage(r.URL.Path):
			h.page.ServeHTTP(w, r)
		default:
			h.mock().ServeHTTP(w, r)
		}
	}), loopback)
}
