package main

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
)

// handlers make what a door has behind it.
type handlers struct {
	api    http.Handler
	mock   func() http.Handler // nil if the admin routes are left out
	dropIn http.Handler        // the same
	apart  bool                // the admin routes have a door of their own
}

func newHandlers(s *settings, api *server.Server, kept *keeper, stopping <-chan struct{}) *handlers {
	h := &handlers{api: api, apart: s.adminAddr != ""}
	if s.noAdmin {
		return h
	}
	options := admin.Options{Server: api, Version: version(), Now: time.Now, Started: time.Now(), Done: stopping}
	if s.stateFile != "" {
		options.SaveState = kept.save
	}
	h.dropIn = admin.DropIn(options)
	// Its routes take longer to make than all the rest: they are made when first asked for.
	h.mock = sync.OnceValue(func() http.Handler { return admin.New(options) })
	return h
}

// appMesh answers App Mesh, with the admin routes beside it if they belong there. Each door
// guards them by who can reach it.
func (h *handlers) appMesh(loopback bool) http.Handler {
	if h.mock == nil || h.apart {
		return h.api
	}
	beside := h.admin(loopback)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == admin.Prefix || strings.HasPrefix(r.URL.Path, admin.Prefix+"/") || admin.IsDropIn(r.URL.Path) {
			beside.ServeHTTP(w, r)
			return
		}
		h.api.ServeHTTP(w, r)
	})
}

// admin answers the admin routes, and nothing else.
func (h *handlers) admin(loopback bool) http.Handler {
	return admin.Guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if admin.IsDropIn(r.URL.Path) {
			h.dropIn.ServeHTTP(w, r)
			return
		}
		h.mock().ServeHTTP(w, r)
	}), loopback)
}
