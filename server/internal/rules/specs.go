package rules

// defaults holds the rules for members of responses that were not in the request.
var defaults = about("defaults",
	Rule{Number: 30, Basis: Assumed,
		Sentence: "Absent listeners of a virtual node stay absent in all responses, by analogy with " +
			"virtual routers, for which this is recorded.",
		Source:  "APIREF DescribeVirtualRouter",
		Relaxed: "Describe and delete show an empty list, as for backends."},
	Rule{Number: 56, Basis: Recorded,
		Sentence: "Responses show two defaults: healthCheck.port, which is the port of the listener, " +
			"and in describe and delete only, [] for absent backends of a virtual node.",
		Source: "CLI; APIREF; UG; CTL; EX manifests"},
	Rule{Number: 66, Basis: Recorded,
		Sentence: "Duplicate backends are accepted. Create and update return them as they were sent; " +
			"describe and delete return each once. It is assumed that backends with the same name are " +
			"duplicates, whatever their client policies, and that the first one remains.",
		Source: "RM#170; CTL#135"},
)

// members holds the rules between the members of a spec.
var members = about("spec-members",
	Rule{Number: 27, Basis: Recorded,
		Sentence: "The weights of targets need not sum to 100, and may be 0.",
		Source:   "boto3#3792; RM#204; RM#133"},
	Rule{Number: 28, Basis: Assumed,
		Sentence: "The documented rules between the members of a spec are enforced with " +
			"BadRequestException. The documentation and the validators of AWS's clients state them. " +
			"It is not recorded that the service itself enforced them, nor its messages.",
		Source:  "UG; MODEL; the validators of CTL and CDK",
		Relaxed: "Contradictory specs are accepted.",
		Example: Example{
			Setup:  setupRouter,
			Breaks: routeRequest("n", `"prefix":"no-slash"`),
			Keeps:  routeRequest("n", `"prefix":"/slash"`),
		}},
	Rule{Number: 50, Basis: Recorded,
		Sentence: "A virtual node with service discovery needs a listener: BadRequestException, " +
			"Service Discovery can't be set without a listener. Rule 28 includes the documented " +
			"reverse: a listener needs service discovery.",
		Source: "TFP PR#13337",
		Example: Example{
			Setup:  setupMesh,
			Breaks: nodeRequest("x", dnsDiscovery),
			Keeps:  nodeRequest("x", oneListener+","+dnsDiscovery),
		}},
	Rule{Number: 51, Basis: Recorded,
		Sentence: "A health check with the protocol grpc needs a listener with the protocol http2 or " +
			"grpc: BadRequestException, with the recorded message.",
		Source: "TFP#21359",
		Example: Example{
			Setup: setupMesh,
			Breaks: gatewayRequest("CreateVirtualGateway",
				`"listeners":[{`+grpcHealth+`,"portMapping":{"port":80,"protocol":"http"}}]`),
			Keeps: gatewayRequest("CreateVirtualGateway",
				`"listeners":[{`+grpcHealth+`,"portMapping":{"port":80,"protocol":"http2"}}]`),
		}},
	Rule{Number: 65, Basis: Recorded,
		Sentence: "The match.prefix of a gateway route may be any string, with or without a leading " +
			"slash, and is stored as it was sent. That of a route must begin with a slash (rule 28).",
		Source: "CTL test/integration/gatewayroute"},
	Rule{Number: 71, Basis: Assumed,
		Sentence: "Routes of one router, or gateway routes of one gateway, may have the same priority.",
		Source:   "none; no refusal is recorded",
		Fixed:    "It accepts requests that the service might have refused. Its refusal is not recorded."},
)
