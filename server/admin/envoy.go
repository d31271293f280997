package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// envoyRoutes returns the routes for the configuration of Envoys.
func (a *admin) envoyRoutes() []*route {
	if a.Envoy == nil {
		return nil
	}
	options := func(more ...string) []string { return append(more, envoyOptions...) }
	return []*route{
		{
			Method: "GET", Path: "/_mock/envoys", run: a.envoys,
			Does: "lists the Envoys that requested their configuration: " +
				"their versions, what they refuse, and what was left out",
		},
		{
			Method: "PUT", Path: "/_mock/envoys", run: a.reportEnvoy, hasBody: true,
			Does: "records an Envoy that a bridge serves",
		},
		{
			Method: "GET", Path: "/_mock/envoy/bootstrap", Parameters: options("server", "admin"),
			run: a.envoyBootstrap, Does: "returns the bootstrap of an Envoy for resource",
		},
		{
			Method: "GET", Path: "/_mock/envoy/config", Parameters: options("only"), run: a.envoyConfig,
			Does: "returns the configuration of resource as one file, " +
				"or as source=rest or ads serves it; only selects a type",
		},
		{Method: "GET", Path: "/_mock/endpoints", Does: "returns the addresses that Envoys use instead of names",
			run: a.endpoints},
		{
			Method: "PUT", Path: "/_mock/endpoints", run: a.setEndpoints, hasBody: true,
			Does: "replaces the addresses that Envoys use instead of names",
		},
		{
			Method: "DELETE", Path: "/_mock/endpoints", run: a.clearEndpoints,
			Does: "removes the addresses that Envoys use instead of names",
		},
		{
			Method: "GET", Path: "/_mock/certificates", run: a.certificates,
			Does: "returns the files that stand for certificates of ACM and for secrets",
		},
		{
			Method: "PUT", Path: "/_mock/certificates", run: a.setCertificates, hasBody: true,
			Does: "replaces the files that stand for certificates of ACM and for secrets",
		},
		{
			Method: "DELETE", Path: "/_mock/certificates", run: a.clearCertificates,
			Does: "removes the files that stand for certificates of ACM and for secrets",
		},
	}
}

func (a *admin) envoys(*http.Request) (any, error) {
	return struct {
		Envoys []xds.Envoy `json:"envoys"`
	}{a.Envoy.Envoys()}, nil
}

func (a *admin) reportEnvoy(r *http.Request) (any, error) {
	var reported xds.Envoy
	if err := read(r, &reported); err != nil {
		return nil, err
	}
	if reported.ID == "" || reported.Transport != string(envoy.ADS) {
		return nil, badRequest("id must not be empty, and transport must be ads")
	}
	a.Envoy.Report(reported)
	return empty{}, nil
}

// envoyOptions are the common parameters of the routes for bootstraps and configurations.
var envoyOptions = []string{
	"resource", "account", "region", "source", "bind", "ports", "explicit", "applications", "sds", "refresh",
}

// envoyQuery is a request for a bootstrap or a configuration.
type envoyQuery struct {
	url.Values
	resource state.Key
	source   envoy.Source
	options  envoy.Options
}

func (a *admin) envoyQuery(r *http.Request, source envoy.Source) (q envoyQuery, err error) {
	q.Values = r.URL.Query()
	if q.source = source; q.Get("source") != "" {
		q.source = envoy.Source(q.Get("source"))
	}
	q.resource, err = a.Envoy.Key(q.Get("resource"), state.Tenant{Account: q.Get("account"), Region: q.Get("region")})
	if err != nil {
		return q, badRequest("resource: " + err.Error())
	}
	q.options = envoy.Options{Bind: q.Get("bind"), SDS: q.Get("sds"), Refresh: q.Get("refresh")}
	if q.options.Explicit, err = flag(q.Values, "explicit"); err != nil {
		return q, err
	}
	for port, mapped := range pairs(q.Get("ports")) {
		n, err := strconv.Atoi(mapped)
		if err != nil {
			return q, badRequest("ports must be PORT:PORT, separated by commas")
		}
		if q.options.Ports == nil {
			q.options.Ports = map[string]int{}
		}
		q.options.Ports[port] = n
	}
	if all := pairs(q.Get("applications")); len(all) > 0 {
		q.options.Applications = all
	}
	if err := q.options.Check(); err != nil {
		return q, badRequest(err.Error())
	}
	return q, nil
}

// pairs parses KEY:VALUE,KEY:VALUE.
func pairs(text string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(text, ",") {
		if part != "" {
			key, value, _ := strings.Cut(part, ":")
			all[key] = value
		}
	}
	return all
}

func (a *admin) envoyBootstrap(r *http.Request) (any, error) {
	q, err := a.envoyQuery(r, envoy.REST)
	if err != nil {
		return nil, err
	}
	if q.source != envoy.REST && q.source != envoy.ADS {
		return nil, badRequest("source must be rest or ads, not " + strconv.Quote(string(q.source)))
	}
	server := q.Get("server")
	if server == "" {
		server = r.Host
	}
	document, err := envoy.Bootstrap{
		Resource: nodeID(q), Server: server, TLS: r.TLS != nil && q.Get("server") == "",
		Source: q.source, Admin: q.Get("admin"), Options: q.options,
	}.JSON()
	if err != nil {
		return nil, badRequest(err.Error())
	}
	return content{"application/json", append(document, '\n')}, nil
}

// nodeID returns the id of an Envoy's node. It is an ARN if the request is for another
// account or region than the server's.
func nodeID(q envoyQuery) string {
	if q.Get("account") == "" && q.Get("region") == "" {
		return q.Get("resource")
	}
	t := q.resource.Tenant
	return strings.Join([]string{"arn:aws:appmesh", t.Region, t.Account, "mesh/" + q.resource.Names[0] +
		"/" + q.resource.Kind.String() + "/" + q.resource.Name()}, ":")
}

func (a *admin) envoyConfig(r *http.Request) (any, error) {
	q, err := a.envoyQuery(r, envoy.Static)
	if err != nil {
		return nil, err
	}
	only := envoy.Type(q.Get("only"))
	if only != "" && only.URL() == "" {
		return nil, &statusError{http.StatusBadRequest,
			"only must be clusters, endpoints, listeners, routes or secrets, not " + strconv.Quote(q.Get("only"))}
	}
	switch q.source {
	case envoy.Static, envoy.REST, envoy.ADS:
	default:
		return nil, badRequest("source must be static, rest or ads, not " + strconv.Quote(string(q.source)))
	}
	config, err := a.Envoy.Config(q.resource, q.options, q.source)
	var missing envoy.NotFoundError
	switch {
	case errors.As(err, &missing):
		return nil, &statusError{http.StatusNotFound, err.Error()}
	case err != nil:
		return nil, err
	case q.source != envoy.Static && only == "":
		return config, nil
	default:
		return content{"application/json", append(config.StaticJSON(only), '\n')}, nil
	}
}

func (a *admin) endpoints(*http.Request) (any, error) {
	return endpointsBody{a.Envoy.Endpoints()}, nil
}

// endpointsBody is the JSON of the addresses that Envoys use instead of names.
type endpointsBody struct {
	Endpoints envoy.EndpointMap `json:"endpoints"`
}

func (a *admin) setEndpoints(r *http.Request) (any, error) {
	var body endpointsBody
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if err := a.Envoy.SetEndpoints(body.Endpoints); err != nil {
		return nil, badRequest(err.Error())
	}
	return endpointsBody{a.Envoy.Endpoints()}, nil
}

func (a *admin) clearEndpoints(*http.Request) (any, error) { return empty{}, a.Envoy.SetEndpoints(nil) }

// certificatesBody is the JSON of the files that stand for certificates.
type certificatesBody struct {
	Certificates envoy.CertificateMap `json:"certificates"`
}

func (a *admin) certificates(*http.Request) (any, error) {
	return certificatesBody{a.Envoy.Certificates()}, nil
}

func (a *admin) setCertificates(r *http.Request) (any, error) {
	var body certificatesBody
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if err := a.Envoy.SetCertificates(body.Certificates); err != nil {
		return nil, badRequest(err.Error())
	}
	return certificatesBody{a.Envoy.Certificates()}, nil
}

func (a *admin) clearCertificates(*http.Request) (any, error) {
	return empty{}, a.Envoy.SetCertificates(nil)
}
