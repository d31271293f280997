package rules

// listeners holds the rules between listeners and the routes that match their ports.
var listeners = about("listeners",
	Rule{Number: 29, Basis: Assumed,
		Sentence: "A listener of a virtual router cannot change its protocol while a route of the old " +
			"protocol matches it: BadRequestException. The exception is recorded; the message, and " +
			"which routes count, are assumed.",
		Source:  "CTL#767",
		Relaxed: "The protocol is changed.",
		Example: Example{
			Setup: setupRoute,
			Breaks: routerRequest("UpdateVirtualRouter",
				`"listeners":[{"portMapping":{"port":8080,"protocol":"tcp"}}]`),
			Keeps: routerRequest("UpdateVirtualRouter", oneListener),
		}},
	Rule{Number: 52, Basis: Recorded,
		Sentence: "A route of a virtual router with several listeners must match a port: " +
			"BadRequestException, with the recorded message.",
		Source: "CTL#715",
		Example: Example{
			Setup:  []Request{createMesh, createNode, routerRequest("CreateVirtualRouter", twoListeners)},
			Breaks: createRoute,
			Keeps:  routeRequest("n", `"port":8080,"prefix":"/"`),
		}},
	Rule{Number: 53, Basis: Recorded,
		Sentence: "A virtual router cannot get several listeners while one of its routes does not " +
			"match a port: BadRequestException, with the recorded message.",
		Source: "CTL#715; TFP#35294",
		Example: Example{
			Setup:  setupRoute,
			Breaks: routerRequest("UpdateVirtualRouter", twoListeners),
			Keeps:  routerRequest("UpdateVirtualRouter", oneListener),
		}},
	Rule{Number: 54, Basis: Documented,
		Sentence: "If a virtual gateway has several listeners, its gateway routes must match a port. " +
			"If a virtual node has several listeners, the weighted targets of routes must name a " +
			"port. Otherwise the request fails with BadRequestException. The requirement is " +
			"documented, the exception is recorded, and the message is by analogy.",
		Source: "UG; CTL#710; TFP#29063; RM#120",
		Example: Example{
			Setup:  []Request{createMesh, createService, gatewayRequest("CreateVirtualGateway", twoListeners)},
			Breaks: createGatewayX,
			Keeps:  gatewayRouteRequest("s", `"port":8080,"prefix":"/"`),
		}},
	Rule{Number: 74, Basis: Assumed,
		Sentence: "A virtual gateway cannot get several listeners while one of its gateway routes " +
			"does not match a port, and a virtual node cannot while a target of a route names it " +
			"without a port, as rule 53 states for virtual routers. The target of a gateway route " +
			"must name a port if the provider of its virtual service has several listeners. Otherwise " +
			"the request fails with BadRequestException, by analogy.",
		Source:  "none; rules 53 and 54",
		Relaxed: "The listeners are accepted, and the target needs no port.",
		Example: Example{
			Setup:  setupGatewayRoute,
			Breaks: gatewayRequest("UpdateVirtualGateway", twoListeners),
			Keeps:  gatewayRequest("UpdateVirtualGateway", oneListener),
		}},
	Rule{Number: 69, Basis: Recorded,
		Sentence: "A listener of a virtual router cannot be removed while routes match its port: " +
			"BadRequestException. The exception is recorded, the message is not.",
		Source: "CTL PR#768"},
)

// tls holds the rules for certificates and trust.
var tls = about("tls",
	Rule{Number: 67, Basis: Recorded,
		Sentence: "A TLS validation context must have a trust: BadRequestException, One type of TLS " +
			"Validation Context Trust must be set. Unknown types of trust do not count (rule 34).",
		Source: "CTL#575",
		Example: Example{
			Setup:  setupMesh,
			Breaks: trustNode(``),
			Keeps:  trustNode(`"file":{"certificateChain":"/ca.pem"}`),
		}},
	Rule{Number: 68, Basis: Assumed,
		Sentence: "ARNs of certificates and certificate authorities must have the form of ARNs of acm " +
			"and acm-pca, with any partition, region, account and resource: BadRequestException. AWS " +
			"stated that the API checked ARNs; how strictly, and the message, are assumed.",
		Source:  "CDK PR#11863; RM#251",
		Relaxed: "ARNs may be any text.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: certificateNode("my certificate"),
			Keeps:  certificateNode("arn:aws:acm:us-east-1:123456789012:certificate/a"),
		}},
)

// cloudMap holds the rule for names of AWS Cloud Map.
var cloudMap = about("cloud-map",
	Rule{Number: 70, Basis: Assumed,
		Sentence: "Names of Cloud Map namespaces and services may contain only letters, digits, -, _ " +
			"and a dot: BadRequestException. The App Mesh team stated that the API restricted them as " +
			"Cloud Map does; the exact set of characters and the message are assumed.",
		Source:  "RM#176",
		Relaxed: "Names may be any text.",
		Example: Example{
			Setup:  setupMesh,
			Breaks: cloudMapNode("my shop"),
			Keeps:  cloudMapNode("my.shop"),
		}},
)
