package rules

// routing holds the rules for the matching and the targets of requests. The translator to
// Envoy configuration and the resolver of requests both implement them. RECORD is a published
// configuration of an App Mesh Envoy, ENVOY the behaviour of Envoy 1.40.
var routing = about("routing",
	Rule{Number: 80, Basis: Documented,
		Sentence: "Routes and gateway routes are tried by priority, 0 first. Those without a priority " +
			"are tried last: gateway routes like those with 1000 (documented), routes in the same way " +
			"(assumed).",
		Source: "UG routes; CTL gatewayroute_types.go"},
	Rule{Number: 81, Basis: Assumed,
		Sentence: "Routes of equal priority are tried in this order: an exact path, then a regular " +
			"expression, then the longer prefix, then more other criteria (method, scheme, hostname, " +
			"each header, query parameter and metadata), then the name in byte order. A match without " +
			"a path counts as the prefix /. For gRPC: service and method, then service, then neither.",
		Source: "none; RECORD agrees on prefixes",
		Fixed:  "Routes need an order, and any other would also be a guess."},
	Rule{Number: 82, Basis: Recorded,
		Sentence: "A prefix is compared as a plain string: /pre matches /prex. By default, a gateway " +
			"route replaces its prefix by /, with two Envoy routes: for the prefix /x, these are /x/ " +
			"and /x, both rewritten to /. A rewrite value replaces the prefix in the same way. A " +
			"rewrite of the whole path keeps the query. The prefix / is rewritten only if a value is " +
			"given.",
		Source: "RECORD"},
	Rule{Number: 83, Basis: Recorded,
		Sentence: "A gateway route rewrites the host to the name of the virtual service, unless " +
			"defaultTargetHostname is DISABLED.",
		Source: "RECORD; UG gateway routes"},
	Rule{Number: 84, Basis: Assumed,
		Sentence: "The comparison of header values is case-sensitive, that of names is not. If a " +
			"header is repeated, each value is compared. If a header is absent, no criterion matches " +
			"except an inverted presence. A range includes its start and excludes its end; a value " +
			"that is not an integer is not in it. A header criterion without a match requires the " +
			"header to be present.",
		Source: "ENVOY",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 85, Basis: Assumed,
		Sentence: "Query parameters are compared case-sensitively and without decoding. If a name " +
			"occurs several times, the first value counts.",
		Source: "ENVOY",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 86, Basis: Assumed,
		Sentence: "Regular expressions have the syntax of RE2 and must match the whole value; for a " +
			"path, this excludes the query.",
		Source: "ENVOY",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 87, Basis: Recorded,
		Sentence: "The share of a target is its weight divided by the sum of the weights, which need " +
			"not be 100. A target with weight 0 gets no requests; if all weights are 0, the route has " +
			"no target.",
		Source: "RECORD; RM#204"},
	Rule{Number: 88, Basis: Assumed,
		Sentence: "The comparison of host names ignores case and the port. A suffix matches each host " +
			"that ends with it.",
		Source: "UG gateway routes",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 89, Basis: Assumed,
		Sentence: "A route with a port applies to the listener with that port, a route without one to " +
			"all listeners. A gateway route applies only to listeners with its protocol.",
		Source: "UG",
		Fixed:  "The match of a port has no other meaning."},
)
