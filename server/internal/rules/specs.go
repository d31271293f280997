package rules

// defaults holds the rules for members of responses that were not in the request.
var defaults = about("defaults",
	Rule{Number: 30, Basis: Assumed,
		Sentence: "Absent listeners of a virtual node stay absent in all responses, by analogy with virtual " +
			"routers, of which it is recorded.",
		Source:  "APIREF DescribeVirtualRouter",
		Relaxed: "Describe and delete show an empty list, as for backends."},
	Rule{Number: 56, Basis: Recorded,
		Sentence: "Two defaults are shown and no other: healthCheck.port as the port of the listener, and, by " +
			"describe and delete only, absent backends of a virtual node as [].",
		Source: "CLI; APIREF; UG; CTL; EX manifests"},
	Rule{Number: 66, Basis: Recorded,
		Sentence: "Duplicate backends are accepted. Create and update return them as sent, describe and delete " +
			"return each once. That duplicates have the same name, whatever their client policies, and that the " +
			"first stays, is assumed.",
		Source: "RM#170; CTL#135"},
)

// members holds the rules between the members of a spec.
var members = about("spec-members",
	Rule{Number: 27, Basis: Recorded,
		Sentence: "Weights need not sum to 100, and may be 0.",
		Source:   "boto3#3792; RM#204; RM#133"},
	Rule{Number: 28, Basis: Assumed,
		Sentence: "The documented rules between the members of a spec: BadRequestException. The documentation and " +
			"the validators of AWS's clients state them; that the service itself refused, and its words, are not " +
			"recorded.",
		Source:  "UG; MODEL; the validators of CTL and CDK",
		Relaxed: "Specs that contradict themselves are accepted.",
		Example: Example{
			Setup:  setupRouter,
			Breaks: routeRequest("n", `"prefix":"no-slash"`),
			Keeps:  routeRequest("n", `"prefix":"/slash"`),
		}},
	Rule{Number: 50, Basis: Recorded,
		Sentence: "A virtual node with service discovery needs a listener: BadRequestException, Service Discovery " +
			"can't be set without a listener. The reverse, that a listener needs service discovery, is documented " +
			"and part of rule 28.",
		Source: "TFP PR#13337",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", dnsDiscovery),
			Keeps:  nodeRequest("x", oneListener+","+dnsDiscovery),
		}},
	Rule{Number: 51, Basis: Recorded,
		Sentence: "A health check of protocol grpc needs a listener of protocol http2 or grpc: " +
			"BadRequestException, in the recorded words.",
		Source: "TFP#21359",
		Example: Example{
			Setup: setupMesh,
			Breaks: gatewayRequest("CreateVirtualGateway",
				`"listeners":[{`+grpcHealth+`,"portMapping":{"port":80,"protocol":"http"}}]`),
			Keeps: gatewayRequest("CreateVirtualGateway",
				`"listeners":[{`+grpcHealth+`,"portMapping":{"port":80,"protocol":"http2"}}]`),
		}},
	Rule{Number: 65, Basis: Recorded,
		Sentence: "A gateway route's match.prefix may be any string, with or without a slash at its start, and is " +
			"stored as sent. A route's must begin with a slash (rule 28).",
		Source: "CTL test/integration/gatewayroute"},
	Rule{Number: 71, Basis: Assumed,
		Sentence: "Routes of one router, or gateway routes of one gateway, may have the same priority.",
		Source:   "none; no refusal is recorded",
		Fixed:    "It accepts what the service might have refused. How it would have refused is not recorded."},
)
