package routing

import "slices"

// Code identifies a kind of finding. Codes never change.
type Code string

// The codes. README.md explains each.
const (
	AmbiguousRoutes         Code = "ambiguous-routes"
	BackendNotFound         Code = "backend-not-found"
	BackendPortConflict     Code = "backend-port-conflict"
	BackendWithoutProvider  Code = "backend-without-provider"
	CertificateUnknown      Code = "certificate-unknown"
	DuplicateListenerPort   Code = "duplicate-listener-port"
	EgressDropped           Code = "egress-dropped"
	GatewayWithoutRoutes    Code = "gateway-without-routes"
	HealthCheckPath         Code = "health-check-path"
	HealthCheckTimeout      Code = "health-check-timeout"
	InvalidMatch            Code = "invalid-match"
	IPPreferenceExcludes    Code = "ip-preference-excludes"
	MatchPortNotListening   Code = "match-port-not-listening"
	NoServiceDiscovery      Code = "no-service-discovery"
	NoWeight                Code = "no-weight"
	NodeUnreachable         Code = "node-unreachable"
	OutlierDetectionZero    Code = "outlier-detection-zero"
	ProviderWithoutListener Code = "provider-without-listener"
	RouteProtocolMismatch   Code = "route-protocol-mismatch"
	RouterUnused            Code = "router-unused"
	RouterWithoutRoutes     Code = "router-without-routes"
	SameNameInOtherCase     Code = "same-name-in-other-case"
	ServiceUnused           Code = "service-unused"
	ServiceWithoutProvider  Code = "service-without-provider"
	ShadowedRoute           Code = "shadowed-route"
	TargetNotFound          Code = "target-not-found"
	TargetPortNotListening  Code = "target-port-not-listening"
	TargetPortsDiffer       Code = "target-ports-differ"
	TargetProtocolMismatch  Code = "target-protocol-mismatch"
	TimeoutAboveListener    Code = "timeout-above-listener"
	TLSClientCertificate    Code = "tls-client-certificate"
	TLSNameMismatch         Code = "tls-name-mismatch"
	TLSNotValidated         Code = "tls-not-validated"
	TLSServerPlain          Code = "tls-server-plain"
	UnknownRetryEvent       Code = "unknown-retry-event"
	UnqualifiedName         Code = "unqualified-name"
)

// CodeInfo describes a code.
type CodeInfo struct {
	Code     Code
	Severity Severity
	Summary  string
	Help     string // how to fix it
}

// Codes returns the codes, sorted. The caller may modify the result.
func Codes() []CodeInfo { return slices.Clone(codes) }

func codeInfo(code Code) CodeInfo {
	i, _ := slices.BinarySearchFunc(codes, code, func(c CodeInfo, code Code) int {
		switch {
		case c.Code < code:
			return -1
		case c.Code > code:
			return 1
		default:
			return 0
		}
	})
	return codes[i]
}

// codes is sorted by code.
var codes = []CodeInfo{
	{AmbiguousRoutes, Warning, "two routes have the same match and the same priority",
		"give the routes different priorities or remove one"},
	{BackendNotFound, Error, "a backend names a virtual service that does not exist",
		"create the virtual service or remove the backend"},
	{BackendPortConflict, Error, "two backends of a node cannot share a port",
		"give the services different ports or the same protocol"},
	{BackendWithoutProvider, Error, "a backend names a virtual service without a provider",
		"set a virtual node or a virtual router as the provider of the service"},
	{CertificateUnknown, Error, "the content of a certificate is not known to the server",
		"map the file or the ARN to a certificate"},
	{DuplicateListenerPort, Error, "two listeners have one port",
		"give each listener a port of its own"},
	{EgressDropped, Warning, "a backend outside of the mesh is unreachable because of the egress filter",
		"create a virtual service for the name, or set the egress filter of the mesh to ALLOW_ALL"},
	{GatewayWithoutRoutes, Warning, "a virtual gateway has no gateway routes",
		"create a gateway route or remove the gateway"},
	{HealthCheckPath, Warning, "an HTTP health check has no path",
		"set the path of the health check"},
	{HealthCheckTimeout, Warning, "a health check times out after the next one has begun",
		"make the timeout of the health check shorter than its interval"},
	{InvalidMatch, Error, "a match that no proxy accepts",
		"use the syntax of RE2, without look-around and back-references, and exactly one kind of route"},
	{IPPreferenceExcludes, Warning, "the IP preference excludes all addresses of a node",
		"change the IP preference or the addresses of the node"},
	{MatchPortNotListening, Error, "a match names a port that no listener has",
		"use the port of a listener, or remove the port of the match"},
	{NoServiceDiscovery, Error, "the addresses of a virtual node cannot be found",
		"set the service discovery of the node, with a host name that is not empty"},
	{NoWeight, Error, "all weights of a route are 0",
		"give at least one target a weight above 0"},
	{NodeUnreachable, Info, "nothing in the mesh sends requests to a virtual node",
		"add the node to a route or a virtual service, or remove it; " +
			"ignore the finding if only clients outside the mesh call the node"},
	{OutlierDetectionZero, Error, "an outlier detection has an interval or a duration of 0",
		"set the interval and the base ejection duration above 0"},
	{ProviderWithoutListener, Error, "the provider of a virtual service has no listener",
		"add a listener to the virtual router or the virtual node"},
	{RouteProtocolMismatch, Error, "the protocol of a route differs from that of its listeners",
		"use the kind of route that the listener's protocol needs"},
	{RouterUnused, Info, "no virtual service has a virtual router as its provider",
		"set the router as the provider of a virtual service, or remove it"},
	{RouterWithoutRoutes, Warning, "a virtual router that is a provider has no routes",
		"create a route"},
	{SameNameInOtherCase, Error, "the names of two virtual services differ only in case, which host names ignore",
		"rename one of the services"},
	{ServiceUnused, Info, "no backend and no gateway route names a virtual service",
		"add the service to the backends of its callers, or remove it"},
	{ServiceWithoutProvider, Error, "a gateway route leads to a virtual service without a provider",
		"set a virtual node or a virtual router as the provider of the service"},
	{ShadowedRoute, Warning, "a route never gets a request because another one matches first",
		"give the more specific route the smaller priority (0 is tried first), or remove it"},
	{TargetNotFound, Error, "a resource names another one that does not exist",
		"create the other resource or name one that exists"},
	{TargetPortNotListening, Error, "a target does not listen on the port that it is used with",
		"use the port of one of the node's listeners"},
	{TargetPortsDiffer, Warning, "the targets of a route listen on different ports",
		"let all targets of a route listen on the same port"},
	{TargetProtocolMismatch, Warning, "the protocol of a target's listener differs from that of the router",
		"use the same protocol for the listeners of the router and of its targets"},
	{TimeoutAboveListener, Warning, "a route's timeout is longer than that of a target's listener",
		"set the timeout of the node's listener as well: the shorter one applies, and the default is 15 seconds"},
	{TLSClientCertificate, Error, "a server demands a certificate that its caller does not present",
		"set a certificate in the client policy of the caller"},
	{TLSNameMismatch, Warning, "a client policy accepts only names that the server does not seem to have",
		"check the subject alternative names against the server's certificate"},
	{TLSNotValidated, Warning, "a caller trusts any certificate of a server that accepts TLS only",
		"set a client policy with a validation for the caller"},
	{TLSServerPlain, Error, "a caller enforces TLS and the server does not offer it",
		"set TLS for the listener, or do not enforce it in the client policy"},
	{UnknownRetryEvent, Warning, "App Mesh has no such retry event",
		"use server-error, gateway-error, client-error or stream-error"},
	{UnqualifiedName, Info, "a name without a dot depends on the resolver's search domains",
		"use a fully qualified name"},
}
