package admin

import (
	"cmp"
	"net/http"
	"runtime"
	"strings"
)

// What the paths begin with that moto and LocalStack have beside those of AWS.
const (
	motoPrefix       = "/moto-api/"
	localStackPrefix = "/_localstack/"
)

// IsDropIn tells whether a path is one that DropIn answers.
func IsDropIn(path string) bool {
	return strings.HasPrefix(path, motoPrefix) || strings.HasPrefix(path, localStackPrefix)
}

// dropIn is what suites made for moto or LocalStack ask of those.
type dropIn struct{ Options }

// DropIn answers the handler of those paths by which a suite that was made for moto or
// LocalStack resets the server and asks whether it is well:
//
//	POST     /moto-api/reset
//	GET HEAD /_localstack/health
//	GET HEAD /_localstack/info
//	GET HEAD /_localstack/init, and its stages boot, start, ready and shutdown
//	POST     /_localstack/state/reset
//
// Others of their paths are not found. Requests of a browser's other pages are refused.
func DropIn(options Options) http.Handler {
	d := &dropIn{Options: options}
	d.Started = cmp.Or(d.Started, d.Now())
	return Guarded(d, options.Loopback)
}

// Guarded answers a handler that refuses what New's refuses before it comes to the next one: the
// requests of a browser's other pages and, if the listener is a loopback one, of other hosts. It
// is for one New behind listeners of which only some are.
func Guarded(next http.Handler, loopback bool) http.Handler {
	return (&admin{Options: Options{Loopback: loopback}}).guarded(next)
}

// ServeHTTP implements http.Handler.
func (d *dropIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch ask := r.Method + " " + r.URL.Path; strings.Replace(ask, "HEAD ", "GET ", 1) {
	case "POST /moto-api/reset":
		d.Server.Reset()
		send(w, http.StatusOK, "application/json", []byte(`{"status": "ok"}`)) // as moto spaces it
	case "GET /moto-api/reset":
		send(w, http.StatusBadRequest, "application/json", []byte(`{"Error": "Need to POST to reset Moto"}`))
	case "POST /_localstack/state/reset":
		d.Server.Reset()
		answer(w, http.StatusOK, empty{})
	case "GET /_localstack/health":
		answer(w, http.StatusOK, localStackHealth{map[string]string{"appmesh": "running"}, edition, d.Version})
	case "GET /_localstack/info":
		answer(w, http.StatusOK, d.info())
	case "GET /_localstack/init":
		answer(w, http.StatusOK, initScripts{map[string]bool{"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false}, noScripts})
	case "GET /_localstack/init/boot", "GET /_localstack/init/start", "GET /_localstack/init/ready":
		answer(w, http.StatusOK, initScripts{true, noScripts})
	case "GET /_localstack/init/shutdown":
		answer(w, http.StatusOK, initScripts{false, noScripts})
	default:
		refuse(w, &problem{http.StatusNotFound, "of moto's and LocalStack's own paths there is no " + ask + "; GET /_mock/ lists what there is instead"})
	}
}

// edition is what LocalStack calls itself where it has no licence.
const edition = "community"

// localStackHealth is the JSON of GET /_localstack/health.
type localStackHealth struct {
	Services map[string]string `json:"services"`
	Edition  string            `json:"edition"`
	Version  string            `json:"version"`
}

// initScripts is the JSON of GET /_localstack/init and of its stages.
type initScripts struct {
	Completed any      `json:"completed"` // a stage's, or each stage's
	Scripts   []string `json:"scripts"`
}

// noScripts: nothing is run at the start.
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
