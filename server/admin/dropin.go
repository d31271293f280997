package admin

import (
	"cmp"
	"net/http"
	"runtime"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// Prefixes of the control paths of moto and LocalStack.
const (
	motoPrefix       = "/moto-api/"
	localStackPrefix = "/_localstack/"
)

// IsDropIn reports whether DropIn serves a path.
func IsDropIn(path string) bool {
	return strings.HasPrefix(path, motoPrefix) || strings.HasPrefix(path, localStackPrefix)
}

// dropIn serves the control paths of moto and LocalStack.
type dropIn struct{ Options }

// DropIn returns a handler for the paths with which test suites for moto or LocalStack reset
// the server and check its health:
//
//	POST     /moto-api/reset
//	GET HEAD /_localstack/health
//	GET HEAD /_localstack/info
//	GET HEAD /_localstack/init, and its stages boot, start, ready and shutdown
//	POST     /_localstack/state/reset
//
// Other paths are not found. Cross-origin requests of browsers are refused.
func DropIn(options Options) http.Handler {
	d := &dropIn{Options: options}
	d.Started = cmp.Or(d.Started, d.Now())
	return Guarded(d, options.Loopback)
}

// ServeHTTP implements http.Handler.
func (d *dropIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch request := r.Method + " " + r.URL.Path; strings.Replace(request, "HEAD ", "GET ", 1) {
	case "POST /moto-api/reset":
		d.Server.Reset(server.ResetOptions{}) //nolint:errcheck // without options it cannot fail
		write(w, http.StatusOK, "application/json", []byte(`{"status": "ok"}`))
	case "GET /moto-api/reset":
		write(w, http.StatusBadRequest, "application/json", []byte(`{"Error": "Need to POST to reset Moto"}`))
	case "POST /_localstack/state/reset":
		d.Server.Reset(server.ResetOptions{}) //nolint:errcheck // without options it cannot fail
		writeJSON(w, http.StatusOK, empty{})
	case "GET /_localstack/health":
		writeJSON(w, http.StatusOK, localStackHealth{map[string]string{"appmesh": "running"}, edition, d.Version})
	case "GET /_localstack/info":
		writeJSON(w, http.StatusOK, d.info())
	case "GET /_localstack/init":
		writeJSON(w, http.StatusOK,
			initScripts{map[string]bool{"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false}, noScripts})
	case "GET /_localstack/init/boot", "GET /_localstack/init/start", "GET /_localstack/init/ready":
		writeJSON(w, http.StatusOK, initScripts{true, noScripts})
	case "GET /_localstack/init/shutdown":
		writeJSON(w, http.StatusOK, initScripts{false, noScripts})
	default:
		writeError(w, &statusError{http.StatusNotFound,
			"there is no " + request + " of moto or LocalStack here; GET /_mock/ lists the routes of this server"})
	}
}

// edition is LocalStack's name for its free edition.
const edition = "community"

// localStackHealth is the JSON of GET /_localstack/health.
type localStackHealth struct {
	Services map[string]string `json:"services"`
	Edition  string            `json:"edition"`
	Version  string            `json:"version"`
}

// initScripts is the JSON of GET /_localstack/init and of its stages.
type initScripts struct {
	Completed any      `json:"completed"` // of one stage, or of each by name
	Scripts   []string `json:"scripts"`
}

// noScripts is an empty list: there are no scripts to run at the start.
var noScripts = []string{}

// localStackInfo is the JSON of GET /_localstack/info.
type localStackInfo struct {
	Version   string `json:"version"`
	Edition   string `json:"edition"`
	Licensed  bool   `json:"is_license_activated"`
	SessionID string `json:"session_id"`
	MachineID string `json:"machine_id"`
	System    string `json:"system"`
	IsDocker  bool   `json:"is_docker"`
	Time      string `json:"server_time_utc"`
	Uptime    int    `json:"uptime"` // seconds
}

func (d *dropIn) info() localStackInfo {
	now := d.Now()
	return localStackInfo{
		Version: d.Version, Edition: edition, System: runtime.GOOS + " " + runtime.GOARCH,
		Time: now.UTC().Format("2006-01-02T15:04:05"), Uptime: int(now.Sub(d.Started).Seconds()),
	}
}
