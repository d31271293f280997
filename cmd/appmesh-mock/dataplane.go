package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// dataPlane holds the settings for Envoys.
type dataPlane struct {
	endpoints    []string
	certificates string

	service *xds.Service // set by start
}

func (d *dataPlane) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&d.endpoints, "envoy-endpoint", nil,
		"have Envoys use an address for a name, as in `cart.shop.local=127.0.0.1:9001`; repeatable")
	f.StringVar(&d.certificates, "envoy-certificates", "",
		"`file` that maps certificates of ACM and secrets to files, in JSON")
}

// start creates the service that configures Envoys.
func (d *dataPlane) start(api *server.Server) (err error) {
	o := xds.Options{
		State: api.Checkpoint, Tenant: state.Tenant{Account: api.Account(), Region: api.Region()},
		InForce: api.InForce, Now: time.Now, Endpoints: envoy.EndpointMap{},
	}
	for _, mapping := range d.endpoints {
		name, address, ok := strings.Cut(mapping, "=")
		if strings.HasPrefix(mapping, "cloudmap:") && strings.Contains(name, "?") {
			at := strings.LastIndexByte(mapping, '=') // attributes may contain =
			name, address = mapping[:at], mapping[at+1:]
		}
		if !ok {
			return badUsage("--envoy-endpoint %q: must be NAME=HOST:PORT", mapping)
		}
		o.Endpoints[name] = append(o.Endpoints[name], address)
	}
	if d.certificates != "" {
		data, err := os.ReadFile(d.certificates)
		if err == nil {
			err = json.Unmarshal(data, &o.Certificates)
		}
		if err != nil {
			return badUsage("--envoy-certificates %s: %w", d.certificates, err)
		}
	}
	if d.service, err = xds.New(o); err != nil {
		return usageError{err}
	}
	return nil
}

// withXDS returns a handler that serves the configuration of Envoys, and other requests with
// next. It returns next if service is nil.
func withXDS(service *xds.Service, next http.Handler) http.Handler {
	if service == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, xds.Prefix+"discovery:") {
			service.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
