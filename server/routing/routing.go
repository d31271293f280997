// Package routing resolves requests against the resources of a mesh and finds mistakes in the
// resources:
//
//	mesh, err := routing.Compile(srv.Checkpoint(), tenant, "shop")
//	...
//	result, err := mesh.Resolve(routing.Query{
//		From: "mesh/shop/virtualGateway/ingress", Request: routing.Request{Path: "/cart"},
//	})
//
// It reads App Mesh specs, not Envoy configuration, so that tests can compare the
// resolver with the translator in package envoy. Rules 80 to 89 of package rules define the
// semantics.
package routing

// Query is a request and the first resource that sends or receives it.
type Query struct {
	// From is the reference of a virtual gateway or a virtual node of the mesh, such as
	// "mesh/shop/virtualGateway/ingress".
	From    string  `json:"from"`
	Request Request `json:"request"`
}

// Request is the request to resolve. All members are optional.
type Request struct {
	Protocol string              `json:"protocol"` // http, http2, grpc or tcp; by default that of the listener
	Method   string              `json:"method"`   // by default GET, and POST for grpc
	Scheme   string              `json:"scheme"`   // http or https; by default http
	Host     string              `json:"host"`     // the backend, for a virtual node; may have a port
	Port     int                 `json:"port"`     // by default that of the only listener, or of the backend's first
	Path     string              `json:"path"`     // with the query; for grpc /service/method; by default /
	Headers  map[string][]string `json:"headers"`
}

// Outcome classifies a result.
type Outcome string

// The outcomes.
const (
	Routed         Outcome = "routed"         // the request reaches the targets
	Passthrough    Outcome = "passthrough"    // it leaves the mesh for its original destination
	NoListener     Outcome = "noListener"     // nothing listens on the port, or not with the protocol
	NoGatewayRoute Outcome = "noGatewayRoute" // no gateway route matches
	NoRoute        Outcome = "noRoute"        // no route matches, or the service has no provider
	NoBackend      Outcome = "noBackend"      // the node has no such backend
	NoTargets      Outcome = "noTargets"      // only routes whose weights are all 0 match
	Unhealthy      Outcome = "unhealthy"      // no target can be reached
)

// Result is the result of a resolution.
type Result struct {
	Outcome Outcome `json:"outcome"`
	// Status is the HTTP status of the proxy's response, or 0 if the request is forwarded or
	// its connection is closed.
	Status  int    `json:"status"`
	Message string `json:"message,omitempty"` // why the request was not routed
	Steps   []Step `json:"steps"`
	// Request is the request that the targets receive.
	Request  Rewritten `json:"request"`
	Targets  []Target  `json:"targets"`
	Timeouts *Timeouts `json:"timeouts,omitempty"`
	Retries  *Retries  `json:"retries,omitempty"`
}

// Step is a resource through which a request passes.
type Step struct {
	Kind    string   `json:"kind"`          // gatewayRoute, virtualService, virtualRouter, route or virtualNode
	Ref     string   `json:"ref,omitempty"` // empty if none matched
	Matched bool     `json:"matched"`
	Because []string `json:"because,omitempty"` // the criteria that the request met
	Losers  Losers   `json:"losers,omitzero"`   // the candidates that were tried before, in order
}

// Rewritten holds the changes to a request.
type Rewritten struct {
	Host         string            `json:"host"`
	Path         string            `json:"path"`
	HeadersAdded map[string]string `json:"headersAdded"`
}

// Target is a virtual node that receives a share of the requests. Shares sum to 1.
type Target struct {
	VirtualNode string  `json:"virtualNode"`
	Port        int     `json:"port"`
	Share       float64 `json:"share"`
	// Unhealthy reports that the target cannot be reached because of its resources. Its share
	// of the requests gets status 503.
	Unhealthy bool `json:"unhealthy,omitempty"`
}

// Timeouts holds the shortest timeouts of the route and its targets' listeners, such as
// "15s". "0s" means no timeout.
type Timeouts struct {
	PerRequest string `json:"perRequest,omitempty"` // not for tcp
	Idle       string `json:"idle"`
}

// Retries describes the retries of a route.
type Retries struct {
	Max int      `json:"max"` // beyond the first attempt
	On  []string `json:"on"`  // retry events
}
