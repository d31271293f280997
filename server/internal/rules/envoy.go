package rules

// translation holds the rules about the configuration of Envoys. RECORD is a published
// configuration of an App Mesh Envoy, ENVOY the behaviour of Envoy 1.40.
var translation = about("envoys",
	Rule{Number: 90, Basis: Recorded,
		Sentence: "Listeners, route configurations and clusters of an Envoy have App Mesh's names: " +
			"lds_ingress_0.0.0.0_15000, rds_egress_http_8080, cds_egress_MESH_NODE_http_8080.",
		Source: "RECORD; EX"},
	Rule{Number: 91, Basis: Assumed,
		Sentence: "A route without a retry policy has the default one of accounts that had no mesh before " +
			"2020-07-29: two retries on connection failure, refused stream, reset, HTTP status 503, and " +
			"gRPC's UNAVAILABLE.",
		Source:  "UG envoy defaults",
		Relaxed: "A route without a retry policy is not retried."},
	Rule{Number: 92, Basis: Recorded,
		Sentence: "Without a limit in a connection pool, circuit breakers have no limit. The " +
			"connection pool of a listener of a node or gateway limits the connections to its own " +
			"application, or to the gateway itself, not those of its callers.",
		Source: "RECORD; EX howto-circuit-breakers"},
	Rule{Number: 93, Basis: Recorded,
		Sentence: "Without a client policy, TLS is used if the target's listener offers it, and any certificate " +
			"is accepted.",
		Source: "EX howto-tls-file-provided, tls-with-acm"},
	Rule{Number: 94, Basis: Assumed,
		Sentence: "A client policy that is not enforced, or that does not apply to the port, uses TLS " +
			"if the target's listener offers it. Envoy cannot fall back to plain text on one " +
			"connection.",
		Source: "ENVOY",
		Fixed:  "Envoy has no configuration that tries TLS and falls back."},
	Rule{Number: 95, Basis: Assumed,
		Sentence: "A target that cannot be reached, because it has no listener for the port or no " +
			"service discovery, keeps its share of the requests, which fail with 503.",
		Source: "none",
		Fixed:  "Otherwise the other targets would get its share, contrary to their weights."},
	Rule{Number: 96, Basis: Assumed,
		Sentence: "Requests to a virtual service whose provider is a virtual node have the timeouts of the " +
			"node's listener.",
		Source: "none",
		Fixed:  "The listener is the only part of the mesh that has timeouts for them."},
	Rule{Number: 97, Basis: Assumed,
		Sentence: "A gateway waits as long as the longest timeout of the routes of the virtual service.",
		Source:   "RECORD has equal ones only",
		Fixed:    "With a shorter time, the gateway would interrupt responses that a route permits."},
	Rule{Number: 98, Basis: Assumed,
		Sentence: "Backends of one node share a port if all use HTTP of any version. Otherwise the " +
			"port belongs to the first backend by name.",
		Source: "RM#175",
		Fixed:  "Envoy binds a port once, and one listener cannot serve both HTTP and TCP."},
	Rule{Number: 99, Basis: Assumed,
		Sentence: "Host names of service discovery are resolved as they are, so that a hosts file can " +
			"contain them.",
		Source:  "RECORD",
		Relaxed: "Host names are resolved with a trailing dot, as App Mesh did."},
	Rule{Number: 100, Basis: Assumed,
		Sentence: "A listener is left out if its certificate is in ACM, or is a secret without a " +
			"source, unless files are mapped to it. A cluster in this case has no endpoints.",
		Source: "none",
		Fixed:  "Envoy refuses a listener whose certificate it cannot read."},
	Rule{Number: 101, Basis: Recorded,
		Sentence: "An Envoy whose resource is deleted keeps its last configuration.",
		Source:   "EX"},
	Rule{Number: 102, Basis: Assumed,
		Sentence: "Each line of an access log ends with a line feed, even if the text format does " +
			"not.",
		Source: "none",
		Fixed:  "Without line feeds, lines would not be separated."},
	Rule{Number: 103, Basis: Documented,
		Sentence: "Outlier detection ejects at least one host, at any percentage.",
		Source:   "MODEL"},
	Rule{Number: 104, Basis: Assumed,
		Sentence: "A gateway passes the virtual service of a request to itself in the header " +
			"x-app-mesh-virtual-service, which clients cannot set. No Host header can therefore " +
			"select another virtual service.",
		Source: "RECORD has it where the host is not rewritten",
		Fixed:  "Without the header, a client's Host header could select another virtual service."},
	Rule{Number: 105, Basis: Assumed,
		Sentence: "A route applies to the listeners of its router that have the route's protocol.",
		Source:   "RM#82",
		Fixed:    "A listener of another protocol cannot read the requests that the route matches."},
	Rule{Number: 106, Basis: Assumed,
		Sentence: "New objects are sent to an Envoy before others refer to them, and unused ones are " +
			"removed last. Each step follows after the Envoy has acknowledged the previous one.",
		Source: "ENVOY",
		Fixed:  "In another order, requests would fail while the configuration changes."},
	Rule{Number: 107, Basis: Assumed,
		Sentence: "A gateway route is left out if the provider of its virtual service has listeners, " +
			"but none for HTTP on the port of the target. Other routes of the gateway then get its " +
			"requests.",
		Source: "EX issue 93 has it for routes of routers",
		Fixed:  "There is no port to which the requests could be sent."},
)
