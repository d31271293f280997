// Package admin answers what only tests may ask: /_mock/…, beside App Mesh's own paths.
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
)

// Prefix is what the paths of all admin routes begin with. Those of App Mesh begin with
// its version, so that neither can be taken for the other.
const Prefix = "/_mock"

// Options are what the admin routes are made with.
type Options struct {
	Server  *server.Server
	Version string           // of the program, as health shows it
	Now     func() time.Time // the time of the machine, for the uptime; not the server's clock
	Started time.Time        // by that clock: since when the program is up; since the routes were made if it is zero
	// Loopback says that the listener can be reached from this machine only. Then a
	// request must name a loopback address as its Host.
	Loopback bool
	// SaveState saves the state where the program keeps it; nil if it keeps none.
	SaveState func() error
	// Envoy serves the configuration of Envoys; if it is nil, the routes for it are left out.
	Envoy *xds.Service
	// Done is closed when the program ends, so that the streams of events end as well. If it
	// is nil, they end only with their clients.
	Done <-chan struct{}
	// Heartbeat is how often a stream without events says that it stands; DefaultHeartbeat if 0.
	Heartbeat time.Duration
}

// admin is the routes and what they work on.
type admin struct {
	Options
	routes      []*route
	checkpoints checkpoints
	seeding     sync.Mutex // one seed at a time: a seed that fails takes back what came after its beginning
}

// route is one row of what can be asked.
type route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Does   string `json:"does"`

	run    func(*http.Request) (any, error)
	limit  int64 // bytes of a request's body; server.MaxBody if 0
	served *mux.Route
}

// New answers the handler of all paths below Prefix. An answer is JSON unless its route says
// otherwise; an error has a message. Requests of a browser's other pages are refused.
func New(options Options) http.Handler {
	a := &admin{Options: options}
	a.Started = cmp.Or(a.Started, a.Now())
	a.routes = a.table()
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, r := range a.routes {
		r.served = router.Handle(r.Path, r).Methods(r.methods()...)
	}
	router.NotFoundHandler = http.HandlerFunc(notFound)
	router.MethodNotAllowedHandler = http.HandlerFunc(a.notAllowed)
	return a.guarded(router)
}

// ServeHTTP runs the route.
func (r *route) ServeHTTP(w http.ResponseWriter, asked *http.Request) {
	asked.Body = http.MaxBytesReader(w, asked.Body, cmp.Or(r.limit, server.MaxBody))
	result, err := r.run(asked)
	if err != nil {
		refuse(w, err)
		return
	}
	if own, ok := result.(written); ok {
		own.write(w)
		return
	}
	answer(w, http.StatusOK, result)
}

// methods: what can be read can be asked for its headers alone.
func (r *route) methods() []string {
	if r.Method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{r.Method}
}

func notFound(w http.ResponseWriter, r *http.Request) {
	refuse(w, &problem{http.StatusNotFound, "there is nothing at " + r.URL.Path + "; GET /_mock/ lists what there is"})
}

// notAllowed answers which methods the path has.
func (a *admin) notAllowed(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, route := range a.routes {
		asked := *r
		asked.Method = route.Method
		if route.served.Match(&asked, &mux.RouteMatch{}) {
			allowed = append(allowed, route.methods()...)
		}
	}
	slices.Sort(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	refuse(w, &problem{http.StatusMethodNotAllowed, r.URL.Path + " takes " + strings.Join(allowed, ", ") + ", not " + r.Method})
}
