package rules

// routing holds the rules for the matching and the targets of requests. The translator to
// Envoy configuration and the resolver of requests both implement them. RECORD is a published
// configuration of an App Mesh Envoy, ENVOY the behaviour of Envoy 1.40.
var routing = about("routing",
	Rule{Number: 80, Basis: Documented,
		Sentence: "Routes and gateway routes are tried by priority, 0 first. Those without a priority come " +
			"last: gateway routes as with 1000 (documented), routes likewise (assumed).",
		Source: "UG routes; CTL gatewayroute_types.go"},
	Rule{Number: 81, Basis: Assumed,
		Sentence: "At equal priority: an exact path, then a regular expression, then the longer prefix, then " +
			"more other criteria (method, scheme, hostname, each header, query parameter and metadata), " +
			"then the name in byte order. A match without a path counts as the prefix /. gRPC: service " +
			"and method, then service, then neither.",
		Source: "none; RECORD agrees on prefixes",
		Fixed:  "Routes need an order, and any other would be a guess, too."},
	Rule{Number: 82, Basis: Recorded,
		Sentence: "A prefix matches as a plain string: /pre matches /prex. By default a gateway route replaces " +
			"its prefix by /, with two Envoy routes: for the prefix /x, /x/ and then /x, both rewritten " +
			"to /. A rewrite value replaces it likewise, a rewrite of the whole path keeps the query, and " +
			"the prefix / is not rewritten unless a value is given.",
		Source: "RECORD"},
	Rule{Number: 83, Basis: Recorded,
		Sentence: "A gateway route rewrites the host to the name of the virtual service, unless " +
			"defaultTargetHostname is DISABLED.",
		Source: "RECORD; UG gateway routes"},
	Rule{Number: 84, Basis: Assumed,
		Sentence: "Header values are compared with case, header names without. Of a repeated header each value " +
			"is compared. An absent header matches no criterion, inverted or not, but inverted presence. " +
			"A range includes its start and excludes its end; a value that is no integer is outside of " +
			"it. A header without a match must be present.",
		Source: "ENVOY",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 85, Basis: Assumed,
		Sentence: "Query parameters are compared undecoded and with case; of several with one name the first " +
			"counts.",
		Source: "ENVOY",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 86, Basis: Assumed,
		Sentence: "Regular expressions are RE2 and must match the whole value; for a path, without the query.",
		Source:   "ENVOY",
		Fixed:    "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 87, Basis: Recorded,
		Sentence: "A target's share is its weight divided by the sum of the weights, which need not be 100. A " +
			"weight of 0 gets nothing; if all are 0, the route has no target.",
		Source: "RECORD; RM#204"},
	Rule{Number: 88, Basis: Assumed,
		Sentence: "Host names are compared without case and without the port. A suffix matches each host that " +
			"ends in it.",
		Source: "UG gateway routes",
		Fixed:  "Requests are matched as Envoy matches them, so that a real Envoy and the resolver agree."},
	Rule{Number: 89, Basis: Assumed,
		Sentence: "A route with a port applies to the listener with that port, one without to all listeners; a " +
			"gateway route only to those of its protocol.",
		Source: "UG",
		Fixed:  "A port has no other meaning in a match."},
)
