// Package admin serves the routes below /_mock/, with which tests control a server:
//
//	mux := http.NewServeMux()
//	mux.Handle("/", srv) // a *server.Server
//	mux.Handle(admin.Prefix+"/", admin.New(admin.Options{Server: srv, Now: time.Now}))
//
// README.md describes the routes.
package admin

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
)

// Prefix is the prefix of the paths of all admin routes. App Mesh's paths begin with its API
// version, so they do not conflict.
const Prefix = "/_mock"

// Options configure the admin routes.
type Options struct {
	Server  *server.Server
	Version string           // of the program, for the health route
	Now     func() time.Time // the system time, for the uptime; not the server's clock
	Started time.Time        // the start of the program according to Now; the time of New if zero
	// Loopback declares that the listener can be reached only from this machine. The Host of a
	// request must then be a loopback address.
	Loopback bool
	// SaveState saves the state to the state file; nil if there is none.
	SaveState func() error
	// Worlds are the data sets that can be loaded.
	Worlds Worlds
	// Envoy serves the configuration of Envoys. If it is nil, the routes for it do not exist.
	Envoy *xds.Service
	// Done is closed when the program ends. This ends the streams of events. If it is nil, only
	// clients end them.
	Done <-chan struct{}
	// Heartbeat is the interval of comments in a stream without events; DefaultHeartbeat if 0.
	Heartbeat time.Duration
}

// admin holds the routes and their state.
type admin struct {
	Options
	routes      []*route
	checkpoints checkpoints
	compiled    routing.Cache
	seeding     sync.Mutex // serializes seeds, because a failed seed restores the state from before it
}

// route is one admin route.
type route struct {
	Method     string   `json:"method"`
	Path       string   `json:"path"`
	Parameters []string `json:"parameters,omitempty"` // permitted in the query
	Does       string   `json:"does"`

	run     func(*http.Request) (any, error)
	hasBody bool  // whether a request can have a body
	maxBody int64 // largest body in bytes; server.MaxBody if 0
	matched *mux.Route
}

// New returns the handler of all paths below Prefix. Responses are JSON unless their route
// has another format; errors have a message. Cross-origin requests of browsers are refused.
func New(options Options) http.Handler {
	a := &admin{Options: options}
	a.Started = cmp.Or(a.Started, a.Now())
	a.routes = a.table()
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, r := range a.routes {
		r.matched = router.Handle(r.Path, r).Methods(r.methods()...)
	}
	router.NotFoundHandler = http.HandlerFunc(notFound)
	router.MethodNotAllowedHandler = http.HandlerFunc(a.methodNotAllowed)
	return Guarded(router, options.Loopback)
}

// ServeHTTP checks the query and the body of a request, and runs the route.
func (r *route) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	result, err := r.serve(w, req)
	if err != nil {
		writeError(w, err)
		return
	}
	if own, ok := result.(writer); ok {
		own.write(w)
		return
	}
	writeJSON(w, http.StatusOK, result)
}

func (r *route) serve(w http.ResponseWriter, req *http.Request) (any, error) {
	if err := r.checkQuery(req); err != nil {
		return nil, err
	}
	req.Body = http.MaxBytesReader(w, req.Body, cmp.Or(r.maxBody, server.MaxBody))
	if !r.hasBody {
		if n, _ := req.Body.Read(make([]byte, 1)); n > 0 {
			return nil, badRequest(r.Method + " " + r.Path + " takes no body")
		}
	}
	return r.run(req)
}

// methods returns the methods that the route accepts. Routes that accept GET also accept
// HEAD.
func (r *route) methods() []string {
	if r.Method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{r.Method}
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, &statusError{http.StatusNotFound,
		"there is nothing at " + r.URL.Path + "; GET /_mock/ lists the routes"})
}

// methodNotAllowed responds with the methods that the path accepts.
func (a *admin) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, route := range a.routes {
		other := *r
		other.Method = route.Method
		if route.matched.Match(&other, &mux.RouteMatch{}) {
			allowed = append(allowed, route.methods()...)
		}
	}
	slices.Sort(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeError(w, &statusError{http.StatusMethodNotAllowed,
		r.URL.Path + " takes " + strings.Join(allowed, ", ") + ", not " + r.Method})
}
